"""Pods on the desk: name one, move people, put together, split, roles, first dates; read back, hand over."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from assembly.gatherings.models import Gathering
from assembly.gatherings.web.controls import answer_controls
from assembly.gatherings.web.places import reading_here
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import N_
from assembly.kernel.rules.numbers import small, whole
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import facilitator
from assembly.kernel.web.press import fresh_press, this_press
from assembly.live.fragments import macro
from assembly.people.readings.names import person_of
from assembly.people.web.pages import desk_page
from assembly.pods import news
from assembly.pods.actions import members, pods, reading_back, roles
from assembly.pods.actions.finding import member_of, pod_of
from assembly.pods.readings.pods import people_without
from assembly.pods.readings.pods import pods as all_pods
from assembly.pods.web.phone import typed_date

bp = Blueprint("desk_pods", __name__, url_prefix="/g/<slug>/desk/pods")

NO_SUCH_POD = N_("Please pick a pod of the list.")
NO_SUCH_PERSON = N_("Please pick somebody of the list.")


@bp.get("")
def show(slug: str, number: int | None = None, role: str = "") -> Response:
    """`number` is the pod whose form is shown again."""
    reading = reading_here()
    return desk_page(
        "pods/desk.html", pods=reading.ask(all_pods), without=people_without(reading.place), amending=number
    )


@bp.post("")
@or_else("desk_pods.show")
def name(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        title, purpose = request.form.get("title", ""), request.form.get("purpose", "")
        pod = pods.name_pod(facilitator(gathering), gathering, title, purpose, this_press())
    news.pods_changed(gathering, pod)
    return answer_controls() if request.form.get("from") == "controls" else seen(slug)


@bp.post("/<int:number>/words")
@or_else("desk_pods.show")
def rename(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        by, pod = facilitator(gathering), pod_of(gathering, number)
        pods.rename_pod(by, gathering, pod, request.form.get("title", ""), request.form.get("purpose", ""))
    news.pods_changed(gathering, pod)
    return seen(slug)


@bp.post("/<int:number>/people")
@or_else("desk_pods.show")
def place(slug: str, number: int) -> Response:
    """Somebody who is in none, by the number they came in with."""
    person = whole(request.form.get("person", "").split(" ")[0], NO_SUCH_PERSON)
    with writing(Gathering, slug) as gathering:
        by, pod = facilitator(gathering), pod_of(gathering, number)
        before = members.place_person(by, gathering, person_of(gathering, person), pod)
    news.pods_changed(gathering, pod, before)
    return seen(slug)


@bp.post("/<int:number>/moving")
@or_else("desk_pods.show")
def move(slug: str, number: int) -> Response:
    """Somebody of this pod `into` another; 0 takes them out."""
    into = whole(request.form.get("into", ""), NO_SUCH_POD)
    with writing(Gathering, slug) as gathering:
        by, pod = facilitator(gathering), pod_of(gathering, number)
        member, other = member_of(pod, request.form.get("member", "")), pod_of(gathering, into) if into else None
        if other:
            members.move_member(by, gathering, member, other)
        else:
            members.remove_member(by, gathering, member)
    news.pods_changed(gathering, pod, other)
    return seen(slug)


@bp.post("/<int:number>/merging")
@or_else("desk_pods.show")
def merge(slug: str, number: int) -> Response:
    into = whole(request.form.get("into", ""), NO_SUCH_POD)
    with writing(Gathering, slug) as gathering:
        by, pod, other = facilitator(gathering), pod_of(gathering, number), pod_of(gathering, into)
        pods.merge_pods(by, gathering, pod, other)
    news.pods_changed(gathering, pod, other)
    return seen(slug)


@bp.post("/<int:number>/split")
@or_else("desk_pods.show")
def split(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        by, pod = facilitator(gathering), pod_of(gathering, number)
        by_choice = request.form.get("how") == "choice"
        other = pods.split_pod(by, gathering, pod, request.form.get("title", ""), by_choice, this_press())
    news.pods_changed(gathering, pod, other)
    return seen(slug)


@bp.post("/<int:number>/closing")
@or_else("desk_pods.show")
def close(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        pod = pods.close_pod(facilitator(gathering), gathering, pod_of(gathering, number))
    news.pod_gone(gathering, pod)
    return seen(slug)


@bp.post("/<int:number>/closing/withdrawal")
@or_else("desk_pods.show")
def reopen(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        pod = pods.reopen_pod(facilitator(gathering), gathering, pod_of(gathering, number))
    news.pods_changed(gathering, pod)
    return seen(slug)


@bp.post("/<int:number>/roles/<role>")
@or_else("desk_pods.show")
def set_role(slug: str, number: int, role: str) -> Response:
    """`member` is a handle, "" for nobody."""
    handle = request.form.get("member", "")
    with writing(Gathering, slug) as gathering:
        by, pod = facilitator(gathering), pod_of(gathering, number)
        roles.set_role(by, gathering, pod, role, member_of(pod, handle) if handle else None)
    news.pods_changed(gathering, pod)
    return seen(slug)


@bp.post("/<int:number>/roles/<role>/handover")
@or_else("desk_pods.show")
def hand_over(slug: str, number: int, role: str) -> Response:
    with writing(Gathering, slug) as gathering:
        by, pod = facilitator(gathering), pod_of(gathering, number)
        roles.hand_over(by, gathering, pod, role, this_press())
    news.pods_changed(gathering, pod)
    return answer_controls() if request.form.get("from") == "controls" else seen(slug)


@bp.post("/<int:number>/date")
@or_else("desk_pods.show")
def set_date(slug: str, number: int) -> Response:
    first = typed_date()
    with writing(Gathering, slug) as gathering:
        by, pod = facilitator(gathering), pod_of(gathering, number)
        pods.set_first_date(by, gathering, pod, first, request.form.get("where", ""))
    news.pods_changed(gathering, pod)
    return seen(slug)


@bp.post("/read-back")
@or_else("desk.show")
def read_back(slug: str) -> Response:
    """`pod` stands before the room, 0 for none; until now pod `at` did."""
    number, at = (whole(request.form.get(name, ""), NO_SUCH_POD) for name in ("pod", "at"))
    with writing(Gathering, slug) as gathering:
        by = facilitator(gathering)
        if number:
            reading_back.read_back(by, gathering, pod_of(gathering, number), at)
        else:
            reading_back.end_read_back(by, gathering, at)
    news.pod_read_back(gathering)
    return answer_controls()


def seen(slug: str) -> Response:
    number = small(str((request.view_args or {}).get("number", ""))) or 0
    where = url_for("desk_pods.show", slug=slug, _anchor=f"pod-{number}" if number else None)
    return answer(where, moderation)


def moderation() -> tuple[str, str]:
    """All pods as the desk sees them, after a press."""
    reading = reading_here()
    shown = (reading.ask(all_pods), people_without(reading.place), fresh_press())
    return "pods-moderation", macro("pods/_moderation.html", *shown)
