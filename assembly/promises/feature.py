"""Looking back: promises of the last congress read back, what we now own or run ourselves, and victories."""

from assembly.gatherings.models import Gathering
from assembly.gatherings.steps import DeskPage, Section, StepKind
from assembly.kernel.features import Feature
from assembly.kernel.rules import N_
from assembly.live.audiences import PHONES
from assembly.live.fragments import Fragment
from assembly.promises.actions.metrics import forget_counters
from assembly.promises.actions.victories import forget_all, forget_mine, forget_tellers
from assembly.promises.readings import tables
from assembly.promises.readings.document import metrics_told, promises_told, victories_told
from assembly.promises.readings.metrics import metrics
from assembly.promises.readings.promises import last_promises
from assembly.promises.readings.slides import MetricsSlide, PromisesSlide, VictoriesSlide
from assembly.promises.readings.victories import victories
from assembly.promises.web import pages
from assembly.promises.web import promises as presses

KINDS = {"promises", "metrics", "victories"}


def looks_back(gathering: Gathering) -> bool:
    """Does the evening have one of these steps?"""
    return gathering.has_step(*KINDS)


def forget_names(gathering: Gathering) -> None:
    forget_counters(gathering)
    forget_tellers(gathering)


def purge(gathering: Gathering) -> None:
    forget_counters(gathering)
    forget_all(gathering)


promises = Feature(
    "promises",
    blueprints=(pages.bp, presses.bp),
    fragments={
        "gathering-promises": Fragment(
            "promises/_promises.html", (PHONES,), lambda reading: (reading.ask(last_promises),)
        ),
        "gathering-metrics": Fragment("promises/_metrics.html", (PHONES,), lambda reading: (reading.ask(metrics),)),
        "gathering-victories": Fragment(
            "promises/_victories.html", (PHONES,), lambda reading: (reading.ask(victories),)
        ),
    },
    steps=(
        StepKind(
            "promises",
            N_("What we promised last time"),
            N_("We read back what we promised, project by project."),
            minutes=10,
            phone=pages.promises_page,
            slide=PromisesSlide,
            controls="promises/_promises_controls.html",
            shows=lambda reading: reading.ask(last_promises),
            waits=lambda reading: reading.ask(last_promises).unread,
        ),
        StepKind(
            "metrics",
            N_("What we now own or run ourselves"),
            N_("A few numbers, each with what it means."),
            minutes=10,
            phone=pages.metrics_page,
            slide=MetricsSlide,
            controls="promises/_metrics_controls.html",
            shows=lambda reading: reading.ask(metrics),
        ),
        StepKind(
            "victories",
            N_("Victories"),
            N_("What did we win? Tell it in one line."),
            minutes=5,
            phone=pages.victories_page,
            slide=VictoriesSlide,
            controls="promises/_victories_controls.html",
            shows=lambda reading: reading.ask(victories),
        ),
    ),
    forgets_person=forget_mine,
    forgets_names=forget_names,
    purges=purge,
    tables={
        "promises-read-back": tables.promises_read_back,
        "metrics": tables.metrics_counted,
        "victories": tables.victories_told,
    },
    desk_pages=(DeskPage("look-back", "promises.desk", N_("Look back"), looks_back),),
    document=(
        Section("promises/_promises_told.html", promises_told),
        Section("promises/_metrics_told.html", metrics_told),
        Section("promises/_victories_told.html", victories_told),
    ),
)
