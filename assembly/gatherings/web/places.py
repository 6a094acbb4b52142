"""The gathering in the address of this request."""

from assembly.gatherings.models import Gathering
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.web.identity import slug
from assembly.live.reading import Reading, read


def reading_here() -> Reading[Gathering]:
    """One snapshot of it; Missing when there is none."""
    reading = read(Gathering, slug())
    if reading is None:
        raise Missing(slug())
    return reading
