"""Slips for the door: tickets with a code each, of which every one lets a single person in."""

import secrets

from sqlalchemy import select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.idempotency import Press, happened, remember
from assembly.kernel.actions.ledger import record, sha256
from assembly.kernel.models.identity import Grant
from assembly.kernel.rules.codes import WORDS, normal_code
from assembly.people.models import DoorSlip, Slip
from assembly.people.rules import check_slips


def make_door_slips(facilitator: Grant, gathering: Gathering, many: int, press: Press | None = None) -> list[str]:
    """Codes to print, shown once; none when this press was done before. RuleBroken."""
    check_slips(many)
    if happened(facilitator.device, press):
        return []
    codes = [_make(facilitator, gathering) for _ in range(many)]
    row = record("door slips made", gathering, by=facilitator, number=many)
    remember(facilitator.device, press, row.seq)
    db.session.commit()
    return codes


def door_slip_of(code: str) -> DoorSlip | None:
    """The slip with this code, used or not; None when there is none."""
    return db.session.scalar(select(DoorSlip).where(DoorSlip.code_hash == hashed_slip(code)))


def unused_slip_code() -> str:
    """A word and four digits that no slip of any kind has: a door's own code has two."""
    while True:
        code = f"{secrets.choice(WORDS)} {secrets.randbelow(9000) + 1000}"
        claims = db.session.scalar(select(Slip.id).where(Slip.code_hash == hashed_slip(code)))
        if claims is None and door_slip_of(code) is None:
            return code


def hashed_slip(code: str) -> str:
    return sha256(f"slip|{normal_code(code)}")


def _make(facilitator: Grant, gathering: Gathering) -> str:
    code = unused_slip_code()
    db.session.add(DoorSlip(code_hash=hashed_slip(code), gathering=gathering, by=facilitator))
    db.session.flush()
    return code
