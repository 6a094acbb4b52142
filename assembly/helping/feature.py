"""Helping: a helper types for people without phones."""

from assembly.helping.web import bp
from assembly.kernel.features import Feature

helping = Feature("helping", blueprints=(bp,))
