"""The budget: what came in, was given out, set aside and left; at the desk and for anybody."""

from assembly.budget.web import budget as public
from assembly.budget.web import money
from assembly.kernel.features import Feature

budget = Feature("budget", blueprints=(public.bp, money.bp))
