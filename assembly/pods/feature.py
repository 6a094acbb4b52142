"""Pods: people find each other in small groups that go on after the evening, and share out who makes sure of what."""

from assembly.gatherings.steps import DeskPage, Section, StepKind
from assembly.kernel.features import Feature
from assembly.kernel.rules import N_
from assembly.live.audiences import PHONES
from assembly.live.fragments import Fragment
from assembly.pods.actions import forgetting, reading_back
from assembly.pods.readings import pages
from assembly.pods.readings.pods import pods as all_pods
from assembly.pods.readings.pods import pods_here
from assembly.pods.readings.slides import PodsSlide, ReadBackSlide, RotationSlide
from assembly.pods.web import desk, helping, paper, phone

pods = Feature(
    "pods",
    blueprints=(phone.bp, desk.bp, helping.bp, paper.bp),
    fragments={
        "pods-list": Fragment("pods/_list.html", (PHONES,), lambda reading: (reading.ask(all_pods),)),
        "pods-read_back": Fragment("pods/_read_back.html", (PHONES,), lambda reading: (reading.ask(all_pods),)),
    },
    steps=(
        StepKind(
            "pods",
            N_("Vote with your feet"),
            N_("Stand where your pod is, and join it on your phone: five to twelve people each."),
            minutes=26,
            phone=phone.now_page,
            slide=PodsSlide,
            controls="pods/_pods_controls.html",
            shows=lambda reading: reading.ask(all_pods),
        ),
        StepKind(
            "readback",
            N_("Read-back"),
            N_("Thirty seconds a pod: who you are, who makes sure of what, when you meet first."),
            minutes=8,
            phone=phone.read_back_page,
            slide=ReadBackSlide,
            controls="pods/_read_back_controls.html",
            shows=lambda reading: reading.ask(all_pods),
            waits=lambda reading: reading.ask(all_pods).following,
        ),
        StepKind(
            "rotation",
            N_("Rotate roles"),
            N_("Roles go round. Whoever takes a turn stands up, beside whoever had it."),
            minutes=5,
            phone=phone.rotation_page,
            slide=RotationSlide,
            controls="pods/_rotation_controls.html",
            shows=lambda reading: reading.ask(all_pods),
            waits=lambda reading: reading.ask(all_pods).offers,
        ),
    ),
    moves=reading_back.step_moves,
    forgets_person=forgetting.forget_person,
    forgets_names=forgetting.forget_names,
    purges=forgetting.purge,
    tables={"pods": pages.table},
    desk_pages=(DeskPage("pods", "desk_pods.show", N_("Pods"), pods_here),),
    mine=(Section("pods/_my_pod_line.html", pages.mine_section),),
    document=(Section("pods/_together.html", pages.document_section),),
    names={"pods_here": pods_here},
)
