"""Finding proposals, and what they want, by their small numbers inside one gathering only."""

from assembly.gatherings.models import Gathering
from assembly.kernel.readings import numbered
from assembly.kernel.rules.refusals import Missing
from assembly.rounds.models.proposal import Proposal, Want


def proposal_of(gathering: Gathering, number: int) -> Proposal:
    """Proposal `number` of this gathering; Missing when it has none, or it was taken off the list."""
    proposal = any_proposal_of(gathering, number)
    if proposal.withdrawn:
        raise Missing(number)
    return proposal


def any_proposal_of(gathering: Gathering, number: int) -> Proposal:
    """Proposal `number`, on the list or off it."""
    return numbered(Proposal, gathering, number)


def want_of(gathering: Gathering, number: int, want: int) -> Want:
    """What proposal `number` wants, by its own small number; Missing when it wants no such thing."""
    wanted = next((one for one in proposal_of(gathering, number).wants if one.number == want), None)
    if wanted is None:
        raise Missing(want)
    return wanted
