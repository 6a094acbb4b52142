"""How a turn at a role ends: part of leaving, moving, handing on and forgetting."""

from datetime import date

from assembly.extensions import db
from assembly.pods.models import RoleTerm


def end_term(term: RoleTerm, on: date) -> None:
    """A running turn ends on this day and stays as history; one that was only offered goes. Does not commit."""
    if term.offered:
        beside = [term.pod, *([term.member] if term.member else [])]
        db.session.delete(term)
        db.session.flush()
        for each in beside:
            db.session.expire(each, ["terms"])
    elif term.ended_on is None:
        term.ended_on = max(on, term.since or on)
