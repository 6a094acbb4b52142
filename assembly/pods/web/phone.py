"""Pods on phones: the list, my own pod, what I bring, my limits, its roles and its first date."""

from datetime import date

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from assembly.gatherings.models import Gathering
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import N_
from assembly.kernel.rules.numbers import day, whole
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.press import fresh_press, this_press
from assembly.live.fragments import macro
from assembly.live.reading import Reading
from assembly.people.models import Participant
from assembly.people.web.pages import inside, phone_page
from assembly.people.web.visit import participant
from assembly.pods import news
from assembly.pods.actions import members, pods, roles
from assembly.pods.actions.finding import place_of, pod_of, reached
from assembly.pods.readings.mine import my_pod
from assembly.pods.readings.pods import pods as all_pods
from assembly.pods.readings.pods import pods_here

bp = Blueprint("pods", __name__, url_prefix="/g/<slug>")

NO_SUCH_POD = N_("Please press Join beside a pod of the list.")


@bp.get("/pods")
def index(slug: str, role: str = "") -> Response:
    return list_page(*inside())


@bp.get("/pods/mine")
def mine(slug: str, role: str = "") -> Response:
    """My pod; the list while I am in none."""
    return my_page(*inside())


@bp.post("/pods")
@or_else("pods.index")
def name(slug: str) -> Response:
    """Anybody may name a pod, and stands in it at once."""
    with writing(Gathering, slug) as gathering:
        me = participant(gathering)
        before = place_of(me)
        left = before.pod if before else None
        pod = pods.name_pod(me, gathering, request.form.get("title", ""), request.form.get("purpose", ""), this_press())
    news.pods_changed(gathering, pod, left)
    return answer(url_for("pods.mine", slug=slug, joined=1))


@bp.post("/pods/place")
@or_else("pods.index")
def join(slug: str) -> Response:
    number = whole(request.form.get("pod", ""), NO_SUCH_POD)
    with writing(Gathering, slug) as gathering:
        pod = pod_of(gathering, number)
        _, before = members.join_pod(participant(gathering), pod)
    news.pods_changed(gathering, pod, before)
    return answer(url_for("pods.mine", slug=slug, joined=1, left=before.number if before else None))


@bp.post("/pods/place/withdrawal")
@or_else("pods.mine")
def leave(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        pod = members.leave_pod(participant(gathering))
    news.pods_changed(gathering, pod)
    return answer(url_for("pods.index", slug=slug, left=1))


@bp.post("/pods/mine/words")
@or_else("pods.mine")
def write(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        place = members.write_words(participant(gathering), typed_words())
    news.pods_changed(gathering, place.pod)
    return answer(url_for("pods.mine", slug=slug, saved=1))


@bp.post("/pods/mine/roles/<role>")
@or_else("pods.mine")
def take(slug: str, role: str) -> Response:
    """Nobody's role at once; where somebody has it, the next turn."""
    with writing(Gathering, slug) as gathering:
        me = participant(gathering)
        turn = request.form.get("turn") == "next"
        pod = roles.offer_turn(me, role) if turn else roles.take_role(me, role)
    news.pods_changed(gathering, pod)
    return answer(_back_to(slug), my_roles)


@bp.post("/pods/mine/roles/<role>/withdrawal")
@or_else("pods.mine")
def give_back(slug: str, role: str) -> Response:
    with writing(Gathering, slug) as gathering:
        pod = roles.give_back(participant(gathering), role)
    news.pods_changed(gathering, pod)
    return answer(_back_to(slug), my_roles)


@bp.post("/pods/mine/date")
@or_else("pods.mine")
def set_date(slug: str) -> Response:
    first = typed_date()
    with writing(Gathering, slug) as gathering:
        me = participant(gathering)
        pod = pods.set_first_date(me, gathering, members.seated(me).pod, first, request.form.get("where", ""))
    news.pods_changed(gathering, pod)
    return answer(url_for("pods.mine", slug=slug, saved=1))


def now_page(reading: Reading[Gathering], me: Participant) -> Response:
    """At the step of pods: mine, or the list."""
    return my_page(reading, me) if my_pod(reading, me) else list_page(reading, me)


def list_page(reading: Reading[Gathering], me: Participant) -> Response:
    if not pods_here(reading.place):
        raise Missing("pods")
    return phone_page(
        "pods/index.html",
        reading,
        me,
        mine=my_pod(reading, me),
        open=reached(reading.place),
        first=not reading.ask(all_pods).circles,
        asked=reading.place.approval is not None,
        page=_tab(reading),
    )


def my_page(reading: Reading[Gathering], me: Participant) -> Response:
    mine = my_pod(reading, me)
    if mine is None:
        return list_page(reading, me)
    return phone_page("pods/mine.html", reading, me, mine=mine, page=_tab(reading))


def read_back_page(reading: Reading[Gathering], me: Participant) -> Response:
    """While pods are read back: who stands before the room, and my pod card."""
    return phone_page("pods/read_back.html", reading, me, mine=my_pod(reading, me), page="now")


def rotation_page(reading: Reading[Gathering], me: Participant) -> Response:
    """While roles go round: my pod's, one press each."""
    return phone_page("pods/rotation.html", reading, me, mine=my_pod(reading, me), page="now")


def typed_words() -> members.Words:
    form = request.form
    return members.Words(
        skills=form.get("skills", ""),
        limits=form.get("limits", ""),
        contact=form.get("contact", ""),
        named=form.get("named") == "yes",
    )


def typed_date() -> date | None:
    written = request.form.get("on", "").strip()
    return day(written) if written else None


def _tab(reading: Reading[Gathering]) -> str:
    return "now" if reading.place.step.kind == "pods" else "mine"


def _back_to(slug: str) -> str:
    return url_for("phone.here" if request.form.get("from") == "now" else "pods.mine", slug=slug)


def my_roles() -> tuple[str, str]:
    """The roles of my pod after a press, as they stand where it was pressed."""
    reading, me = inside()
    source = url_for("phone.here", slug=reading.place.slug) if request.form.get("from") == "now" else ""
    return "gathering-my_roles", macro("pods/_my_roles.html", my_pod(reading, me), fresh_press(), source)
