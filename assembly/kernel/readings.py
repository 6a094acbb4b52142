"""Finding an assembly by its address."""

from sqlalchemy import select

from assembly.extensions import db
from assembly.kernel.models.places import Assembly
from assembly.kernel.rules.refusals import Missing


def assembly_of(slug: str) -> Assembly:
    """The assembly at this address; Missing when there is none."""
    assembly = db.session.scalar(select(Assembly).where(Assembly.slug == slug))
    if assembly is None:
        raise Missing(slug)
    return assembly
