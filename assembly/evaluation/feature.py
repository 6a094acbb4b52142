"""Check-out: two questions, one tap, and the list for later."""

from assembly.evaluation.actions import forget_unlisted, forget_words
from assembly.evaluation.readings import (
    CheckOutSlide,
    check_out_table,
    evaluation_told,
    for_later_table,
    for_later_told,
)
from assembly.evaluation.readings import evaluation as answers
from assembly.evaluation.web.checkout import bp, checkout_page
from assembly.gatherings.steps import DeskPage, Section, StepKind
from assembly.kernel.features import Feature
from assembly.kernel.rules import N_
from assembly.live.audiences import DESK
from assembly.live.fragments import Fragment

evaluation = Feature(
    "evaluation",
    blueprints=(bp,),
    fragments={
        "gathering-checkout": Fragment("evaluation/_checkout.html", (DESK,), lambda reading: (reading.ask(answers),)),
    },
    steps=(
        StepKind(
            "checkout",
            N_("Check-out"),
            N_("Two questions on your phone, and one tap. Nobody sees who wrote what."),
            minutes=5,
            phone=checkout_page,
            slide=CheckOutSlide,
            controls="evaluation/_checkout_controls.html",
            shows=lambda reading: reading.ask(answers),
        ),
    ),
    forgets_names=forget_unlisted,
    purges=forget_words,
    tables={"for-later": for_later_table, "check-out": check_out_table},
    desk_pages=(DeskPage("for-later", "evaluation.desk", N_("For later"), lambda gathering: True),),
    document=(
        Section("evaluation/_for_later_told.html", for_later_told),
        Section("evaluation/_evaluation_told.html", evaluation_told),
    ),
)
