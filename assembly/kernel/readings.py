"""Finding an assembly by its address, and things by the small number they have in their place."""

from typing import Any, Protocol, TypeVar

from sqlalchemy import func, select

from assembly.extensions import db
from assembly.kernel.models.base import Base
from assembly.kernel.models.places import Assembly
from assembly.kernel.rules.refusals import Missing

BEYOND = 2**31  # numbers in an address are smaller

Row = TypeVar("Row", bound=Base)


class Home(Protocol):
    """What others are numbered in: a gathering, an assembly, a round."""

    @property
    def id(self) -> Any: ...

    @property
    def __tablename__(self) -> str: ...


def assembly_of(slug: str) -> Assembly:
    """The assembly at this address; Missing when there is none."""
    assembly = db.session.scalar(select(Assembly).where(Assembly.slug == slug))
    if assembly is None:
        raise Missing(slug)
    return assembly


def numbered(kind: type[Row], home: Home, number: int) -> Row:
    """The one with this number in its home; Missing when there is none."""
    found = db.session.scalar(select(kind).filter_by(**_in(home), number=number)) if number < BEYOND else None
    if found is None:
        raise Missing(number)
    return found


def next_number(kind: type[Any], home: Home) -> int:
    """For a new one; numbers of those that are gone are not given again while a later one stands."""
    return (db.session.scalar(select(func.max(kind.number)).filter_by(**_in(home))) or 0) + 1


def _in(home: Home) -> dict[str, Any]:
    return {f"{home.__tablename__}_id": home.id}
