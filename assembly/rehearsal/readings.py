"""Pretend phones that are here, or went home."""

from sqlalchemy import func, not_, select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.rehearsal.models import Crowd, out


def crowds_out(gathering: Gathering) -> list[Crowd]:
    """Pretend phones that are here now."""
    return list(db.session.scalars(select(Crowd).where(Crowd.gathering_id == gathering.id, out())))


def crowd_home(gathering: Gathering) -> Crowd | None:
    """The pretend phones that went home last."""
    gone = select(Crowd).where(Crowd.gathering_id == gathering.id, not_(out()))
    return db.session.scalar(gone.order_by(func.coalesce(Crowd.ended_at, Crowd.started_at).desc()).limit(1))
