"""One stands before the room at a time, with a lesson, a proposal and a clock that everybody shares."""

from assembly.extensions import db
from assembly.gatherings.actions import SomebodyElseMoved, end_presentations
from assembly.gatherings.models import Gathering, Presentation
from assembly.kernel.actions.idempotency import Press, happened, remember
from assembly.kernel.actions.ledger import record
from assembly.kernel.models.base import now
from assembly.kernel.models.identity import Grant
from assembly.kernel.rules import N_, RuleBroken
from assembly.rounds.models.proposal import Proposal
from assembly.rounds.rules.round import check_floor

SHORTEST, LONGEST, A_MINUTE = 10, 1800, 60  # seconds


def present(facilitator: Grant, proposal: Proposal, seconds: int, at: int) -> Presentation:
    """Give the floor to `proposal` for `seconds`; `at` (a proposal's number, 0 for nobody) has it until now.

    SomebodyElseMoved when another has it; RuleBroken on a wrong step or an odd clock.
    """
    gathering = proposal.gathering
    check_floor(gathering.step.kind == "presenting")
    if not SHORTEST <= seconds <= LONGEST:
        raise RuleBroken(N_("A clock runs from 10 seconds to 30 minutes."))
    if (gathering.presentation.proposal.number if gathering.presentation else 0) != at:
        raise SomebodyElseMoved
    end_presentations(gathering)
    presentation = Presentation(gathering=gathering, proposal=proposal, by=facilitator, seconds=seconds)
    db.session.add(presentation)
    record("presentation started", gathering, by=facilitator, proposal=proposal.number, seconds=seconds)
    db.session.commit()
    return presentation


def give_a_minute(facilitator: Grant, gathering: Gathering, press: Press | None = None) -> Gathering:
    """A minute more; from nothing it starts again at one minute. RuleBroken when nobody has the floor."""
    if happened(facilitator.device, press):
        return gathering
    presentation = gathering.presentation
    if presentation is None:
        raise RuleBroken(N_("Nobody has the floor now."))
    gone = int((now() - presentation.started_at).total_seconds())
    presentation.seconds = min(LONGEST, max(presentation.seconds, gone) + A_MINUTE)
    row = record("presentation longer", gathering, by=facilitator, proposal=presentation.proposal.number)
    remember(facilitator.device, press, row.seq)
    db.session.commit()
    return gathering
