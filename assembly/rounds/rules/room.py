"""Room: a whole round as JSON text, for trying what-ifs and checking a result away from any server.

One object: pot; proposals with id, min, cap (the ask), lot, and perhaps need_people and need_hours; pledges, person →
proposal → hours; perhaps pods, person → list of the proposals of their own pod; rule, weight, reach, max_rate, and a
config with people_weight, person_from, per_person_cap, min_people, min_hours and min_outside. What is missing takes its
default; name, why and expect are left alone. Amounts are divided as they are, in steps of 1; limits on what a proposal
may ask belong to the desk.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from assembly.kernel.rules import N_, RuleBroken
from assembly.rounds.rules.allocation import Core, Outcome, Settings, Terms, check_settings, count, from_core, share_out
from assembly.rounds.rules.equal_shares import ballots_of, remaining
from assembly.rounds.rules.points import ranked
from assembly.rounds.rules.shares import competing

REMARKS = {"name", "why", "expect"}
ROOM = {"pot", "proposals", "pledges", "pods", "rule", "weight", "reach", "max_rate", "config"}
CONFIG = ("people_weight", "person_from", "per_person_cap", "min_people", "min_hours", "min_outside")
PROPOSAL = {"id", "min", "cap", "lot", "need_people", "need_hours"}
MOST = 10**15  # more than any hall divides, and still a number every program reads exactly
LONGEST = 60  # of what a sentence quotes


@dataclass(frozen=True, slots=True)
class Room:
    """A room as written: a pot in units, what is asked, who pledged what (person → proposal → hours), the settings.

    `pods`: person → proposals of their own pod.
    """

    pot: int
    terms: tuple[Terms, ...]
    pledges: Mapping[str, Mapping[Any, int]]
    settings: Settings
    pods: Mapping[str, Collection[Any]] = field(default_factory=dict)


def allocate(text: str) -> str:
    """The outcome of a room, JSON in and out, canonical. Raises RuleBroken, one line, when the text is not a room."""
    return json.dumps(answer(read_room(text)), indent=2, ensure_ascii=False)


def answer(room: Room) -> dict[str, Any]:
    """Each proposal's amount `x` and why, in rank order; `unallocated` is the rest. Common rate adds its log, equal
    shares its core, the percent added and payments ("person->proposal", a reduced fraction).
    """
    supports = count(room.pledges, room.settings, room.pods)
    outcome = share_out(room.pot, room.terms, supports, room.settings, room.pledges)
    answered: dict[str, Any] = {
        "x": {share.terms.id: share.amount for share in outcome.shares},
        "points": {share.terms.id: share.points for share in outcome.shares},
        "people": {share.terms.id: share.support.people for share in outcome.shares},
        "hours": {share.terms.id: share.support.hours for share in outcome.shares},
        "rate": list(outcome.rate) if outcome.rate else None,
        "status": {share.terms.id: share.status for share in outcome.shares},
        "unallocated": outcome.rest,
    }
    if room.settings.rule == "common_rate":
        answered["log"] = [list(line) for line in outcome.log]
    if outcome.core:
        answered["core"] = list(outcome.core.funded)
        answered["added_percent"] = outcome.core.added_percent
        answered["payments"] = {
            f"{person}->{proposal}": list(paid.as_integer_ratio())
            for (person, proposal), paid in sorted(outcome.core.payments.items())
        }
    return answered


def write(room: Room) -> Any:
    """A room in the shape that read_room reads."""
    settings = room.settings
    pods = {who: [str(id) for id in own] for who, own in room.pods.items() if own}
    return {
        "pot": room.pot,
        "proposals": [write_proposal(each) for each in room.terms],
        "pledges": {who: {str(id): hours for id, hours in given.items()} for who, given in room.pledges.items()},
        **({"pods": pods} if pods else {}),
        "rule": settings.rule,
        "weight": settings.weight,
        "reach": settings.reach,
        "max_rate": list(settings.max_rate) if settings.max_rate else None,
        "config": {name: getattr(settings, name) for name in CONFIG},
    }


def write_proposal(terms: Terms) -> dict[str, Any]:
    needs = {"need_people": terms.need_people, "need_hours": terms.need_hours}
    asked = {"id": str(terms.id), "min": terms.minimum, "cap": terms.ask, "lot": terms.lot}
    return {**asked, **{name: need for name, need in needs.items() if need is not None}}


def read_answer(text: str, room: Room) -> Outcome:
    """The whole outcome of a room under equal shares, from what `allocate` printed for it elsewhere."""
    answered = json.loads(text)
    ids = {str(each.id): each.id for each in room.terms}
    supports = count(room.pledges, room.settings, room.pods)
    claims = competing(ranked(room.terms, supports, room.settings))
    people = ballots_of(claims, room.pledges, room.settings)
    payments = {
        (who, ids[proposal]): Fraction(*paid)
        for who, _, proposal, paid in ((*key.rpartition("->"), paid) for key, paid in answered["payments"].items())
    }
    percent = answered["added_percent"]
    funded = tuple(ids[id] for id in answered["core"])
    core = Core(funded, percent, payments, remaining(room.pot, percent, people, payments))
    return from_core(room.pot, room.terms, supports, room.settings, core)


def read_room(text: str) -> Room:
    """Read a room from JSON text. Raises RuleBroken, one sentence on one line, for anything that is not one."""
    written = parse(text)
    check_keys(written, ROOM | REMARKS, "The room")
    settings = read_settings(written)
    terms = read_proposals(required(written, "proposals", "The room"))
    known = {each.id for each in terms}
    pledges = read_pledges(required(written, "pledges", "The room"), known)
    pods = read_pods(written.get("pods", {}), known)
    return Room(whole(required(written, "pot", "The room"), "The pot"), terms, pledges, settings, pods)


def parse(text: str) -> Any:
    try:
        return json.loads(text.removeprefix("\ufeff"), object_pairs_hook=once_each, parse_constant=no_number)
    except (ValueError, RecursionError):
        raise RuleBroken(N_("This is not a room: the text is not JSON that can be read.")) from None


def once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise RuleBroken(N_("%(key)s stands twice in one object."), key=quoted(twice))
    return found


def no_number(constant: str) -> None:
    raise RuleBroken(N_("%(constant)s is not a whole number."), constant=constant)


def read_settings(written: dict[str, Any]) -> Settings:
    config = written.get("config", {})
    check_keys(config, {*CONFIG, "hour_weight"} | REMARKS, "The config")
    if whole(config.get("hour_weight", 1), "hour_weight") != 1:
        raise RuleBroken(N_("An hour is always one point: hour_weight is 1."))
    plain = Settings()
    counted = {name: whole(config[name], name) for name in CONFIG if name in config and name != "per_person_cap"}
    settings = Settings(
        rule=word(written.get("rule", plain.rule), "The rule"),
        weight=word(written.get("weight", plain.weight), "The weight"),
        per_person_cap=whole_or_none(config.get("per_person_cap"), "per_person_cap"),
        reach=whole(written.get("reach", plain.reach), "The reach"),
        max_rate=read_max_rate(written.get("max_rate")),
        **counted,
    )
    check_settings(settings)
    return settings


def read_max_rate(written: Any) -> tuple[int, int] | None:
    if written is None:
        return None
    if not isinstance(written, list) or len(written) != 2:
        raise RuleBroken(N_("max_rate is two whole numbers, money and points, or null."))
    return whole(written[0], "The money in max_rate"), whole(written[1], "The points in max_rate")


def read_proposals(written: Any) -> tuple[Terms, ...]:
    if not isinstance(written, list):
        raise RuleBroken(N_("proposals must be a list."))
    terms = tuple(read_proposal(each) for each in written)
    ids: set[str] = set()
    lots: set[int] = set()
    for each in terms:
        if each.id in ids:
            raise RuleBroken(N_("Two proposals have the id %(id)s."), id=quoted(each.id))
        if each.lot in lots:
            raise RuleBroken(
                N_("Two proposals have the lot %(lot)s, so no tie between them can be settled."), lot=each.lot
            )
        ids.add(str(each.id))
        lots.add(each.lot)
    return terms


def read_proposal(written: Any) -> Terms:
    check_keys(written, PROPOSAL | REMARKS, "A proposal")
    proposal = word(required(written, "id", "A proposal"), "The id of a proposal")
    name = f"Proposal {quoted(proposal)}"
    minimum = whole(required(written, "min", name), f"{name}: min")
    ask = whole(required(written, "cap", name), f"{name}: cap")
    if minimum > ask:
        raise RuleBroken(N_("%(name)s has a minimum above its ask."), name=name)
    if ask and not minimum:
        raise RuleBroken(N_("%(name)s needs a minimum of at least 1, unless it asks for 0."), name=name)
    return Terms(
        proposal,
        minimum,
        ask,
        lot=whole(required(written, "lot", name), f"{name}: lot"),
        need_people=whole_or_none(written.get("need_people"), f"{name}: need_people"),
        need_hours=whole_or_none(written.get("need_hours"), f"{name}: need_hours"),
    )


def read_pledges(written: Any, known: set[Any]) -> dict[str, dict[str, int]]:
    if not isinstance(written, dict):
        raise RuleBroken(N_("pledges must be an object: person, then proposal, then hours."))
    for person, given in written.items():
        if not isinstance(given, dict):
            raise RuleBroken(N_("The pledges of %(person)s must be an object."), person=quoted(person))
        for proposal, hours in given.items():
            if proposal not in known:
                raise RuleBroken(
                    N_("%(person)s pledged to %(proposal)s, and there is no such proposal."),
                    person=quoted(person),
                    proposal=quoted(proposal),
                )
            whole(hours, f"The pledge of {quoted(person)} to {quoted(proposal)}")
    return written


def read_pods(written: Any, known: set[Any]) -> dict[str, list[str]]:
    if not isinstance(written, dict):
        raise RuleBroken(N_("pods must be an object: person, then a list of proposals."))
    for person, own in written.items():
        if not isinstance(own, list) or not all(isinstance(id, str) and id in known for id in own):
            raise RuleBroken(N_("The pods of %(person)s must be a list of proposals here."), person=quoted(person))
    return written


def check_keys(written: Any, known: set[str], name: str) -> None:
    if not isinstance(written, dict):
        raise RuleBroken(N_("%(name)s must be an object."), name=name)
    for key in written:
        if key not in known:
            raise RuleBroken(N_("%(name)s has a key that means nothing here: %(key)s."), name=name, key=quoted(key))


def required(written: dict[str, Any], key: str, name: str) -> Any:
    if key not in written:
        raise RuleBroken(N_("%(name)s has no %(key)s."), name=name, key=key)
    return written[key]


def whole_or_none(written: Any, name: str) -> int | None:
    return None if written is None else whole(written, name)


def whole(written: Any, name: str) -> int:
    """A whole number from 0 to MOST: no fraction, no text, no true or false."""
    if type(written) is not int:
        raise RuleBroken(N_("%(name)s must be a whole number."), name=name)
    if written < 0:
        raise RuleBroken(N_("%(name)s cannot be below zero."), name=name)
    if written > MOST:
        raise RuleBroken(N_("%(name)s is more than can be divided here."), name=name)
    return written


def word(written: Any, name: str) -> str:
    """Text that can be printed again: no lone halves of a character."""
    if not isinstance(written, str):
        raise RuleBroken(N_("%(name)s must be text."), name=name)
    if any("\ud800" <= character <= "\udfff" for character in written):
        raise RuleBroken(N_("%(name)s holds half a character."), name=name)
    return written


def quoted(written: Any) -> str:
    """Somebody's own word inside our sentence: short, on one line, nothing hidden in it."""
    shown = str(written)
    return repr(shown if len(shown) <= LONGEST else shown[:LONGEST] + "…")
