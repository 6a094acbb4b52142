"""The arithmetic of a round, line by line, as anybody can redo it with a pencil. Money in minor units."""

from dataclasses import dataclass

from assembly.rounds.readings.standing import Line, Standing


@dataclass(frozen=True)
class Sum:
    """One proposal, by rank. `left_before` is what the pot still had at its turn (minimums first only)."""

    line: Line
    weight: int
    points: int
    amount: int
    left_before: int | None
    reserved: bool


@dataclass(frozen=True)
class Sums:
    rows: tuple[Sum, ...]
    still: int  # minor units of those that stand at their ask or minimum while the others grow
    shared: int | None  # minor units shared by those between minimum and ask, and the points they share them by
    shared_points: int | None
    rest: int


def sums(standing: Standing) -> Sums:
    """Every step of the rule that a hand needs, from the outcome and its log."""
    outcome, step = standing.outcome, standing.allocation.step
    turns = {entry[1]: entry for entry in outcome.log if entry[0] in ("reserved", "passed")}
    rows = tuple(
        Sum(
            line=standing.line(int(str(share.terms.id))),
            weight=standing.allocation.people_weight if standing.allocation.weight == "affine" else 0,
            points=share.points,
            amount=share.amount * step,
            left_before=int(turns[share.terms.id][-1]) * step if share.terms.id in turns else None,
            reserved=share.terms.id in turns and turns[share.terms.id][0] == "reserved",
        )
        for share in outcome.shares
    )
    shared, points = outcome.rate or (None, None)
    return Sums(
        rows=rows,
        still=0 if shared is None else (outcome.pot - outcome.rest - shared) * step,
        shared=None if shared is None else shared * step,
        shared_points=points,
        rest=outcome.rest * step,
    )
