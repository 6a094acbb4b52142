"""The agenda: what the evening's steps are, in which order, and for how long."""

from assembly.agenda.readings import agenda_slide
from assembly.agenda.web import bp
from assembly.gatherings.steps import Section
from assembly.kernel.features import Feature

agenda = Feature(
    "agenda",
    blueprints=(bp,),
    notice=agenda_slide,
    mine=(Section("agenda/_agenda_link.html", lambda reading, me, press: (reading.place,)),),
)
