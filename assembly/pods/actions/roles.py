"""Take a role, give it back, offer to take the next turn; a host sets one, or confirms a handover."""

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.idempotency import Press, happened, remember
from assembly.kernel.actions.ledger import record
from assembly.kernel.models.identity import Grant
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.rules import N_, RuleBroken
from assembly.people.models import Participant
from assembly.pods.actions.finding import today
from assembly.pods.actions.members import seated
from assembly.pods.actions.terms import end_term
from assembly.pods.models import Pod, PodMember, RoleTerm
from assembly.pods.rules import check_offering, check_role, check_taking, term_from


def take_role(me: Participant, role: str) -> Pod:
    """Nobody's role becomes mine for a month. Doing it twice changes nothing. RuleBroken: somebody was first."""
    mine = seated(me)
    check_role(role)
    term = mine.pod.term(role)
    if term is None or term.member is not mine:
        check_taking(_name(term), mine.role)
        _begin(mine, role)
        record("role taken", me.gathering, by=me, pod=mine.pod.number, role=role)
    db.session.commit()
    return mine.pod


def offer_turn(me: Participant, role: str) -> Pod:
    """I take the next turn, once a host confirms it; of nobody's role at once. Repeatable. RuleBroken."""
    mine = seated(me)
    check_role(role)
    term, offer = mine.pod.term(role), mine.pod.offer(role)
    if term is None:
        return take_role(me, role)
    if offer is None or offer.member is not mine:
        check_offering(_name(offer), term.member is mine)
        if any(other.offered for other in mine.terms):
            raise RuleBroken(N_("You take the next turn of another role already. Take that back first."))
        db.session.add(RoleTerm(role=role, pod=mine.pod, member=mine))
        record("turn offered", me.gathering, by=me, pod=mine.pod.number, role=role)
    db.session.commit()
    return mine.pod


def give_back(me: Participant, role: str) -> Pod:
    """My turn, or my offer to take one, ends. Doing it twice changes nothing."""
    mine = seated(me)
    check_role(role)
    given = [term for term in mine.terms if term.role == role and (term.running or term.offered)]
    for term in given:
        end_term(term, today(me.gathering.assembly))
    if given:
        record("role given back", me.gathering, by=me, pod=mine.pod.number, role=role)
    db.session.commit()
    return mine.pod


def set_role(facilitator: Grant, gathering: Gathering, pod: Pod, role: str, member: PodMember | None) -> Pod:
    """Whose role it is, as the pod told the host; None for nobody. Repeatable. RuleBroken."""
    check_role(role)
    term = pod.term(role)
    if (term.member if term else None) is not member:
        if member:
            check_taking(None, member.role)
        if term:
            end_term(term, today(gathering.assembly))
        if member:
            _begin(member, role)
        person = member.participant.ledger_id if member else None
        record("role set", gathering, by=facilitator, pod=pod.number, role=role, person=person)
    db.session.commit()
    return pod


def hand_over(facilitator: Grant, gathering: Gathering, pod: Pod, role: str, press: Press | None = None) -> Pod:
    """The incoming begins and the outgoing's turn ends today. RuleBroken when nobody said they would."""
    if happened(facilitator.device, press):
        return pod
    check_role(role)
    offer, term = pod.offer(role), pod.term(role)
    if offer is None or offer.member is None:
        raise RuleBroken(N_("Nobody takes the next turn yet. Somebody of the pod presses it on the phone."))
    day, incoming = today(gathering.assembly), offer.member
    for own in [each for each in incoming.terms if each.running and each.role != role]:
        end_term(own, day)  # one role a person
    if term:
        end_term(term, day)
    offer.since, offer.until = day, term_from(day)
    row = _handed(facilitator, gathering, pod, role, incoming)
    remember(facilitator.device, press, row.seq)
    db.session.commit()
    return pod


def _handed(by: Grant, gathering: Gathering, pod: Pod, role: str, incoming: PodMember) -> LedgerRow:
    person = incoming.participant.ledger_id
    return record("role handed over", gathering, by=by, pod=pod.number, role=role, person=person)


def _begin(member: PodMember, role: str) -> None:
    """Whoever offered to take the next turn of a role that is nobody's any more does not wait for it."""
    day = today(member.pod.assembly)
    for offer in [term for term in member.terms if term.offered]:
        end_term(offer, day)
    db.session.add(RoleTerm(role=role, pod=member.pod, member=member, since=day, until=term_from(day)))
    db.session.flush()


def _name(term: RoleTerm | None) -> str | None:
    """Of whoever holds it; "" for somebody without a name, None for nobody."""
    if term is None:
        return None
    person = term.member.participant if term.member else None
    return (person.name or "") if person and not person.hidden else ""
