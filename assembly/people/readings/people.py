"""The people of a gathering, as its screens list them."""

from sqlalchemy import select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.people.models import NameHidden, Participant


def newest_names(gathering: Gathering, most: int) -> list[Participant]:
    """The last `most` people who gave a name that was not taken off the walls, newest first."""
    hidden = select(NameHidden.participant_id).where(NameHidden.running)
    shown = (Participant.gathering_id == gathering.id, Participant.name.is_not(None), Participant.id.not_in(hidden))
    return list(db.session.scalars(select(Participant).where(*shown).order_by(Participant.id.desc()).limit(most)))


def named_people(gathering: Gathering) -> list[Participant]:
    """Everybody who gave a name, newest first, hidden ones too."""
    named = (Participant.gathering_id == gathering.id, Participant.name.is_not(None))
    return list(db.session.scalars(select(Participant).where(*named).order_by(Participant.id.desc())))


def people_to_help(gathering: Gathering) -> list[Participant]:
    """Everybody here, those whom a helper entered first, then newest first."""
    here = select(Participant).where(Participant.gathering_id == gathering.id)
    return list(db.session.scalars(here.order_by(Participant.entered_by_id.is_(None), Participant.id.desc())))
