"""Finding an assembly by its address, and things by their small numbers inside one gathering only."""

from sqlalchemy import select

from assembly.board.models import Asset
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.writing import Missing
from assembly.kernel.models.places import Assembly
from assembly.people.models import Participant
from assembly.rounds.models.proposal import Proposal, Want


def assembly_of(slug: str) -> Assembly:
    """The assembly at this address; Missing when there is none."""
    assembly = db.session.scalar(select(Assembly).where(Assembly.slug == slug))
    if assembly is None:
        raise Missing(slug)
    return assembly


def proposal_of(gathering: Gathering, number: int) -> Proposal:
    """Proposal `number` of this gathering; Missing when it has none, or it was taken off the list."""
    proposal = _proposal(gathering, number)
    if proposal.withdrawn:
        raise Missing(number)
    return proposal


def any_proposal_of(gathering: Gathering, number: int) -> Proposal:
    """Proposal `number`, on the list or off it."""
    return _proposal(gathering, number)


def _proposal(gathering: Gathering, number: int) -> Proposal:
    mine = (Proposal.gathering_id == gathering.id, Proposal.number == number)
    proposal = db.session.scalar(select(Proposal).where(*mine)) if number < 2**31 else None
    if proposal is None:
        raise Missing(number)
    return proposal


def want_of(gathering: Gathering, number: int, want: int) -> Want:
    """What proposal `number` wants, by its own small number; Missing when it wants no such thing."""
    wanted = next((one for one in proposal_of(gathering, number).wants if one.number == want), None)
    if wanted is None:
        raise Missing(want)
    return wanted


def person_of(gathering: Gathering, number: int) -> Participant:
    """Person `number` of this gathering; Missing when nobody has it."""
    mine = (Participant.gathering_id == gathering.id, Participant.number == number)
    person = db.session.scalar(select(Participant).where(*mine)) if number < 2**31 else None
    if person is None:
        raise Missing(number)
    return person


def card_of(gathering: Gathering, number: int) -> Asset:
    """Card `number` of this gathering; Missing when it has none, or it was forgotten."""
    mine = (Asset.gathering_id == gathering.id, Asset.number == number)
    card = db.session.scalar(select(Asset).where(*mine)) if number < 2**31 else None
    if card is None or not card.words:
        raise Missing(number)
    return card
