"""What my own part of a proposal's page shows, on every road: the page, the answer to a press, a refusal."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext, ngettext

from assembly.extensions import db
from assembly.rounds.actions.pledge_context import PledgeContext, Role
from assembly.rounds.models.allocation import Allocation


@dataclass(frozen=True)
class MyPledge:
    """`hours` is 0 when I promised nothing here. `held`: amounts stand still. `others` count behind it besides me.

    `roles`: what it asks for by name; `role` is the number of mine. `named`, `from_pod`: what I ticked.
    `moves`: do hours here move sums that the room sees, so that one can try what they would do?
    """

    slug: str
    assembly_slug: str
    number: int
    opened: bool
    locked: bool
    hidden: bool
    held: bool
    moves: bool
    hours_each: int
    proposals_each: int
    period_end: date | None
    hours: int
    first_hour: str
    others: int
    roles: list[Role]
    role: int | None
    named: bool
    from_pod: bool
    quiet: bool
    receipt_seq: int | None
    receipt_hash: str | None

    @property
    def dom(self) -> str:
        return f"proposal-{self.number}"

    @property
    def my_role(self) -> str:
        """What I do, or ""."""
        return next((role.title for role in self.roles if role.number == self.role), "")

    @property
    def pledging(self) -> bool:
        return self.opened and not self.locked

    @property
    def backers_sentence(self) -> str:
        if self.others < 1:
            return gettext("You are the first.")
        return ngettext("You and %(num)s other.", "You and %(num)s others.", self.others)


def my_pledge(context: PledgeContext) -> MyPledge:
    return MyPledge(
        slug=context.slug,
        assembly_slug=context.assembly_slug,
        number=context.number,
        opened=context.opened,
        locked=context.locked,
        hidden=context.hidden,
        held=context.called and db.session.get_one(Allocation, context.round).held,
        moves=context.money_shown and not context.locked and not context.counted_apart and bool(context.asks),
        hours_each=context.hours_each,
        proposals_each=context.proposals_each,
        period_end=context.period_end,
        hours=context.hours or 0,
        first_hour=context.first_hour or "",
        others=context.others,
        roles=context.roles,
        role=context.role,
        named=bool(context.named),
        from_pod=bool(context.from_pod),
        quiet=context.quiet,
        receipt_seq=context.receipt_seq,
        receipt_hash=context.receipt_hash,
    )
