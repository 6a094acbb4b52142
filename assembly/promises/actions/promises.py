"""Read back what was promised at the last congress: hours kept, moved and dropped, by project."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.idempotency import Press, happened, remember
from assembly.kernel.actions.ledger import record
from assembly.kernel.models.identity import Grant
from assembly.kernel.rules.refusals import Missing
from assembly.promises.models import PromiseRead
from assembly.promises.rules import check_read_back
from assembly.rounds.models.allocation import Allocation
from assembly.rounds.models.proposal import Proposal
from assembly.rounds.readings.standing import standing_of


@dataclass(frozen=True)
class Told:
    """Whole hours of one project, as they are read back."""

    kept: int
    moved: int
    dropped: int


@dataclass(frozen=True)
class Promised:
    """Whole hours that a project of an earlier gathering could count on."""

    proposal: Proposal
    hours: int


def read_back(
    facilitator: Grant, gathering: Gathering, told: Mapping[int, Told], press: Press | None = None
) -> Gathering:
    """By number of the last congress's proposal. RuleBroken when hours do not add up; Missing for a strange number."""
    if happened(facilitator.device, press):
        return gathering
    promised = {each.proposal.number: each for each in promised_last_time(gathering)}
    for number, hours in told.items():
        if number not in promised:
            raise Missing(number)
        _read(facilitator, gathering, promised[number], hours, press)
        press = None
    db.session.commit()
    return gathering


def last_round(gathering: Gathering) -> Allocation | None:
    """The newest closed round of an earlier gathering of the same assembly."""
    mine = select(Gathering).where(Gathering.assembly_id == gathering.assembly_id, Gathering.id < gathering.id)
    for earlier in db.session.scalars(mine.order_by(Gathering.id.desc())):
        closed = [each for each in earlier.allocations if each.locked]
        if earlier.has_round and closed:
            return closed[-1]
    return None


def promised_last_time(gathering: Gathering) -> list[Promised]:
    """Projects with hours to read back; what was read back already stands as it was read."""
    round = last_round(gathering)
    if round is None:
        return []
    read = {each.proposal_id: each.promised for each in reads_of(gathering)}
    hours = hours_promised(round)
    counted = [Promised(each, read.get(each.id, hours.get(each.number, 0))) for each in round.gathering.proposals]
    return [each for each in counted if each.hours]


def hours_promised(round: Allocation) -> dict[int, int]:
    """Hours owed by proposal number: without those given back, with those kept or moved although no money came."""
    lines = standing_of(round).lines
    nothing = {line.number for line in lines if line.at_nothing}
    if round.gathering.purged:  # who promised is forgotten, the sums stay
        return {line.number: line.hours for line in lines if line.number not in nothing}
    owed: dict[int, int] = {}
    for promise in round.promises:
        number, choice = promise.proposal.number, promise.choice
        if number in nothing and choice is None:
            continue
        if number in nothing and choice and choice.into:
            number = choice.into.number
        owed[number] = owed.get(number, 0) + promise.hours
    return owed


def reads_of(gathering: Gathering) -> list[PromiseRead]:
    return list(db.session.scalars(select(PromiseRead).where(PromiseRead.gathering_id == gathering.id)))


def _read(by: Grant, gathering: Gathering, promised: Promised, told: Told, press: Press | None) -> None:
    check_read_back(promised.hours, told.kept, told.moved, told.dropped)
    read = next((each for each in reads_of(gathering) if each.proposal_id == promised.proposal.id), None)
    if read is None:
        read = PromiseRead(
            promised=promised.hours, kept=0, moved=0, dropped=promised.hours, gathering=gathering,
            proposal=promised.proposal, by=by,
        )  # fmt: skip
        db.session.add(read)
    elif (read.kept, read.moved, read.dropped) == (told.kept, told.moved, told.dropped):
        return
    read.kept, read.moved, read.dropped, read.by = told.kept, told.moved, told.dropped, by
    row = record(
        "promises read back",
        gathering,
        by=by,
        of=promised.proposal.gathering.ledger_id,
        project=promised.proposal.number,
        promised=promised.hours,
        kept=told.kept,
        moved=told.moved,
        dropped=told.dropped,
    )
    remember(by.device, press, row.seq)
