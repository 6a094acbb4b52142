"""Connect the dots, give a star; a scribe types for a table; on the desk: hide, show the top, make something of it."""

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from assembly.board.models import Asset
from assembly.board.readings.board import card_of
from assembly.board.web import NO_SUCH_CARD
from assembly.clusters import actions, news
from assembly.clusters.models import Cluster
from assembly.clusters.readings.clusters import clusters, stars, there
from assembly.gatherings.models import Gathering
from assembly.gatherings.web.controls import answer_controls
from assembly.gatherings.web.places import reading_here
from assembly.kernel.actions.writing import writing
from assembly.kernel.models.identity import Grant
from assembly.kernel.rules import N_
from assembly.kernel.rules.numbers import small, whole
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.rules.texts import names_a_contact
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import facilitator, scribe
from assembly.kernel.web.identity import slug as here
from assembly.kernel.web.press import FreshPress, fresh_press, this_press
from assembly.live.fragments import macro
from assembly.live.reading import Reading
from assembly.needs import news as needs_news
from assembly.needs.actions import need_of
from assembly.needs.models import Need
from assembly.people.models import Participant
from assembly.people.web.pages import desk_page, inside, page, phone_page
from assembly.people.web.visit import participant

bp = Blueprint("clusters", __name__, url_prefix="/g/<slug>")

NO_SUCH_THING = N_("Please press the star beside something on the list.")
MOST_TICKED = 50  # cards of one form that are looked at


@bp.get("/clusters/")
def index(slug: str) -> Response:
    return clusters_page(*inside())


@bp.post("/clusters/")
@or_else("clusters.index")
def post(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        cluster = _post(participant(gathering), gathering)
    news.cluster_changed(cluster)
    return answer(url_for("clusters.index", slug=slug, posted=cluster.number))


@bp.post("/clusters/<int:number>/withdrawal")
def withdraw(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        cluster = actions.withdraw_cluster(participant(gathering), actions.cluster_of(gathering, number, or_gone=True))
    news.cluster_gone(cluster)
    return answer(url_for("phone.me" if request.form.get("from") == "me" else "clusters.index", slug=slug))


@bp.get("/stars/")
def choose(slug: str) -> Response:
    return stars_page(*inside())


@bp.post("/stars/")
@or_else("clusters.choose")
def give(slug: str) -> Response:
    """`to` is cluster-3, need-2, or nothing to take my star back."""
    wanted = request.form.get("to", "")
    with writing(Gathering, slug) as gathering:
        me = participant(gathering)
        if wanted:
            actions.give_star(me, thing_of(gathering, wanted))
        else:
            actions.take_star_back(me)
    news.star_given(gathering)
    return answer(url_for("clusters.choose", slug=slug), my_star)


@bp.get("/help/clusters")
def write_for_table(slug: str) -> Response:
    """For whoever writes for a table, with a helper's link."""
    reading = reading_here()
    by = scribe(reading.place)
    if not there(reading.place):
        raise Missing(slug)
    return page("clusters/scribe.html", reading, **form_of(reading, None, by))


@bp.post("/help/clusters")
@or_else("clusters.write_for_table")
def post_for_table(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        cluster = _post(scribe(gathering), gathering)
    news.cluster_changed(cluster)
    return answer(url_for("clusters.write_for_table", slug=slug, posted=cluster.number))


@bp.post("/help/clusters/<int:number>/withdrawal")
def withdraw_for_table(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        cluster = actions.withdraw_cluster(scribe(gathering), actions.cluster_of(gathering, number, or_gone=True))
    news.cluster_gone(cluster)
    return answer(url_for("clusters.write_for_table", slug=slug))


@bp.get("/desk/clusters")
def desk(slug: str, number: int | None = None) -> Response:
    """`number`: of what was pressed and refused."""
    reading = reading_here()
    if not there(reading.place):
        raise Missing(slug)
    return desk_page("clusters/desk.html", clusters=reading.ask(clusters))


@bp.post("/clusters/<int:number>/hiding")
@or_else("clusters.desk")
def hide(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        cluster = actions.hide_cluster(facilitator(gathering), actions.cluster_of(gathering, number))
    news.cluster_gone(cluster)
    return seen()


@bp.post("/clusters/<int:number>/hiding/withdrawal")
@or_else("clusters.desk")
def show(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        cluster = actions.show_cluster(facilitator(gathering), actions.cluster_of(gathering, number))
    news.cluster_changed(cluster)
    return seen()


@bp.post("/stars/showing")
@or_else("desk.show")
def show_top(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.show_top(facilitator(gathering), gathering)
    news.stars_shown(gathering)
    return answer_controls()


@bp.post("/stars/showing/withdrawal")
@or_else("desk.show")
def hide_top(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.hide_top(facilitator(gathering), gathering)
    news.stars_shown(gathering)
    return answer_controls()


@bp.post("/stars/raising")
@or_else("desk.show")
def make(slug: str) -> Response:
    """A proposal or a need (`into`) of what `of` names."""
    into = request.form.get("into", "")
    with writing(Gathering, slug) as gathering:
        by, thing = facilitator(gathering), thing_of(gathering, request.form.get("of", ""))
        if into == "need" and isinstance(thing, Cluster):
            raised = actions.make_need(by, thing)
        else:
            raised = actions.make_proposal(by, thing)
    news.stars_shown(gathering)
    if raised.into_need:
        needs_news.need_changed(raised.into_need)
    return answer_controls()


def clusters_page(reading: Reading[Gathering], me: Participant) -> Response:
    if not there(reading.place):
        raise Missing(me.number)
    tab = "now" if reading.place.step.kind == "clusters" else "mine"
    return phone_page("clusters/now.html", reading, me, **form_of(reading, me, None), page=tab)


def form_of(reading: Reading[Gathering], me: Participant | None, by: Grant | None) -> dict[str, Any]:
    """Cards to pick, and what this browser put up."""
    found, posted = reading.ask(clusters), small(request.args.get("posted", ""))
    numbers = {cluster.number for who in (me, by) if who for cluster in actions.clusters_of(who)}
    mine = [each for each in found.everything if each.number in numbers]
    return {
        "clusters": found,
        "own": found.cards_for(me),
        "mine": mine,
        "posted": next((each for each in mine if each.number == posted), None),
        "ticked": set(request.form.getlist("cards")),
        "warned": names_a_contact(request.form.get("words", "")),
    }


def stars_page(reading: Reading[Gathering], me: Participant) -> Response:
    found = reading.ask(stars)
    return phone_page("clusters/stars.html", reading, me, stars=found, given=found.given_by(me), page="now")


def my_star() -> tuple[str, str]:
    """The list with my star, after a press."""
    reading, me = inside()
    found = reading.ask(stars)
    return "gathering-my_star", macro("clusters/_my_star.html", found, found.given_by(me), fresh_press())


def thing_of(gathering: Gathering, name: str) -> Cluster | Need:
    """The cluster or need of a name like cluster-3; Missing, RuleBroken for what is no such name."""
    kind, _, number = name.partition("-")
    found = whole(number, NO_SUCH_THING)
    return need_of(gathering, found) if kind == "need" else actions.cluster_of(gathering, found)


def seen() -> Response:
    return answer(url_for("clusters.desk", slug=here()), lambda: moderation())


def moderation() -> tuple[str, str]:
    """All clusters as the desk sees them, after a press."""
    return "clusters-moderation", macro("clusters/_moderation.html", reading_here().ask(clusters), fresh_press())


def my_section(reading: Reading[Gathering], me: Participant, press: FreshPress) -> tuple[Any, ...] | None:
    """On the page of what is mine."""
    mine = reading.ask(clusters).mine(me) if there(reading.place) else []
    return (reading.place, mine, press, "me") if mine else None


def _post(who: Participant | Grant, gathering: Gathering) -> Cluster:
    ticked = request.form.getlist("cards")[:MOST_TICKED]
    cards: list[Asset] = [card_of(gathering, whole(number, NO_SUCH_CARD)) for number in ticked]
    sure = request.form.get("sure") == "yes"
    return actions.put_together(who, gathering, request.form.get("words", ""), cards, sure=sure, press=this_press())
