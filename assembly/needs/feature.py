"""Needs: what would help people, beside the cards that may answer it, and matches that both sides confirm."""

from assembly.gatherings.steps import DeskPage, Section, StepKind
from assembly.kernel.features import Feature
from assembly.kernel.rules import N_
from assembly.live.audiences import PHONES
from assembly.live.fragments import Fragment
from assembly.needs.actions import forget_names_beside_needs, forget_needs_of, purge_needs
from assembly.needs.readings.needs import needs as found
from assembly.needs.readings.needs import there
from assembly.needs.readings.slides import NeedsSlide
from assembly.needs.readings.tables import in_the_document, table
from assembly.needs.web import bp, my_section, needs_page

needs = Feature(
    "needs",
    blueprints=(bp,),
    fragments={"needs-tally": Fragment("needs/_tally.html", (PHONES,), lambda reading: (reading.ask(found),))},
    steps=(
        StepKind(
            "needs",
            N_("What would help"),
            N_("Four quiet minutes: write what would help you or your street. Then we read it aloud."),
            minutes=10,
            phone=needs_page,
            slide=NeedsSlide,
            controls="needs/_needs_controls.html",
            shows=lambda reading: reading.ask(found),
        ),
    ),
    forgets_person=forget_needs_of,
    forgets_names=forget_names_beside_needs,
    purges=purge_needs,
    tables={"needs": table},
    desk_pages=(DeskPage("needs", "needs.desk", N_("Needs"), there),),
    mine=(Section("needs/_my_needs.html", my_section),),
    document=(Section("needs/_needs_document.html", in_the_document),),
)
