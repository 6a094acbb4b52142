"""What if I gave hours here? The rule asked about a copy of the room; the room itself is not touched."""

from dataclasses import dataclass
from functools import cached_property

from assembly.rounds.readings.standing import Line, Standing
from assembly.rounds.rules.allocation import Outcome, Support, share_out


@dataclass(frozen=True)
class Change:
    """A proposal whose sum would be another one. Minor units."""

    line: Line
    before: int
    after: int


@dataclass(frozen=True)
class WhatIf:
    """`hours` whole hours of mine on `line`, instead of the `given` ones. `from_pod`: I am of the pod behind it."""

    standing: Standing
    line: Line
    given: int
    hours: int
    from_pod: bool = False

    @property
    def people(self) -> int:
        return self._support.people

    @property
    def hours_there(self) -> int:
        return self._support.hours

    @property
    def mine(self) -> Change:
        return self._change(self.line)

    @property
    def others(self) -> list[Change]:
        """Everybody else whose sum would move, those that gain first."""
        changes = [self._change(line) for line in self.standing.lines if line is not self.line]
        return sorted(
            (each for each in changes if each.before != each.after), key=lambda each: each.before - each.after
        )

    @cached_property
    def _support(self) -> Support:
        settings, now = self.standing.allocation.settings, self.line.share.support
        counts = (self.hours >= settings.person_from) - (self.given >= settings.person_from)
        cap = settings.per_person_cap or max(self.hours, self.given)
        hours = now.hours + min(self.hours, cap) - min(self.given, cap)
        return Support(now.people + counts, hours, now.outside + (0 if self.from_pod else counts))

    @cached_property
    def _outcome(self) -> Outcome:
        shares = self.standing.outcome.shares
        supports = {share.terms.id: share.support for share in shares} | {self.line.share.terms.id: self._support}
        terms = [share.terms for share in shares]
        return share_out(self.standing.outcome.pot, terms, supports, self.standing.allocation.settings)

    def _change(self, line: Line) -> Change:
        after = self._outcome.share(line.share.terms.id).amount * self.standing.allocation.step
        return Change(line=line, before=line.amount or 0, after=after)
