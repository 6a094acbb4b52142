"""A pod, somebody's place in one, and what an evening has reached: as actions look, inside the transaction."""

from datetime import date

from sqlalchemy import func, select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.models.base import now
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.models.places import Assembly
from assembly.kernel.readings import numbered
from assembly.kernel.rules.refusals import Missing
from assembly.people.models import Participant
from assembly.pods.models import Pod, PodClosed, PodMember
from assembly.pods.rules import today_in

STEPS = ("pods", "readback", "rotation")  # from the first of them on, people may join


def pod_of(gathering: Gathering, number: int) -> Pod:
    """Pod `number` of this assembly, standing or not; Missing when it has none."""
    return numbered(Pod, gathering.assembly, number)


def member_of(pod: Pod, handle: str) -> PodMember:
    """Whoever has this handle in this pod; Missing when nobody has."""
    member = db.session.scalar(select(PodMember).where(PodMember.pod_id == pod.id, PodMember.handle == handle))
    if member is None:
        raise Missing(handle)
    return member


def place_of(me: Participant) -> PodMember | None:
    """My place in a pod of this assembly: tonight's, or what this phone has from an evening before."""
    mine = select(PodMember).join(Pod, Pod.id == PodMember.pod_id).join(Participant)
    here = (Pod.assembly_id == me.gathering.assembly_id, Participant.device_id == me.device_id)
    return db.session.scalar(mine.where(*here).order_by(PodMember.id.desc()).limit(1))


def people_in(pod: Pod) -> int:
    return db.session.scalar(select(func.count()).where(PodMember.pod_id == pod.id)) or 0


def standing_pods(assembly: Assembly) -> list[Pod]:
    """All but those put together with another or taken off, by number."""
    closed = select(PodClosed.pod_id).where(PodClosed.running)
    standing = select(Pod).where(Pod.assembly_id == assembly.id, Pod.id.not_in(closed))
    return list(db.session.scalars(standing.order_by(Pod.number)))


def pods_named(me: Participant) -> int:
    """How many this person named tonight, as the book tells."""
    mine = LedgerRow.body.contains(f'"by":"{me.ledger_id}"', autoescape=True)
    here = (LedgerRow.gathering_id == me.gathering_id, LedgerRow.kind == "pod named", mine)
    return db.session.scalar(select(func.count()).where(*here)) or 0


def reached(gathering: Gathering) -> bool:
    """Did the evening come to a step at which pods form?"""
    return any(step.kind in STEPS for step in gathering.steps[: gathering.position + 1])


def today(assembly: Assembly) -> date:
    return today_in(assembly.time_zone, now())
