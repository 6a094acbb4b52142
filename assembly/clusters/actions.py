"""Put cards together, take that back; give my one star, show what has the most, and make something of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select

from assembly.board.actions import in_view
from assembly.board.models import Asset
from assembly.clusters import rules
from assembly.clusters.models import Cluster, ClusterCard, ClusterHidden, Raised, Star, StarsShown
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.idempotency import Press, fact_of, happened, remember
from assembly.kernel.actions.ledger import record, sealed
from assembly.kernel.models.base import random_name, this_minute
from assembly.kernel.models.identity import Grant
from assembly.kernel.readings import next_number, numbered
from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.rules.texts import folded, needed
from assembly.needs.actions import add_need, facts
from assembly.needs.models import Need
from assembly.people.models import Participant
from assembly.rounds.actions.proposals import Draft, put_on_the_list

WHAT = N_("Please write what you could do together, in a few words.")
LONGEST_TITLE = 60  # of a proposal


def put_together(
    who: Participant | Grant,
    gathering: Gathering,
    words: str,
    cards: Sequence[Asset],
    *,
    sure: bool = False,
    press: Press | None = None,
) -> Cluster:
    """What we could do with these cards together: by somebody, or by a scribe (`who` is a helper's grant).

    The same words by the same writer are one. RuleBroken; Missing where no step is for it.
    """
    if not gathering.has_step("clusters"):
        raise Missing(gathering.slug)
    me, scribe = (who, None) if isinstance(who, Participant) else (None, who)
    device = me.device if me else who.device
    if happened(device, press):
        return cluster_of(gathering, fact_of(gathering, device, press, "cluster"))
    said = needed(words, rules.LONGEST_CLUSTER, WHAT)
    together = list(dict.fromkeys(card.together for card in cards))
    rules.check_cluster(said, len(together), all(in_view(card) for card in together), sure)
    mine = clusters_of(who)
    same = next((cluster for cluster in mine if folded(cluster.words) == folded(said)), None)
    if same:
        same.said_before = True  # type: ignore[misc]
        db.session.commit()
        return same
    if me:
        rules.check_enough_clusters(len(mine))
    cluster = Cluster(
        number=next_number(Cluster, gathering), words=said, gathering=gathering, participant=me, by=scribe
    )
    db.session.add(cluster)
    db.session.flush()
    db.session.add_all([ClusterCard(cluster=cluster, asset=card) for card in together])
    if gathering.approval and me:
        db.session.add(ClusterHidden(cluster=cluster, by=gathering.approval.by, waiting=True))
    numbers = [card.number for card in together]
    sealed_words = sealed(cluster.words, cluster.salt)
    row = record("cluster posted", gathering, by=who, cluster=cluster.number, words=sealed_words, cards=numbers)
    remember(device, press, row.seq)
    db.session.commit()
    return cluster


def withdraw_cluster(who: Participant | Grant, cluster: Cluster) -> Cluster:
    """Take mine back: its words are gone for good. Missing for one that is not mine; repeatable."""
    if cluster.withdrawn_at:
        return cluster
    if cluster not in clusters_of(who):
        raise Missing(cluster.number)
    record("cluster taken back", cluster.gathering, by=who, cluster=cluster.number)
    shred(cluster)
    db.session.commit()
    return cluster


def hide_cluster(facilitator: Grant, cluster: Cluster) -> Cluster:
    """Off every screen but its writer's. Doing it twice changes nothing."""
    if not cluster.hiding or cluster.hiding.waiting:
        if cluster.hiding:
            cluster.hiding.ended_at = this_minute()
        db.session.add(ClusterHidden(cluster=cluster, by=facilitator))
        record("cluster hidden", cluster.gathering, by=facilitator, cluster=cluster.number)
    db.session.commit()
    return cluster


def show_cluster(facilitator: Grant, cluster: Cluster) -> Cluster:
    """Put it back, or let it on the wall for the first time."""
    for hiding in cluster.hidings:
        if hiding.running:
            hiding.ended_at = this_minute()
            record("cluster shown", cluster.gathering, by=facilitator, cluster=cluster.number)
    db.session.commit()
    return cluster


def give_star(me: Participant, thing: Cluster | Need, helper: Grant | None = None) -> Star:
    """My one star goes to this; it leaves what had it. The same again changes nothing. RuleBroken.

    The book says that I gave it, and sealed to what: what most people want is hidden until it is shown.
    """
    gathering = me.gathering
    rules.check_star(gathering.step.kind == "stars", stars_shown(gathering) is not None, stands(thing))
    star = star_of(me)
    if star and star.thing is thing:
        db.session.commit()
        return star
    if star is None:
        star = Star(gathering=gathering, participant=me, **to(thing))
        db.session.add(star)
    else:
        star.cluster, star.need, star.salt = to(thing).get("cluster"), to(thing).get("need"), random_name()
    db.session.flush()
    record("star given", gathering, by=me, helper=helper, to=sealed(name_of(thing), star.salt))
    db.session.commit()
    return star


def take_star_back(me: Participant, helper: Grant | None = None) -> None:
    """Nothing has my star. RuleBroken once it is shown what has the most; repeatable."""
    gathering, star = me.gathering, star_of(me)
    rules.check_star(gathering.step.kind == "stars", stars_shown(gathering) is not None, True)
    if star:
        db.session.delete(star)
        record("star taken back", gathering, by=me, helper=helper)
    db.session.commit()


def show_top(facilitator: Grant, gathering: Gathering) -> Gathering:
    """Show the room what has the most stars; from now on nobody moves one. The book keeps how many each has."""
    if stars_shown(gathering) is None:
        db.session.add(StarsShown(gathering=gathering, by=facilitator))
        record("stars shown", gathering, by=facilitator, stars=_counted(gathering))
    db.session.commit()
    return gathering


def hide_top(facilitator: Grant, gathering: Gathering) -> Gathering:
    """Not yet after all: stars can be given and moved again."""
    shown = stars_shown(gathering)
    if shown:
        shown.ended_at = this_minute()
        record("stars hidden again", gathering, by=facilitator)
    db.session.commit()
    return gathering


def make_proposal(facilitator: Grant, thing: Cluster | Need) -> Raised:
    """A proposal titled by it, which asks for hands only until somebody writes more. Once. RuleBroken."""
    before = raised_of(thing)
    if before:
        return before
    gathering = thing.gathering
    _check_stands(thing)
    words = said_in_full(thing)
    draft = Draft(short(thing.words), words, "", 0, 0, False, None, None)
    proposal, _ = put_on_the_list(facilitator, gathering, draft)
    raised = Raised(gathering=gathering, by=facilitator, proposal=proposal, **to(thing))
    return _raised(raised, "proposal made of stars", f"proposal {proposal.number}")


def make_need(facilitator: Grant, cluster: Cluster) -> Raised:
    """A need of the whole room, nobody's in particular. Once. RuleBroken."""
    before = raised_of(cluster)
    if before:
        return before
    gathering = cluster.gathering
    _check_stands(cluster)
    need = add_need(gathering, cluster.words, None)
    for hiding in need.hidings:  # whoever pressed has looked at it
        hiding.ended_at = this_minute()
    record("need written", gathering, by=facilitator, **facts(need))
    return _raised(
        Raised(gathering=gathering, by=facilitator, cluster=cluster, into_need=need),
        "need made of stars",
        f"need {need.number}",
    )


def forget_clusters_of(me: Participant) -> None:
    """Mine leave with their words, and my star. Does not commit."""
    for cluster in clusters_of(me):
        record("cluster taken back", me.gathering, by=me, cluster=cluster.number)
        shred(cluster)
    db.session.execute(delete(Star).where(Star.participant_id == me.id))


def forget_names_beside_clusters(gathering: Gathering) -> None:
    """Words stay, nobody's any more; those off the wall go. Does not commit."""
    for cluster in db.session.scalars(select(Cluster).where(Cluster.gathering_id == gathering.id)).all():
        cluster.participant = None
        if not stands(cluster):
            shred(cluster)


def purge_clusters(gathering: Gathering) -> None:
    """All of them, with every star. Does not commit."""
    for kind in (Raised, Star, Cluster):
        db.session.execute(delete(kind).where(kind.gathering_id == gathering.id))
    db.session.expire_all()


def shred(cluster: Cluster) -> None:
    """The number stays, so that the book's numbers go on meaning one cluster. Does not commit."""
    cluster.words, cluster.salt, cluster.participant, cluster.by = "", random_name(), None, None
    cluster.withdrawn_at = cluster.withdrawn_at or this_minute()


def stands(thing: Cluster | Need) -> bool:
    """Does the room see it? A cluster without any card that the room sees is not there."""
    if isinstance(thing, Need):
        return thing.stands
    seen = any(in_view(card.asset.together) for card in thing.cards)
    return thing.withdrawn_at is None and bool(thing.words) and thing.hiding is None and seen


def cluster_of(gathering: Gathering, number: int, or_gone: bool = False) -> Cluster:
    """Cluster `number` of this gathering; Missing when there is none, or it was taken back (unless `or_gone`)."""
    cluster = numbered(Cluster, gathering, number)
    if cluster.withdrawn_at and not or_gone:
        raise Missing(number)
    return cluster


def clusters_of(who: Participant | Grant) -> list[Cluster]:
    """Those they put up and did not take back, newest first."""
    mine = Cluster.participant_id == who.id if isinstance(who, Participant) else Cluster.by_id == who.id
    here = Cluster.gathering_id == who.gathering_id
    found = select(Cluster).where(mine, here, Cluster.withdrawn_at.is_(None)).order_by(Cluster.id.desc())
    return list(db.session.scalars(found))


def star_of(me: Participant) -> Star | None:
    return db.session.scalar(select(Star).where(Star.participant_id == me.id))


def stars_shown(gathering: Gathering) -> StarsShown | None:
    """Since when the room sees what has the most."""
    here = (StarsShown.gathering_id == gathering.id, StarsShown.ended_at.is_(None))
    return db.session.scalar(select(StarsShown).where(*here))


def raised_of(thing: Cluster | Need) -> Raised | None:
    column = Raised.need_id if isinstance(thing, Need) else Raised.cluster_id
    return db.session.scalar(select(Raised).where(column == thing.id))


def to(thing: Cluster | Need) -> dict[str, Any]:
    return {"need": thing} if isinstance(thing, Need) else {"cluster": thing}


def name_of(thing: Cluster | Need) -> str:
    """As the book calls it."""
    return f"{'need' if isinstance(thing, Need) else 'cluster'} {thing.number}"


def short(words: str) -> str:
    """As much of it as a proposal's title holds."""
    if len(words) <= LONGEST_TITLE:
        return words
    cut = words[: LONGEST_TITLE - 1]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut else cut}…"


def said_in_full(thing: Cluster | Need) -> str:
    """What a proposal made of it says it would change."""
    if isinstance(thing, Need):
        return thing.words
    cards = ", ".join(card.asset.together.words for card in thing.cards if in_view(card.asset.together))
    return f"{thing.words} ({cards})"[:400]


def _check_stands(thing: Cluster | Need) -> None:
    if not stands(thing):
        raise RuleBroken(N_("This was taken off the wall meanwhile, so nothing was made of it."))


def _raised(raised: Raised, kind: str, into: str) -> Raised:
    db.session.add(raised)
    thing = raised.cluster or raised.need
    assert thing
    record(kind, raised.gathering, by=raised.by, of=name_of(thing), into=into)
    db.session.commit()
    return raised


def _counted(gathering: Gathering) -> dict[str, int]:
    here = Star.gathering_id == gathering.id
    counts: dict[str, int] = {}
    for star in db.session.scalars(select(Star).where(here).order_by(Star.id)):
        counts[name_of(star.thing)] = counts.get(name_of(star.thing), 0) + stands(star.thing)
    return {name: number for name, number in counts.items() if number}
