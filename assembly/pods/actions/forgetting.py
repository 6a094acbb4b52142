"""What pods forget: a person's place, the words of an evening's people, or their places too. None commits."""

from sqlalchemy import select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.ledger import record
from assembly.people.models import Participant
from assembly.pods.actions.finding import place_of
from assembly.pods.actions.members import take_out
from assembly.pods.models import PodMember


def forget_person(me: Participant) -> None:
    """My place with its skills, limits and contact; the turns I took stay as dates without anybody."""
    mine = place_of(me)
    if mine:
        pod = mine.pod.number
        take_out(mine)
        record("pod left", me.gathering, by=me, pod=pod)


def forget_names(gathering: Gathering) -> None:
    """What this evening's people wrote; their places stay as numbers, as their promises do. Pods, roles, dates stay."""
    for member in _of(gathering):
        member.skills = member.limits = member.contact = ""
        member.named = False


def purge(gathering: Gathering) -> None:
    """Their places, too. Pods with their titles and dates are the assembly's and stay."""
    for member in _of(gathering):
        take_out(member)


def _of(gathering: Gathering) -> list[PodMember]:
    here = select(PodMember).join(Participant).where(Participant.gathering_id == gathering.id)
    return list(db.session.scalars(here))
