"""The kinds of steps an evening is made of. Features register theirs: what phone, wall and desk show at it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from assembly.gatherings.models import Gathering, Step
    from assembly.kernel.models.identity import Grant
    from assembly.kernel.rules import RuleBroken
    from assembly.live.reading import Reading
    from assembly.people.models import Participant


def nothing(_: Any) -> list[Any]:
    return []


@dataclass(frozen=True)
class StepKind:
    """`title` and `say` are message ids; `minutes` are planned; `phone` is the page Now; `slide` makes the wall's
    record.

    `controls` is the template of the desk's buttons ("" for Next and Back alone), drawn from what `shows` finds, or
    from the desk itself; `problems` must be fixed before this step; `waits`: is there something to press before Next?

    In an agenda a kind with `once` stands once at most, every kind in `after` stands before it where both are planned,
    and what it `leads_to` has to follow. `timed`: does a clock run? `pictures`
    (name, message id) may stand beside its words.
    """

    name: str
    title: str
    say: str
    minutes: int
    phone: "Callable[[Reading[Gathering], Participant], Response]"
    slide: "Callable[[Reading[Gathering]], Any]"
    controls: str = ""
    shows: "Callable[[Reading[Gathering]], Any] | None" = None
    problems: "Callable[[Gathering], Iterable[RuleBroken]]" = nothing
    waits: "Callable[[Reading[Gathering]], Any]" = nothing
    once: bool = False
    after: tuple[str, ...] = ()
    leads_to: str = ""
    timed: bool = True
    pictures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Section:
    """A piece of a page to which several features add: `template` is a fragment's file, `takes` finds its arguments.

    None from `takes` draws nothing.
    """

    template: str
    takes: "Callable[..., tuple[Any, ...] | None]"


@dataclass(frozen=True)
class DeskPage:
    """An entry in the desk's navigation: `name` is the page's `place`, `label` a message id."""

    name: str
    endpoint: str
    label: str
    there: "Callable[[Gathering], Any]"


@dataclass(frozen=True)
class Hooks:
    """What features do when a gathering starts or moves, or when people are forgotten, and what they add to pages that
    several make together; `controls`: element id and html of the desk's buttons."""

    begins: "list[Callable[[Gathering], object]]" = field(default_factory=list)
    may_move: "list[Callable[[Gathering, Step], object]]" = field(default_factory=list)
    moves: "list[Callable[[Grant, Gathering], object]]" = field(default_factory=list)
    moved: "list[Callable[[Gathering], object]]" = field(default_factory=list)
    controls: "list[Callable[[], tuple[str, str]]]" = field(default_factory=list)
    forgets_person: "list[Callable[[Participant], object]]" = field(default_factory=list)
    forgets_names: "list[Callable[[Gathering], object]]" = field(default_factory=list)
    purges: "list[Callable[[Gathering], object]]" = field(default_factory=list)
    tables: "dict[str, Callable[[Reading[Gathering]], Iterable[Iterable[object]]]]" = field(default_factory=dict)
    desk_pages: "list[DeskPage]" = field(default_factory=list)
    mine: "list[Section]" = field(default_factory=list)
    document: "list[Section]" = field(default_factory=list)
    beside: "dict[str, list[Section]]" = field(default_factory=dict)


def sections(those: "Iterable[Section]", *given: Any) -> "list[tuple[str, tuple[Any, ...]]]":
    """Template and arguments of each section that has something to show."""
    found = [(section.template, section.takes(*given)) for section in those]
    return [(template, shown) for template, shown in found if shown is not None]


def beside(where: str, *given: Any) -> "list[tuple[str, tuple[Any, ...]]]":
    """What other features add at a place of a page."""
    return sections(hooks.beside.get(where, ()), *given)


hooks = Hooks()
kinds: dict[str, StepKind] = {}


def register(steps: Iterable[StepKind]) -> None:
    kinds.update({step.name: step for step in steps})


def kind_of(gathering: "Gathering") -> StepKind:
    """Of the step where the room is."""
    return kinds[gathering.step.kind]


def problems_ahead(gathering: "Gathering") -> "list[RuleBroken]":
    """What must be mended before the room can go on to the next step."""
    following = gathering.next_step
    return list(kinds[following.kind].problems(gathering)) if following else []
