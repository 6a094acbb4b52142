"""Name a pod, change its words and its first date, take it off the list, put two together, split one."""

from datetime import date
from typing import Any

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.idempotency import Press, fact_of, happened, remember
from assembly.kernel.actions.ledger import record, sealed
from assembly.kernel.models.base import this_minute
from assembly.kernel.models.identity import Grant
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.readings import next_number
from assembly.kernel.rules import N_
from assembly.kernel.rules.texts import folded, needed, one_line
from assembly.people.models import Participant
from assembly.pods.actions.finding import pod_of, pods_named, reached, standing_pods, today
from assembly.pods.actions.members import closed_into, put_into
from assembly.pods.actions.terms import end_term
from assembly.pods.models import Pod, PodClosed
from assembly.pods.rules import (
    LONGEST_PURPOSE,
    LONGEST_TITLE,
    LONGEST_WORDS,
    check_first_date,
    check_forming,
    check_merge,
    check_named_by_anybody,
    check_pod,
    check_split,
    check_stands,
    halves,
)

NAMELESS = N_("Please give the pod a name.")


def name_pod(
    by: Grant | Participant, gathering: Gathering, title: str, purpose: str = "", press: Press | None = None
) -> Pod:
    """A new pod. A host names it from the desk; a participant who does stands in it at once. RuleBroken."""
    if happened(by.device, press):
        return pod_of(gathering, fact_of(gathering, by.device, press, "pod"))
    if isinstance(by, Participant):
        check_forming(reached(gathering))
        check_named_by_anybody(gathering.approval is not None, pods_named(by))
    pod, row = _new(by, gathering, title, purpose)
    if isinstance(by, Participant):
        put_into(pod, by)
        record("pod joined", gathering, by=by, pod=pod.number)
    remember(by.device, press, row.seq)
    db.session.commit()
    return pod


def rename_pod(facilitator: Grant, gathering: Gathering, pod: Pod, title: str, purpose: str) -> Pod:
    """Other words for the same pod. RuleBroken."""
    fresh = needed(title, LONGEST_TITLE, NAMELESS), one_line(purpose, LONGEST_PURPOSE)
    others = [other for other in standing_pods(gathering.assembly) if other is not pod]
    check_pod(*fresh, _taken_by(others, fresh[0]), 0)
    if fresh != (pod.title, pod.purpose):
        pod.title, pod.purpose = fresh
        record("pod renamed", gathering, by=facilitator, **_facts(pod))
    db.session.commit()
    return pod


def set_first_date(by: Grant | Participant, gathering: Gathering, pod: Pod, first: date | None, place: str) -> Pod:
    """When and where the pod meets first; nothing takes it away. RuleBroken."""
    where = one_line(place, LONGEST_WORDS)
    check_stands(pod.title, closed_into(pod))
    check_first_date(first if first != pod.first_on else None, where, today(gathering.assembly))
    if (first, where) != (pod.first_on, pod.first_place):
        pod.first_on, pod.first_place = first, where
        facts: dict[str, Any] = {
            "pod": pod.number,
            "on": first.isoformat() if first else None,
            "where": sealed(where, pod.salt),
        }
        record("pod date set", gathering, by=by, **facts)
    db.session.commit()
    return pod


def close_pod(facilitator: Grant, gathering: Gathering, pod: Pod) -> Pod:
    """Off the list; whoever is in it stays beside it until they join another. Doing it twice changes nothing."""
    if not pod.closing:
        db.session.add(PodClosed(pod=pod, by=facilitator))
        record("pod taken off", gathering, by=facilitator, pod=pod.number)
    db.session.commit()
    return pod


def reopen_pod(facilitator: Grant, gathering: Gathering, pod: Pod) -> Pod:
    """On the list again: after a merge without its people, who stay where they are and can be moved."""
    if pod.closing:
        pod.closing.ended_at = this_minute()
        record("pod put back", gathering, by=facilitator, pod=pod.number)
    db.session.commit()
    return pod


def merge_pods(facilitator: Grant, gathering: Gathering, pod: Pod, into: Pod) -> Pod:
    """One pod of two: people go along with all they wrote; roles of `pod` end, those of `into` stay. RuleBroken."""
    check_merge(pod is into, len(pod.members) + len(into.members))
    check_stands(pod.title, closed_into(pod))
    check_stands(into.title, closed_into(into))
    for term in list(pod.terms):
        end_term(term, today(gathering.assembly))
    for member in list(pod.members):
        member.pod = into
    db.session.add(PodClosed(pod=pod, into=into, by=facilitator))
    record("pods put together", gathering, by=facilitator, pod=pod.number, into=into.number)
    db.session.commit()
    return into


def split_pod(
    facilitator: Grant, gathering: Gathering, pod: Pod, title: str, by_choice: bool, press: Press | None = None
) -> Pod:
    """A second pod out of one: half of its people go there, or (`by_choice`) whoever likes to. RuleBroken."""
    if happened(facilitator.device, press):
        return pod_of(gathering, fact_of(gathering, facilitator.device, press, "pod"))
    check_stands(pod.title, closed_into(pod))
    check_split(len(pod.members))
    other, _ = _new(facilitator, gathering, title, pod.purpose)
    other.split_from = pod
    going = [] if by_choice else halves([(member.handle, bool(member.role)) for member in pod.members])
    for member in [each for each in pod.members if each.handle in going]:
        for term in list(member.terms):
            end_term(term, today(gathering.assembly))
        member.pod = other
    row = record("pod split", gathering, by=facilitator, split=pod.number, pod=other.number, people=len(going))
    remember(facilitator.device, press, row.seq)
    db.session.commit()
    return other


def _new(by: Grant | Participant, gathering: Gathering, title: str, purpose: str) -> tuple[Pod, LedgerRow]:
    words = needed(title, LONGEST_TITLE, NAMELESS), one_line(purpose, LONGEST_PURPOSE)
    standing = standing_pods(gathering.assembly)
    check_pod(*words, _taken_by(standing, words[0]), len(standing))
    assembly = gathering.assembly
    pod = Pod(
        number=next_number(Pod, assembly), title=words[0], purpose=words[1], assembly=assembly, formed_at=gathering
    )
    db.session.add(pod)
    db.session.flush()
    return pod, record("pod named", gathering, by=by, **_facts(pod))


def _taken_by(pods: list[Pod], title: str) -> int | None:
    return next((pod.number for pod in pods if folded(pod.title) == folded(title)), None)


def _facts(pod: Pod) -> dict[str, Any]:
    return {
        "pod": pod.number,
        "title": sealed(pod.title, pod.salt),
        "purpose": sealed(pod.purpose, pod.salt),
    }
