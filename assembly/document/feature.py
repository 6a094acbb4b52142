"""The shared document, and whose name may stand in it."""

from assembly.document.actions import forget_consent, forget_consents, publishes
from assembly.document.web.document import bp
from assembly.gatherings.steps import Section
from assembly.kernel.features import Feature

document = Feature(
    "document",
    blueprints=(bp,),
    forgets_person=forget_consent,
    forgets_names=forget_consents,
    mine=(
        Section(
            "document/_my_consent.html",
            lambda reading, me, press: (reading.place, me.name, publishes(me), press) if me.name else None,
        ),
    ),
)
