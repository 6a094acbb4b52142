"""Make a key to my place, and use it at another phone: the person goes along, the key is spent."""

import re
import secrets

from sqlalchemy import delete, select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.helping.actions import leave_without_a_trace
from assembly.keeping.models import PlaceKey
from assembly.kernel.actions.keys import known_device
from assembly.kernel.actions.ledger import record, sha256
from assembly.kernel.models.base import this_minute
from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.codes import WORDS
from assembly.people.actions.people import forget_devices, participant_of
from assembly.people.models import Participant

WORDS_OF_A_KEY = 6  # 46 bits, and each guess takes a form

UNKNOWN = N_("These words open nobody's place. Look at them once more: a newer key ends the older one.")


def make_key(me: Participant) -> str:
    """Words that are shown once; they end any older key of mine."""
    forget_key(me)
    words = " ".join(secrets.choice(WORDS) for _ in range(WORDS_OF_A_KEY))
    db.session.add(PlaceKey(key_hash=hash_of(words), participant=me))
    record("place key made", me.gathering, by=me)
    db.session.commit()
    return words


def use_key(gathering: Gathering, token_hash: str, typed: str) -> Participant:
    """Whose key it is goes on at the phone with this cookie; pressed twice, once.

    RuleBroken for a strange or spent key, and for a phone that is already somebody with promises or cards.
    """
    key = key_of(typed)
    if key is None or key.participant.gathering_id != gathering.id:
        raise RuleBroken(UNKNOWN)
    me, device = key.participant, known_device(token_hash)
    db.session.flush()
    if key.used_at and me.device is not device:
        raise RuleBroken(N_("This key was used already. Make a new one where you are inside, under Mine."))
    if me.device is not device:
        before = participant_of(gathering, device)
        if before is not None:
            leave_without_a_trace(before)
            db.session.flush()
        left, me.device = me.device, device
        db.session.flush()
        forget_devices([left.id])
        key.used_at = this_minute()
        record("place moved to another phone", gathering, by=me)
    db.session.commit()
    return me


def key_of(typed: str) -> PlaceKey | None:
    """The key with these words, spent or not."""
    return db.session.scalar(select(PlaceKey).where(PlaceKey.key_hash == hash_of(typed)))


def forget_key(me: Participant) -> None:
    """Does not commit."""
    db.session.execute(delete(PlaceKey).where(PlaceKey.participant_id == me.id))


def hash_of(typed: str) -> str:
    """However the words are written: small letters, hyphens, line breaks."""
    return sha256("place|" + " ".join(re.findall(r"[A-Z]+", typed.upper())))
