"""Put a proposal on the list, mend it, lower its minimum."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.idempotency import Press, fact_of, happened, remember
from assembly.kernel.actions.ledger import record, sealed
from assembly.kernel.models.identity import Grant
from assembly.kernel.readings import next_number
from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.texts import needed, one_line
from assembly.rounds.actions.roles import ask_for_help
from assembly.rounds.actions.rounds import soft_end
from assembly.rounds.actions.wants import ask_for
from assembly.rounds.models.allocation import Allocation, Ask
from assembly.rounds.models.proposal import Proposal
from assembly.rounds.rules.entry import check_lowering, check_terms
from assembly.rounds.rules.roles import RoleDraft
from assembly.rounds.rules.round import check_pledging, check_unlocked, check_unopened


@dataclass(frozen=True)
class Draft:
    """A proposal as typed: texts, and what it asks in minor units; `need_*` is None for the round's own gate.

    `quiet`: of its promises only counts are told.
    """

    title: str
    change: str
    proposer: str
    minimum: int
    ask: int
    all_or_nothing: bool
    need_people: int | None
    need_hours: int | None
    wants: str = ""
    lesson: str = ""
    roles: tuple[RoleDraft, ...] = ()
    quiet: bool = False


def add_proposal(facilitator: Grant, gathering: Gathering, draft: Draft, press: Press | None = None) -> Proposal:
    """A new proposal, before the round opens. RuleBroken on empty or long texts and on asks over the entry limits."""
    if happened(facilitator.device, press):
        number = fact_of(gathering, facilitator.device, press, "proposal")
        return next(one for one in gathering.proposals if one.number == number)
    proposal, seq = put_on_the_list(facilitator, gathering, draft)
    remember(facilitator.device, press, seq)
    db.session.commit()
    return proposal


def put_on_the_list(facilitator: Grant, gathering: Gathering, draft: Draft) -> tuple[Proposal, int]:
    """The same as part of something else: the proposal, and its row's number in the book. Does not commit."""
    allocation = gathering.allocation
    check_unlocked(allocation.locked)
    check_unopened(allocation.asks_fixed)
    proposal = Proposal(
        number=next_number(Proposal, gathering), title="", change="", proposer=None, gathering=gathering
    )
    ask = Ask(minimum=0, amount=0, allocation=allocation, proposal=proposal)
    _write(draft, proposal, ask, allocation)
    db.session.add_all([proposal, ask])
    db.session.flush()
    row = record("proposal added", gathering, by=facilitator, **_facts(proposal, ask))
    ask_for(facilitator, proposal, draft.wants)
    ask_for_help(facilitator, proposal, draft.roles)
    return proposal, row.seq


def amend_proposal(facilitator: Grant, proposal: Proposal, draft: Draft, press: Press | None = None) -> Proposal:
    """Everything may change until the round opens. RuleBroken as in add_proposal."""
    if happened(facilitator.device, press):
        return proposal
    allocation = proposal.gathering.allocation
    check_unlocked(allocation.locked)
    check_unopened(allocation.asks_fixed)
    ask = ask_of(proposal, allocation)
    _write(draft, proposal, ask, allocation)
    row = record("proposal amended", proposal.gathering, by=facilitator, **_facts(proposal, ask))
    ask_for(facilitator, proposal, draft.wants)
    ask_for_help(facilitator, proposal, draft.roles)
    remember(facilitator.device, press, row.seq)
    db.session.commit()
    return proposal


def amend_words(
    presenter: Grant,
    proposal: Proposal,
    lesson: str,
    change: str,
    press: Press | None = None,
    roles: Sequence[RoleDraft] | None = None,
) -> Proposal:
    """The lesson, the sentence and the roles (None: as they are) of a proposal, by those who present it, until the
    round opens. RuleBroken."""
    if happened(presenter.device, press):
        return proposal
    allocation = proposal.gathering.allocation
    check_unlocked(allocation.locked)
    check_unopened(allocation.asks_fixed)
    proposal.lesson = one_line(lesson, 400)
    proposal.change = needed(change, 400, N_("Please say in a sentence what you propose."))
    row = record("proposal amended", proposal.gathering, by=presenter, **_facts(proposal, ask_of(proposal, allocation)))
    if roles is not None:
        ask_for_help(presenter, proposal, roles)
    remember(presenter.device, press, row.seq)
    db.session.commit()
    return proposal


def lower_minimum(facilitator: Grant, proposal: Proposal, minimum: int, press: Press | None = None) -> Proposal:
    """Lower a minimum (minor units) in an open round; the same again writes nothing. RuleBroken."""
    if happened(facilitator.device, press):
        return proposal
    allocation = proposal.gathering.allocation
    check_pledging(allocation.opened, allocation.locked)
    ask = ask_of(proposal, allocation)
    check_lowering(ask.minimum, minimum, allocation.step)
    if minimum != ask.minimum:
        with soft_end(allocation, facilitator):
            ask.minimum = minimum
        row = record("minimum lowered", proposal.gathering, by=facilitator, **_facts(proposal, ask))
        remember(facilitator.device, press, row.seq)
    db.session.commit()
    return proposal


def ask_of(proposal: Proposal, allocation: Allocation) -> Ask:
    return next(ask for ask in allocation.asks if ask.proposal_id == proposal.id)


def _write(draft: Draft, proposal: Proposal, ask: Ask, allocation: Allocation) -> None:
    check_terms(draft.minimum, draft.ask, allocation.divided, allocation.step, draft.all_or_nothing)
    proposal.title = needed(draft.title, 60, N_("Please give the proposal a name."))
    proposal.change = needed(draft.change, 400, N_("Please say in a sentence what you propose."))
    proposal.lesson = one_line(draft.lesson, 400)
    proposal.proposer = one_line(draft.proposer, 60) or None
    proposal.quiet = draft.quiet
    ask.minimum, ask.amount, ask.all_or_nothing = draft.minimum, draft.ask, draft.all_or_nothing
    ask.need_people, ask.need_hours = _need(draft.need_people), _need(draft.need_hours)


def _need(number: int | None) -> int | None:
    if number is not None and number > 100_000:
        raise RuleBroken(N_("That is more hands than any hall holds. Please check the number."))
    return number


def _facts(proposal: Proposal, ask: Ask) -> dict[str, Any]:
    return {
        "proposal": proposal.number,
        "title": sealed(proposal.title, proposal.salt),
        "change": sealed(proposal.change, proposal.salt),
        "lesson": sealed(proposal.lesson, proposal.salt),
        "proposer": sealed(proposal.proposer, proposal.salt),
        "minimum": ask.minimum,
        "ask": ask.amount,
        "all_or_nothing": ask.all_or_nothing,
        "need_people": ask.need_people,
        "need_hours": ask.need_hours,
        **({"quiet": True} if proposal.quiet else {}),
    }
