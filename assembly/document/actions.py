"""My name in the shared document, or not; a new link to it."""

from sqlalchemy import delete, select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.idempotency import Press, happened, remember
from assembly.kernel.actions.ledger import record
from assembly.kernel.models.base import short_secret
from assembly.kernel.models.identity import Grant
from assembly.people.models import NamePublished, Participant


def publish_name(me: Participant) -> None:
    """Doing it twice changes nothing."""
    if not publishes(me):
        db.session.add(NamePublished(participant=me))
        record("name may stand in the document", me.gathering, by=me)
    db.session.commit()


def unpublish_name(me: Participant) -> None:
    """Doing it twice changes nothing."""
    if publishes(me):
        forget_consent(me)
        record("name stands in no document", me.gathering, by=me)
    db.session.commit()


def publishes(me: Participant) -> bool:
    return db.session.scalar(select(NamePublished.id).where(NamePublished.participant_id == me.id)) is not None


def forget_consent(me: Participant) -> None:
    """Whoever says another name later is asked anew. Does not commit."""
    db.session.execute(delete(NamePublished).where(NamePublished.participant_id == me.id))


def forget_consents(gathering: Gathering) -> None:
    """Does not commit."""
    mine = select(Participant.id).where(Participant.gathering_id == gathering.id)
    db.session.execute(delete(NamePublished).where(NamePublished.participant_id.in_(mine)))


def renew_link(facilitator: Grant, gathering: Gathering, press: Press | None = None) -> None:
    """The old link opens nothing any more."""
    if not happened(facilitator.device, press):
        gathering.document_key = short_secret()
        row = record("document link renewed", gathering, by=facilitator)
        remember(facilitator.device, press, row.seq)
    db.session.commit()
