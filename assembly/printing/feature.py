"""Printing: the evening with its sums, and cards for tables and doors."""

from assembly.kernel.features import Feature
from assembly.printing.web import bp

printing = Feature("printing", blueprints=(bp,))
