"""The roles of a proposal, and whose name may stand beside a promise."""

from collections.abc import Sequence

from sqlalchemy import select, update

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.ledger import record, sealed
from assembly.kernel.models.identity import Grant
from assembly.people.models import Participant
from assembly.rounds.models.pledge import Pledge
from assembly.rounds.models.proposal import HelpWanted, Proposal
from assembly.rounds.rules.roles import RoleDraft, check_roles


def ask_for_help(by: Grant, proposal: Proposal, typed: Sequence[RoleDraft]) -> Proposal:
    """Set the roles; the same again writes nothing. Does not commit: part of adding or amending. RuleBroken."""
    roles = check_roles(typed)
    if roles == [RoleDraft(role.title, role.hours, role.skill) for role in proposal.roles]:
        return proposal
    proposal.roles = []
    db.session.flush()
    proposal.roles = [
        HelpWanted(number=number, title=role.title, hours=role.hours or 0, skill=role.skill, proposal=proposal)
        for number, role in enumerate(roles, start=1)
    ]
    told = [
        {
            "role": role.number,
            "title": sealed(role.title, proposal.salt),
            "hours": role.hours,
            "skill": sealed(role.skill, proposal.salt),
        }
        for role in proposal.roles
    ]
    record("help wanted", proposal.gathering, by=by, proposal=proposal.number, roles=told)
    return proposal


def forget_beside(me: Participant) -> None:
    """My name stands beside no promise of mine, nor does one I give myself later. Part of forgetting: no commit."""
    db.session.execute(update(Pledge).where(Pledge.participant_id == me.id).values(named=False))


def forget_all_beside(gathering: Gathering) -> None:
    """Nobody's name stands beside a promise. Part of forgetting: no commit."""
    people = select(Participant.id).where(Participant.gathering_id == gathering.id)
    db.session.execute(update(Pledge).where(Pledge.participant_id.in_(people)).values(named=False))
