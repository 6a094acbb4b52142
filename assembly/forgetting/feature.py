"""Forgetting: my own name and cards, every name of an evening, or all of it."""

from assembly.forgetting.web import bp
from assembly.kernel.features import Feature

forgetting = Feature("forgetting", blueprints=(bp,))
