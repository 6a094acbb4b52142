"""Who is here: how many, and under which names."""

from sqlalchemy import select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.rules.refusals import Missing
from assembly.live.reading import Reading
from assembly.people.models import Participant

NAMES_ON_A_WALL = 24


def newest_names(reading: Reading[Gathering]) -> list[Participant]:
    """The last people who gave a name that was not taken off the walls, newest first."""
    return reading.place.newest_names(NAMES_ON_A_WALL)


def headcount(reading: Reading[Gathering]) -> int:
    """People who came in."""
    return reading.place.headcount


def person_of(gathering: Gathering, number: int) -> Participant:
    """Person `number` of this gathering; Missing when nobody has it."""
    mine = (Participant.gathering_id == gathering.id, Participant.number == number)
    person = db.session.scalar(select(Participant).where(*mine)) if number < 2**31 else None
    if person is None:
        raise Missing(number)
    return person
