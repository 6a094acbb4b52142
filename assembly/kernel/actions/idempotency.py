"""One press happens once: its key remembers what it made, the same key with another request is refused."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from assembly.extensions import db
from assembly.kernel.models.identity import Attempt, Device, Grant
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.models.places import Place
from assembly.kernel.rules import N_, Refusal

if TYPE_CHECKING:
    from assembly.people.models import Participant


class KeyReused(Refusal):
    """The key already stands for another press."""

    status = 409
    sentence = N_("This form was already sent with something else in it. Please look and press again.")


@dataclass(frozen=True)
class Press:
    """`key` names one attempt (128 bits, drawn for each); `asked` is the hash of the whole form and its address."""

    key: str
    asked: str


def device_of(me: "Participant", helper: Grant | None) -> Device | None:
    """Whose thumb it was: a helper presses on their own phone, whoever it is for."""
    return helper.device if helper else me.device


def happened(device: Device | None, press: Press | None) -> bool:
    """Was this very press done before? KeyReused when its key was used for another request."""
    if press is None or device is None:
        return False
    earlier = select(Attempt.asked).where(Attempt.device_id == device.id, Attempt.key == press.key)
    return is_again(press, db.session.scalar(earlier))


def is_again(press: Press, asked: str | None) -> bool:
    """Does the press ask what its key `asked` before (None for a new key)? KeyReused when it is another request."""
    if asked not in (None, press.asked):
        raise KeyReused
    return asked is not None


def fact_of(place: Place, device: Device | None, press: Press | None, name: str) -> Any:
    """What the press that happened made, as the book tells it: its fact `name`."""
    return told_of(place, device, press)["facts"][name]


def told_of(place: Place, device: Device | None, press: Press | None) -> dict[str, Any]:
    """The row that the press made, as the book tells it."""
    assert press
    assert device
    made = select(LedgerRow.body).join(Attempt, Attempt.seq == LedgerRow.seq)
    here = LedgerRow.assembly_id == place.assembly_id
    body = db.session.scalars(made.where(here, Attempt.device_id == device.id, Attempt.key == press.key)).one()
    return dict(json.loads(body))


def remember(device: Device | None, press: Press | None, seq: int) -> None:
    """Keep the press beside the ledger row `seq` it made."""
    if press is not None and device is not None:
        db.session.add(Attempt(device=device, key=press.key, asked=press.asked, seq=seq))
