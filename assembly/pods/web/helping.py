"""A helper places somebody without a phone in a pod, and types what they bring and their limits."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from assembly.gatherings.models import Gathering
from assembly.gatherings.web.places import reading_here
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.numbers import whole
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import helper
from assembly.people.readings.names import person_of
from assembly.people.web.pages import page
from assembly.pods import news
from assembly.pods.actions import members
from assembly.pods.actions.finding import place_of, pod_of, reached
from assembly.pods.readings.pods import pods
from assembly.pods.web.phone import NO_SUCH_POD, typed_words

bp = Blueprint("help_pods", __name__, url_prefix="/g/<slug>/help/<int:number>/pods")


@bp.get("")
def show(slug: str, number: int) -> Response:
    reading = reading_here()
    helper(reading.place)
    who = person_of(reading.place, number)
    return page(
        "pods/help.html",
        reading,
        person=who,
        place=place_of(who),
        pods=reading.ask(pods),
        open=reached(reading.place),
    )


@bp.post("")
@or_else(show)
def join(slug: str, number: int) -> Response:
    pod_number = whole(request.form.get("pod", ""), NO_SUCH_POD)
    with writing(Gathering, slug) as gathering:
        by, who, pod = helper(gathering), person_of(gathering, number), pod_of(gathering, pod_number)
        _, before = members.join_pod(who, pod, helper=by)
    news.pods_changed(gathering, pod, before)
    return answer(url_for("help_pods.show", slug=slug, number=number))


@bp.post("/words")
@or_else(show)
def write(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        by, who = helper(gathering), person_of(gathering, number)
        if not who.without_phone:
            raise RuleBroken(N_("This person writes it on a phone of their own."))
        place = members.write_words(who, typed_words(), helper=by)
    news.pods_changed(gathering, place.pod)
    return answer(url_for("help_pods.show", slug=slug, number=number, saved=1))


@bp.post("/withdrawal")
@or_else(show)
def leave(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        by, who = helper(gathering), person_of(gathering, number)
        pod = members.leave_pod(who, helper=by)
    news.pods_changed(gathering, pod)
    return answer(url_for("help_pods.show", slug=slug, number=number))
