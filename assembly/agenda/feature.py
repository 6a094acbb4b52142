"""The agenda: what the evening's steps are, in which order, and for how long."""

from assembly.agenda.readings import agenda_slide
from assembly.agenda.web import bp
from assembly.kernel.features import Feature

agenda = Feature("agenda", blueprints=(bp,), notice=agenda_slide)
