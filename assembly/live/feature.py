"""News: catching up by an ordinary GET."""

from assembly.kernel.features import Feature
from assembly.live.fragments import macro
from assembly.live.web import fragments

live = Feature("live", blueprints=(fragments.bp,), names={"draw": macro})
