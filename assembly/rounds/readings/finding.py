"""Finding proposals, and what they want, by their small numbers inside one gathering only."""

from sqlalchemy import select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.rules.refusals import Missing
from assembly.rounds.models.proposal import Proposal, Want


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
