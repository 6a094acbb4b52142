"""Roles: the work a proposal asks for by name, such as driving, with its hours and perhaps a skill."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.texts import folded, needed, one_line

MOST_ROLES, LONGEST, MOST_HOURS = 6, 40, 999


@dataclass(frozen=True, slots=True)
class RoleDraft:
    """A role as typed. `hours` is None where that field was left empty."""

    title: str
    hours: int | None
    skill: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """How somebody takes part: in the role of this number or in any work (None); may their name stand beside it; do
    they belong to the pod that proposes it?"""

    role: int | None = None
    named: bool = False
    from_pod: bool = False

    @property
    def told(self) -> dict[str, Any]:
        """As the book says it: only what is not usual, and nothing about names."""
        return {**({"role": self.role} if self.role else {}), **({"pod": True} if self.from_pod else {})}


def check_roles(typed: Sequence[RoleDraft]) -> list[RoleDraft]:
    """The roles of one proposal, cleaned, without empty lines. RuleBroken: too many, two alike, no name or hours."""
    roles = [_checked(each) for each in typed if each.title.strip() or each.hours is not None or each.skill.strip()]
    if len(roles) > MOST_ROLES:
        raise RuleBroken(N_("At most %(most)s roles, please: which work matters most?"), most=MOST_ROLES)
    if len({folded(role.title) for role in roles}) < len(roles):
        raise RuleBroken(N_("Two roles have the same name. Please put their hours together."))
    return roles


def _checked(typed: RoleDraft) -> RoleDraft:
    title = needed(typed.title, LONGEST, N_("Please give each role a name, such as driver."))
    if typed.hours is None or not 1 <= typed.hours <= MOST_HOURS:
        raise RuleBroken(
            N_("How many hours does “%(title)s” take in all? A number from 1 to %(most)s."),
            title=title,
            most=MOST_HOURS,
        )
    return RoleDraft(title, typed.hours, one_line(typed.skill, LONGEST))
