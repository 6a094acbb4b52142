"""Which gathering an operator means: every command takes its code in the same way, MOSS 38 or MOSS38."""

from typing import Any

from sqlalchemy import select

from assembly.config import BadConfiguration
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.rules.codes import normal_code

THE_CODE: dict[str, Any] = {"nargs": -1, "callback": lambda context, argument, words: " ".join(words)}


def gathering_of(typed: str) -> Gathering:
    """BadConfiguration when nobody has this code."""
    gathering = db.session.scalar(select(Gathering).where(Gathering.code == normal_code(typed)))
    if gathering is None:
        raise BadConfiguration(f"There is no gathering with the code “{normal_code(typed)}” here. Its desk shows it.")
    return gathering


def newest_gathering() -> Gathering:
    """BadConfiguration when there is none yet."""
    newest = db.session.scalar(select(Gathering).order_by(Gathering.id.desc()).limit(1))
    if newest is None:
        raise BadConfiguration("There is no gathering here yet. Start Assembly and create one at the desk.")
    return newest
