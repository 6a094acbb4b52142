"""The assembly's pods as screens show them: who is in each, who makes sure of what. How to reach them is not here."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from babel import Locale
from babel.dates import format_date, format_skeleton
from flask_babel import get_locale, gettext
from sqlalchemy import ColumnElement, func, select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.models.base import now
from assembly.kernel.models.places import Assembly
from assembly.language import LANGUAGES
from assembly.live.reading import Reading
from assembly.people.models import NameHidden, Participant
from assembly.pods.models import Pod, PodClosed, PodMember, ReadBack, RoleTerm
from assembly.pods.rules import LARGEST, LONGEST_TITLE, ROLES, SMALLEST, halves, today_in
from assembly.pods.words import HANDOVER, ROLE_DOES, ROLE_WORDS


@dataclass(frozen=True)
class Somebody:
    """A place in a pod. `name` is None for the nameless and for names off the wall; `here`: came in tonight."""

    handle: str
    person: int  # Participant.id
    number: int
    name: str | None
    skills: str
    limits: str
    named: bool
    here: bool

    @property
    def called(self) -> str:
        """The name, or the number they came in with tonight."""
        return self.name or (gettext("number %(number)s", number=self.number) if self.here else gettext("somebody"))

    @property
    def listed(self) -> str:
        """As a host picks them from a list."""
        name = self.name or gettext("no name")
        return f"{self.number} {name}" if self.here else gettext("%(name)s, of an earlier evening", name=name)


@dataclass(frozen=True)
class Turn:
    """At a role: who has it and until when, and who takes the next one. Nobody is None."""

    role: str
    holder: Somebody | None
    until: date | None
    incoming: Somebody | None
    today: date

    @property
    def title(self) -> str:
        return str(ROLE_WORDS[self.role])

    @property
    def does(self) -> str:
        return str(ROLE_DOES[self.role])

    @property
    def last_day(self) -> str:
        """As people write it."""
        return in_month(self.until, "dMMM") if self.until else ""

    @property
    def over(self) -> bool:
        """Did it end, and nobody took the next one? Shown, never enforced."""
        return self.until is not None and self.until < self.today


@dataclass(frozen=True)
class Circle:
    """A pod that stands: its people in the order they joined, and its turns by role."""

    pod: Pod
    people: tuple[Somebody, ...]
    turns: dict[str, Turn]
    dom: str

    @property
    def number(self) -> int:
        return self.pod.number

    @property
    def title(self) -> str:
        return self.pod.title

    @property
    def count(self) -> int:
        return len(self.people)

    @property
    def places(self) -> int:
        """Left."""
        return max(0, LARGEST - self.count)

    @property
    def most(self) -> int:
        return LARGEST

    @property
    def missing(self) -> int:
        """People it still needs to be a pod."""
        return max(0, SMALLEST - self.count)

    @property
    def full(self) -> bool:
        return not self.places

    @property
    def first(self) -> str:
        """The day it meets first, as people write it; "" while nobody knows."""
        day = self.pod.first_on
        return f"{format_date(day, 'EEEE', locale=_locale())}, {in_month(day, 'dMMMM')}" if day else ""

    @property
    def place(self) -> str:
        return self.pod.first_place

    @property
    def meets(self) -> str:
        """When and where, on one line."""
        return ", ".join(filter(None, (self.first, self.place)))

    @property
    def filled(self) -> int:
        """Roles somebody has."""
        return sum(1 for turn in self.turns.values() if turn.holder)

    @property
    def offered(self) -> list[Turn]:
        """Turns that somebody would take next."""
        return [turn for turn in self.turns.values() if turn.incoming]

    @property
    def second_title(self) -> str:
        """What a pod split from this one may be called."""
        return f"{self.title[: LONGEST_TITLE - 2].rstrip()} 2"

    @property
    def going(self) -> int:
        """People who would go to another pod if it were split in two."""
        return len(halves([(one.handle, False) for one in self.people]))

    def role_of(self, one: Somebody) -> str | None:
        return next((role for role, turn in self.turns.items() if turn.holder is one), None)


@dataclass(frozen=True)
class Pods:
    """All pods of the assembly that stand, by number; `closed` were put together with another, or taken off."""

    gathering: Gathering
    circles: tuple[Circle, ...]
    closed: tuple[PodClosed, ...]
    without: int  # people here tonight who are in none
    reading_back: ReadBack | None
    read: frozenset[int]  # numbers of pods that were read back tonight
    dom: str = "pods"

    @property
    def people(self) -> int:
        return sum(circle.count for circle in self.circles)

    @property
    def small(self) -> list[Circle]:
        """Pods with people, and too few."""
        return [circle for circle in self.circles if circle.people and circle.missing]

    @property
    def full(self) -> list[Circle]:
        return [circle for circle in self.circles if circle.full]

    def circle(self, number: int) -> Circle | None:
        return next((circle for circle in self.circles if circle.number == number), None)

    @cached_property
    def peopled(self) -> list[Circle]:
        """Pods somebody is in: these are read back, and have roles that rotate."""
        return [circle for circle in self.circles if circle.people]

    @property
    def now(self) -> Circle | None:
        """The pod before the room."""
        return self.circle(self.reading_back.pod.number) if self.reading_back else None

    @property
    def at(self) -> int:
        """Its number, 0 for none."""
        return self.reading_back.pod.number if self.reading_back else 0

    @property
    def following(self) -> Circle | None:
        """The next pod to be read back."""
        return next((circle for circle in self.peopled if circle.number not in self.read), None)

    @property
    def handover(self) -> list[str]:
        """What goes along with a role."""
        return [str(line) for line in HANDOVER]

    @property
    def offers(self) -> int:
        """Turns that wait for a host to confirm them."""
        return sum(len(circle.offered) for circle in self.circles)


def pods(reading: Reading[Gathering]) -> Pods:
    """In a handful of queries, however many pods there are."""
    gathering = reading.place
    closed = _closed(gathering.assembly)
    off = {closing.pod_id for closing in closed}
    standing = [pod for pod in _all(gathering.assembly) if pod.id not in off]
    people, turns = _people(gathering), _terms(gathering.assembly)
    today = today_in(gathering.assembly.time_zone, now())
    back = _read_back(gathering)
    return Pods(
        gathering=gathering,
        circles=tuple(_circle(pod, people[pod.id], turns[pod.id], today) for pod in standing),
        closed=tuple(closed),
        without=_without(gathering),
        reading_back=next((each for each in back if each.ended_at is None), None),
        read=frozenset(each.pod.number for each in back),
    )


def in_month(day: date, form: str) -> str:
    """A day in the language that is spoken; `form` names its parts, as Unicode's skeletons do."""
    return str(format_skeleton(form, day, locale=_locale()))


def _locale() -> Locale:
    return get_locale() or Locale.parse(LANGUAGES[0])


def people_without(gathering: Gathering) -> list[Participant]:
    """Who is here tonight and in no pod, by number."""
    here = select(Participant).where(Participant.gathering_id == gathering.id)
    return list(db.session.scalars(here.where(_in_none(gathering.assembly)).order_by(Participant.number)))


def pods_here(gathering: Gathering) -> bool:
    """Has the evening a step with pods, or the assembly pods from earlier ones?"""
    if gathering.has_step("pods", "readback", "rotation"):
        return True
    return db.session.scalar(select(Pod.id).where(Pod.assembly_id == gathering.assembly_id).limit(1)) is not None


def _all(assembly: Assembly) -> list[Pod]:
    return list(db.session.scalars(select(Pod).where(Pod.assembly_id == assembly.id).order_by(Pod.number)))


def _closed(assembly: Assembly) -> list[PodClosed]:
    running = select(PodClosed).join(Pod, Pod.id == PodClosed.pod_id)
    here = running.where(Pod.assembly_id == assembly.id, PodClosed.ended_at.is_(None))
    return list(db.session.scalars(here.order_by(Pod.number)))


def _people(gathering: Gathering) -> "defaultdict[int, dict[int, Somebody]]":
    """By pod and place."""
    off = set(db.session.scalars(select(NameHidden.participant_id).where(NameHidden.ended_at.is_(None))))
    columns = (PodMember.id, PodMember.pod_id, PodMember.handle, PodMember.skills, PodMember.limits, PodMember.named)
    of_person = (Participant.id, Participant.number, Participant.name, Participant.gathering_id)
    places = select(*columns, *of_person).join(Participant, Participant.id == PodMember.participant_id)
    here = places.join(Pod, Pod.id == PodMember.pod_id).where(Pod.assembly_id == gathering.assembly_id)
    people: defaultdict[int, dict[int, Somebody]] = defaultdict(dict)
    for id, pod, handle, skills, limits, named, person, number, name, came in db.session.execute(
        here.order_by(PodMember.id)
    ):
        shown, tonight = None if person in off else name, came == gathering.id
        people[pod][id] = Somebody(handle, person, number, shown, skills, limits, named, tonight)
    return people


def _terms(assembly: Assembly) -> "defaultdict[int, list[RoleTerm]]":
    """Turns that run or are offered, by pod."""
    here = select(RoleTerm).join(Pod, Pod.id == RoleTerm.pod_id).where(Pod.assembly_id == assembly.id)
    terms: defaultdict[int, list[RoleTerm]] = defaultdict(list)
    for term in db.session.scalars(here.where(RoleTerm.ended_on.is_(None)).order_by(RoleTerm.id)):
        terms[term.pod_id].append(term)
    return terms


def _circle(pod: Pod, people: dict[int, Somebody], terms: list[RoleTerm], today: date) -> Circle:
    turns = {}
    for role in ROLES:
        now = next((term for term in terms if term.role == role and term.running), None)
        coming = next((term for term in terms if term.role == role and term.offered), None)
        turns[role] = Turn(
            role=role,
            holder=people.get(now.member_id or 0) if now else None,
            until=now.until if now else None,
            incoming=people.get(coming.member_id or 0) if coming else None,
            today=today,
        )
    return Circle(pod, tuple(people.values()), turns, f"pod-{pod.number}")


def _read_back(gathering: Gathering) -> list[ReadBack]:
    return list(db.session.scalars(select(ReadBack).where(ReadBack.gathering_id == gathering.id)))


def _without(gathering: Gathering) -> int:
    here = select(func.count()).select_from(Participant).where(Participant.gathering_id == gathering.id)
    return db.session.scalar(here.where(_in_none(gathering.assembly))) or 0


def _in_none(assembly: Assembly) -> ColumnElement[bool]:
    """Neither tonight nor, with the same phone, at an evening before."""
    placed = select(Participant.device_id).join(PodMember, PodMember.participant_id == Participant.id)
    return Participant.device_id.not_in(
        placed.join(Pod, Pod.id == PodMember.pod_id).where(Pod.assembly_id == assembly.id)
    )
