"""One press happens once: its key remembers what it made, the same key with another wish is refused."""

from dataclasses import dataclass

from sqlalchemy import select

from ..extensions import db
from ..models import Attempt, Device


class KeyReused(ValueError):
    """The key already stands for another press: the door answers 409."""


@dataclass(frozen=True)
class Press:
    """`key` names one attempt (128 bits, drawn for each); `asked` is the hash of the whole form and its address."""

    key: str
    asked: str


def happened(device: Device, press: Press | None) -> bool:
    """Was this very press done before? KeyReused when its key was used for another wish."""
    if press is None:
        return False
    earlier = db.session.scalar(select(Attempt).where(Attempt.device_id == device.id, Attempt.key == press.key))
    if earlier and earlier.asked != press.asked:
        raise KeyReused
    return earlier is not None


def remember(device: Device, press: Press | None, seq: int) -> None:
    """Keep the press beside the ledger row `seq` it made."""
    if press is not None:
        db.session.add(Attempt(device=device, key=press.key, asked=press.asked, seq=seq))
