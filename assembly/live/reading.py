"""One snapshot of a gathering, read once and shown to everybody who looks at the same moment."""

from functools import cached_property

from sqlalchemy import select

from ..extensions import db
from ..models import Gathering, Participant
from .addresses import DoorSign, door_sign
from .board import Board, board
from .health import Machine, machine
from .presenting import Presenting
from .standing import Standing, standing

NAMES_ON_A_WALL = 24


class Reading:
    """`gathering` and what follows from it, each computed at most once. Version and rows are of one snapshot."""

    def __init__(self, gathering: Gathering) -> None:
        self.gathering = gathering
        self.version = gathering.version

    @cached_property
    def standing(self) -> Standing:
        return standing(self.gathering.allocation)

    @cached_property
    def presenting(self) -> Presenting:
        return Presenting(self.gathering, self.standing)

    @cached_property
    def board(self) -> Board:
        return board(self.gathering)

    @cached_property
    def names(self) -> list[Participant]:
        return self.gathering.newest_names(NAMES_ON_A_WALL)

    @cached_property
    def headcount(self) -> int:
        return self.gathering.headcount

    @cached_property
    def machine(self) -> Machine:
        return machine(self.gathering.assembly_id)

    @cached_property
    def door(self) -> DoorSign:
        return door_sign(self.gathering)


def read(slug: str) -> Reading | None:
    """A fresh reading, or None when there is no such gathering. What a deed just left in memory is looked at anew."""
    db.session.expire_all()
    gathering = db.session.scalar(select(Gathering).where(Gathering.slug == slug))
    return Reading(gathering) if gathering else None
