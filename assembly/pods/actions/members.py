"""Join a pod, leave it, be moved; what I bring, my limits, how my pod reaches me."""

from dataclasses import dataclass
from typing import Any

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.ledger import record
from assembly.kernel.models.identity import Grant
from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.texts import one_line
from assembly.people.models import Participant
from assembly.pods.actions.finding import people_in, place_of, reached, today
from assembly.pods.actions.terms import end_term
from assembly.pods.models import Pod, PodMember
from assembly.pods.rules import LONGEST_WORDS, check_forming, check_place, check_stands, check_words


@dataclass(frozen=True)
class Words:
    """What somebody writes for the own pod, all of it optional. `named`: may the shared document name them?"""

    skills: str = ""
    limits: str = ""
    contact: str = ""
    named: bool = False


def join_pod(me: Participant, pod: Pod, helper: Grant | None = None) -> tuple[PodMember, Pod | None]:
    """My place, and the pod I was in before (None for none). Joining twice changes nothing. RuleBroken."""
    gathering, mine = me.gathering, place_of(me)
    check_forming(reached(gathering))
    check_stands(pod.title, closed_into(pod))
    if mine and mine.pod is pod:
        mine.participant = me
        db.session.commit()
        return mine, None
    check_place(pod.title, people_in(pod))
    before = mine.pod if mine else None
    place = put_into(pod, me)
    facts: dict[str, Any] = {"from": before.number} if before else {}
    record("pod joined", gathering, by=me, helper=helper, pod=pod.number, **facts)
    db.session.commit()
    return place, before


def leave_pod(me: Participant, helper: Grant | None = None) -> Pod | None:
    """My place and all I wrote there go; so do my roles. The pod I left; None when I was in none."""
    mine = place_of(me)
    pod = mine.pod if mine else None
    if mine and pod:
        take_out(mine)
        record("pod left", me.gathering, by=me, helper=helper, pod=pod.number)
    db.session.commit()
    return pod


def write_words(me: Participant, words: Words, helper: Grant | None = None) -> PodMember:
    """What I bring, my limits, how to reach me: for my pod alone. RuleBroken; the book tells only that I wrote."""
    mine = seated(me)
    fresh = [one_line(text, LONGEST_WORDS) for text in (words.skills, words.limits, words.contact)]
    check_words(me.gathering.forgotten, fresh)
    if [*fresh, words.named] != [mine.skills, mine.limits, mine.contact, mine.named]:
        mine.skills, mine.limits, mine.contact = fresh
        mine.named = words.named
        record("pod words written", me.gathering, by=me, helper=helper, pod=mine.pod.number)
    db.session.commit()
    return mine


def move_member(facilitator: Grant, gathering: Gathering, member: PodMember, into: Pod) -> Pod:
    """To another pod, with all they wrote; their roles end. The pod they come from. RuleBroken."""
    before = member.pod
    check_stands(into.title, closed_into(into))
    if before is not into:
        check_place(into.title, people_in(into))
        _reseat(member, into)
        moved: dict[str, Any] = {"person": member.participant.ledger_id, "pod": into.number, "from": before.number}
        record("person moved", gathering, by=facilitator, **moved)
    db.session.commit()
    return before


def place_person(facilitator: Grant, gathering: Gathering, person: Participant, into: Pod) -> Pod | None:
    """From the desk: into this pod, from whichever they are in (returned; None for none). RuleBroken."""
    mine = place_of(person)
    if mine:
        return move_member(facilitator, gathering, mine, into)
    check_stands(into.title, closed_into(into))
    check_place(into.title, people_in(into))
    put_into(into, person)
    record("person moved", gathering, by=facilitator, person=person.ledger_id, pod=into.number)
    db.session.commit()
    return None


def remove_member(facilitator: Grant, gathering: Gathering, member: PodMember) -> Pod:
    """Out of the pod, with all they wrote: somebody who is not here any more."""
    pod, person = member.pod, member.participant.ledger_id
    take_out(member)
    record("person taken out of pod", gathering, by=facilitator, person=person, pod=pod.number)
    db.session.commit()
    return pod


def seated(me: Participant) -> PodMember:
    """My place, under tonight's name. RuleBroken without one."""
    mine = place_of(me)
    if mine is None:
        raise RuleBroken(N_("You are in no pod yet. Join one first."))
    mine.participant = me
    return mine


def put_into(pod: Pod, me: Participant) -> PodMember:
    """A place, or the one I have, moved here with all I wrote. Does not commit."""
    mine = place_of(me)
    if mine is None:
        mine = PodMember(pod=pod, participant=me)
        db.session.add(mine)
    else:
        mine.participant = me
        _reseat(mine, pod)
    db.session.flush()
    return mine


def take_out(member: PodMember) -> None:
    """The place and its words go; turns at roles end. Does not commit."""
    _end_terms(member)
    member.pod.members.remove(member)
    db.session.delete(member)
    db.session.flush()


def closed_into(pod: Pod) -> str | None:
    """None while it stands; the title of what it is part of, "" when it was taken off."""
    closing = pod.closing
    return (closing.into.title if closing.into else "") if closing else None


def _reseat(member: PodMember, into: Pod) -> None:
    _end_terms(member)
    member.pod = into


def _end_terms(member: PodMember) -> None:
    for term in list(member.terms):
        end_term(term, today(member.pod.assembly))
