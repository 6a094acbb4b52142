"""What a feature brings: it is registered once, in the list of `assembly/features.py`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import Blueprint

if TYPE_CHECKING:
    from assembly.gatherings.models import Gathering, Step
    from assembly.gatherings.steps import DeskPage, Section, StepKind
    from assembly.kernel.models.identity import Grant
    from assembly.live.fragments import Fragment, Records
    from assembly.live.places import PlaceKind
    from assembly.live.reading import Reading
    from assembly.people.models import Participant


@dataclass(frozen=True)
class Feature:
    """What a package adds: `name` is the package's.

    `fragments` by id ("proposal-*-tally" for one of many), `records` the lists such an id picks from; `steps` kinds of
    steps; `places` what news can belong to and who hears it; `notice` a slide before the step's own, or None. `begins`
    runs when a gathering starts; `may_move` refuses a move; `moves` runs inside it, `moved` after the commit.
    `controls` draws the desk's buttons; `seeds` are demo stories, each returns its slug; `names` go to all templates.

    `forgets_person`, `forgets_names` and `purges` are this feature's part of forgetting one person, an evening's names,
    or all but its sums: none commits. `tables` of the export, by file name: rows, the first names the columns, without
    names of people. `desk_pages` stand in the desk's navigation. Sections of pages made together: `mine` takes a
    reading, a participant and a press; `document` takes a reading, for the evening's shared document. `beside`: pieces
    of another feature's pages, by the place that page gives them ("presenting-wall"); what each takes is said there.
    """

    name: str
    blueprints: tuple[Blueprint, ...] = ()
    fragments: "Mapping[str, Fragment]" = field(default_factory=dict)
    records: "Mapping[str, Records]" = field(default_factory=dict)
    steps: "tuple[StepKind, ...]" = ()
    places: "tuple[PlaceKind, ...]" = ()
    notice: "Callable[..., Any] | None" = None
    begins: "Callable[[Gathering], object] | None" = None
    may_move: "Callable[[Gathering, Step], object] | None" = None
    moves: "Callable[[Grant, Gathering], object] | None" = None
    moved: "Callable[[Gathering], object] | None" = None
    controls: "Callable[[], tuple[str, str]] | None" = None
    forgets_person: "Callable[[Participant], object] | None" = None
    forgets_names: "Callable[[Gathering], object] | None" = None
    purges: "Callable[[Gathering], object] | None" = None
    tables: "Mapping[str, Callable[[Reading[Gathering]], Iterable[Iterable[object]]]]" = field(default_factory=dict)
    desk_pages: "tuple[DeskPage, ...]" = ()
    mine: "tuple[Section, ...]" = ()
    document: "tuple[Section, ...]" = ()
    beside: "Mapping[str, Section]" = field(default_factory=dict)
    seeds: Mapping[str, Callable[[], str]] = field(default_factory=dict)
    names: Mapping[str, Any] = field(default_factory=dict)
