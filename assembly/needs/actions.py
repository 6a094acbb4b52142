"""Write a need, change it, take it back; bring it together with a card, where both sides are asked."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, or_, select

from assembly.board.actions import family, in_view
from assembly.board.models import Asset, Offer
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.idempotency import Press, device_of, fact_of, happened, remember
from assembly.kernel.actions.ledger import Actor, record, sealed, sha256
from assembly.kernel.models.base import random_name, this_minute
from assembly.kernel.models.identity import Grant
from assembly.kernel.readings import next_number, numbered
from assembly.kernel.rules import N_
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.rules.texts import folded, needed, one_line
from assembly.needs.models import Match, MatchAnswer, Need, NeedHidden, SynonymList
from assembly.needs.rules import needs as rules
from assembly.people.models import Participant

WHAT = N_("Please write what would help, in a few words.")


def write_need(
    me: Participant,
    gathering: Gathering,
    words: str,
    *,
    anonymous: bool = False,
    sure: bool = False,
    press: Press | None = None,
    helper: Grant | None = None,
) -> Need:
    """What would help me or my street. The same words from the same person are one need. RuleBroken; Missing.

    Nothing of an anonymous one leads to its writer: no name in the book, no press that is remembered.
    """
    if not gathering.has_step("needs"):
        raise Missing(gathering.slug)
    device = device_of(me, helper)
    if not anonymous and happened(device, press):
        return need_of(gathering, fact_of(gathering, device, press, "need"))
    said = needed(words, rules.LONGEST_NEED, WHAT)
    rules.check_need(said, sure)
    mine = told_of(me) if helper else needs_of(me)
    same = next((need for need in mine if folded(need.words) == folded(said)), None)
    if same:
        same.said_before = True  # type: ignore[misc]
        db.session.commit()
        return same
    rules.check_enough_needs(len(mine))
    need = add_need(gathering, said, None if anonymous else me)
    if anonymous:
        need.anonymous, need.holder = True, held_by(need, me)
    row = record("need written", gathering, by=writer(need), helper=marked(need, helper), **facts(need))
    if not anonymous:
        remember(device, press, row.seq)
    db.session.commit()
    return need


def add_need(gathering: Gathering, words: str, who: Participant | None) -> Need:
    """The row alone, where a host looks first, waiting. Does not commit, and writes nothing into the book."""
    need = Need(number=next_number(Need, gathering), words=words, gathering=gathering, participant=who)
    db.session.add(need)
    db.session.flush()
    if gathering.approval:
        db.session.add(NeedHidden(need=need, by=gathering.approval.by, waiting=True))
    return need


def change_need(me: Participant, need: Need, words: str, sure: bool = False, helper: Grant | None = None) -> Need:
    """Other words for my need. RuleBroken; Missing for one that is not mine."""
    _check_mine(me, need)
    said = needed(words, rules.LONGEST_NEED, WHAT)
    rules.check_need(said, sure)
    if said != need.words:
        need.words, need.salt = said, random_name()
        if need.anonymous:
            need.holder = held_by(need, me)
        record("need changed", need.gathering, by=writer(need), helper=marked(need, helper), **facts(need))
    db.session.commit()
    return need


def withdraw_need(me: Participant, need: Need, helper: Grant | None = None) -> Need:
    """Take my need back: its words are gone for good. Missing for one that is not mine, or that a `helper` may not
    know to be; repeatable."""
    if need.withdrawn_at:
        return need
    _check_mine(me, need)
    if helper and need not in told_of(me):
        raise Missing(need.number)
    record("need taken back", need.gathering, by=writer(need), helper=marked(need, helper), need=need.number)
    shred(need)
    db.session.commit()
    return need


def hide_need(facilitator: Grant, need: Need) -> Need:
    """Off every screen but its writer's. Doing it twice changes nothing."""
    if not need.hiding or need.hiding.waiting:
        if need.hiding:
            need.hiding.ended_at = this_minute()
        db.session.add(NeedHidden(need=need, by=facilitator))
        record("need hidden", need.gathering, by=facilitator, need=need.number)
    db.session.commit()
    return need


def show_need(facilitator: Grant, need: Need) -> Need:
    """Put it back, or let it on the wall for the first time."""
    for hiding in need.hidings:
        if hiding.running:
            hiding.ended_at = this_minute()
            record("need shown", need.gathering, by=facilitator, need=need.number)
    db.session.commit()
    return need


def propose_match(facilitator: Grant, need: Need, asset: Asset) -> Match:
    """Ask both sides. The same pair again is the same match. RuleBroken for what is off the wall, or did not fit."""
    card, gathering = asset.together, need.gathering
    rules.check_both_stand(need.stands, in_view(card))
    match = db.session.scalar(select(Match).where(Match.need_id == need.id, Match.asset_id == card.id))
    if match is None:
        number = next_number(Match, gathering)
        match = Match(number=number, gathering=gathering, need=need, asset=card, by=facilitator)
        db.session.add(match)
    elif match.ended_at is None:
        rules.check_not_declined(_declined(match))
        db.session.commit()
        return match
    else:
        rules.check_not_declined(_declined(match))
        match.ended_at = None
    record("match proposed", gathering, by=facilitator, match=match.number, need=need.number, card=card.number)
    db.session.commit()
    return match


def take_match_back(facilitator: Grant, match: Match) -> Match:
    """Nobody is asked any more. Doing it twice changes nothing."""
    if match.ended_at is None:
        match.ended_at = this_minute()
        record("match taken back", match.gathering, by=facilitator, match=match.number)
    db.session.commit()
    return match


def answer_match(me: Participant, match: Match, yes: bool) -> Match:
    """Yes or not this time, for each side that I am. RuleBroken for what is off the wall; Missing when not asked.

    The book does not say who said no, nor whose an anonymous need is.
    """
    needs_it, offers_it = is_mine(match.need, me), _beside(me, match.asset)
    if match.ended_at or not (needs_it or offers_it):
        raise Missing(match.number)
    rules.check_both_stand(match.need.stands, in_view(match.asset.together))
    before = match.need_answer, _answer_of(me, match)
    if needs_it:
        match.need_answer = yes
    if offers_it:
        _say(me, match, yes)
    db.session.flush()
    db.session.expire(match, ["answers"])
    if before != (match.need_answer, _answer_of(me, match)):
        hidden = needs_it and match.need.anonymous
        by: Actor = me if yes and not hidden else match.gathering
        record("match accepted" if yes else "match declined", match.gathering, by=by, match=match.number)
    fits = rules.agreed(match.need_answer, answers_beside(match))
    if fits and match.agreed_at is None:
        record("match agreed", match.gathering, by=match.gathering, match=match.number)
    match.agreed_at = (match.agreed_at or this_minute()) if fits else None
    db.session.commit()
    return match


def change_synonyms(facilitator: Grant, gathering: Gathering, lines: str) -> None:
    """The assembly's list, as typed: a group on each line. RuleBroken when too long."""
    written = tidy_lines(lines)
    kept = db.session.scalar(select(SynonymList).where(SynonymList.assembly_id == gathering.assembly_id))
    if kept is None:
        kept = SynonymList(lines="", assembly=gathering.assembly)
        db.session.add(kept)
    if kept.lines != written:
        kept.lines = written
        record("synonyms changed", gathering, by=facilitator, lines=sealed(written, gathering.salt))
    db.session.commit()


def tidy_lines(lines: str) -> str:
    """Each line on its own, empty ones gone. RuleBroken when a line or the whole is too long."""
    written = "\n".join(filter(None, (one_line(line, 400) for line in lines.splitlines())))
    one_line(written, rules.LONGEST_SYNONYMS)
    return written


def forget_needs_of(me: Participant) -> None:
    """Mine leave with their words, those without my name too; and what I said to matches. Does not commit."""
    for need in needs_of(me):
        if not need.anonymous:  # beside "person forgotten" the book would tell whose it was
            record("need taken back", me.gathering, by=me, need=need.number)
        shred(need)
    db.session.execute(delete(MatchAnswer).where(MatchAnswer.participant_id == me.id))


def forget_names_beside_needs(gathering: Gathering) -> None:
    """Words stay, nobody's any more; those off the wall go, and who said yes or no. Does not commit."""
    for need in _all(gathering):
        need.participant, need.holder = None, None
        if not need.stands:
            shred(need)
    here = select(Match.id).where(Match.gathering_id == gathering.id)
    db.session.execute(delete(MatchAnswer).where(MatchAnswer.match_id.in_(here)))


def purge_needs(gathering: Gathering) -> None:
    """All of them; hidings, matches and answers go with them. Does not commit."""
    db.session.execute(delete(Need).where(Need.gathering_id == gathering.id))
    db.session.expire_all()


def shred(need: Need) -> None:
    """The number stays, so that the book's numbers go on meaning one need. Does not commit."""
    need.words, need.salt, need.holder, need.participant = "", random_name(), None, None
    need.withdrawn_at = need.withdrawn_at or this_minute()
    for match in need.matches:
        match.ended_at = match.ended_at or this_minute()
        match.agreed_at = None


def held_by(need: Need, me: Participant) -> str:
    """What tells that an anonymous need is mine: whoever does not know me in the book cannot find me by it."""
    return sha256(f"need|{need.salt}|{me.ledger_id}")


def is_mine(need: Need, me: Participant) -> bool:
    if need.withdrawn_at:
        return False
    return need.holder == held_by(need, me) if need.anonymous else need.participant_id == me.id


def needs_of(me: Participant) -> list[Need]:
    """Those I wrote and did not take back, newest first."""
    here = (Need.gathering_id == me.gathering_id, Need.withdrawn_at.is_(None))
    might = select(Need).where(*here, or_(Need.participant_id == me.id, Need.anonymous)).order_by(Need.id.desc())
    return [need for need in db.session.scalars(might) if is_mine(need, me)]


def told_of(me: Participant) -> list[Need]:
    """Those of `needs_of` that a helper may know to be mine: without a name, only what a helper typed for me."""
    return [need for need in needs_of(me) if not need.anonymous or me.without_phone]


def need_of(gathering: Gathering, number: int, or_gone: bool = False) -> Need:
    """Need `number` of this gathering; Missing when there is none, or it was taken back (unless `or_gone`)."""
    need = numbered(Need, gathering, number)
    if need.withdrawn_at and not or_gone:
        raise Missing(number)
    return need


def match_of(gathering: Gathering, number: int) -> Match:
    """Match `number` of this gathering; Missing when there is none."""
    return numbered(Match, gathering, number)


def writer(need: Need) -> Actor:
    """Who stands in the book for it: nobody in particular for an anonymous one."""
    return need.participant or need.gathering


def marked(need: Need, helper: Grant | None) -> Grant | None:
    """The by-helper mark in the book; none on an anonymous one: maybe one person alone is here without a phone."""
    return None if need.anonymous else helper


def answers_beside(match: Match) -> list[bool | None]:
    """What everybody beside the card said, None for those who have not."""
    said = {answer.participant_id: answer.yes for answer in match.answers}
    beside = select(Offer.participant_id).where(
        Offer.asset_id.in_(family(match.asset.together)), Offer.withdrawn_at.is_(None)
    )
    return [said.get(person) for person in set(db.session.scalars(beside))]


def facts(need: Need) -> dict[str, Any]:
    return {"need": need.number, "words": sealed(need.words, need.salt), "anonymous": need.anonymous}


def _declined(match: Match) -> bool:
    return rules.declined(match.need_answer, answers_beside(match))


def _beside(me: Participant, asset: Asset) -> bool:
    mine = (Offer.participant_id == me.id, Offer.withdrawn_at.is_(None))
    return (
        db.session.scalar(select(Offer.id).where(*mine, Offer.asset_id.in_(family(asset.together))).limit(1))
        is not None
    )


def _answer_of(me: Participant, match: Match) -> bool | None:
    return next((answer.yes for answer in match.answers if answer.participant_id == me.id), None)


def _say(me: Participant, match: Match, yes: bool) -> None:
    said = next((answer for answer in match.answers if answer.participant_id == me.id), None)
    if said:
        said.yes = yes
    else:
        db.session.add(MatchAnswer(yes=yes, match=match, participant=me))


def _check_mine(me: Participant, need: Need) -> None:
    if not is_mine(need, me):
        raise Missing(need.number)


def _all(gathering: Gathering) -> Iterable[Need]:
    return db.session.scalars(select(Need).where(Need.gathering_id == gathering.id)).all()
