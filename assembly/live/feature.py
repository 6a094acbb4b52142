"""News: it goes out by socket, and catching up is an ordinary GET."""

from assembly.kernel.features import Feature
from assembly.live.fragments import first_words, macro
from assembly.live.web import (
    fragments,
    sockets,  # noqa: F401  its handlers are known to the library from here on
)

live = Feature("live", blueprints=(fragments.bp,), names={"draw": macro, "fragment_words": first_words})
