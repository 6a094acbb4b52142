"""A rehearsal: an assembly of its own, pretend people only there, one crowd at a time, all of it removed at once."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.keys import make_operator
from assembly.kernel.actions.ledger import sha256
from assembly.kernel.actions.writing import writing, writing_anew
from assembly.kernel.models.identity import Grant
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.rules import RuleBroken
from assembly.kernel.rules.refusals import Missing
from assembly.people.actions.people import come_in
from assembly.people.models import Participant
from assembly.people.readings.names import headcount_of
from assembly.rehearsal.actions import rehearsals
from assembly.rehearsal.models import Crowd
from assembly.rehearsal.readings import crowd_home, crowds_out
from assembly.rehearsal.rules import LONGEST, Tried
from tests.rehearsal.test_rehearsal_rule import WELL
from tests.support.cast import Person

pytestmark = pytest.mark.both_memories


@pytest.fixture
def rehearsal(app: Flask) -> str:
    """The slug of one with everything on its table."""
    with app.test_request_context("/"):
        return begin()


def test_it_has_proposals_and_a_pot_and_says_what_it_is(app: Flask, rehearsal: str, fay: Person) -> None:
    with app.test_request_context("/"):
        gathering = find(rehearsal)
        assert gathering.rehearsal
        assert len(gathering.proposals) == 6
        assert gathering.allocation.divided == 8_000_00
        assert not find(fay.slug).rehearsal, "an ordinary evening counts"


def test_pretend_people_come_to_a_rehearsal_only(app: Flask, rehearsal: str, fay: Person) -> None:
    with app.test_request_context("/"):
        with writing(Gathering, rehearsal) as gathering:
            come_in(gathering, sha256("one"), gathering.code, "Rosa", pretend=True)
        before = rows(fay.slug)
        with pytest.raises(RuleBroken, match="This evening counts"), writing(Gathering, fay.slug) as gathering:
            come_in(gathering, sha256("one"), gathering.code, "Rosa", pretend=True)
        assert rows(fay.slug) == before
        assert headcount_of(find(fay.slug)) == 0
        assert headcount_of(find(rehearsal)) == 1


def test_one_crowd_is_out_at_a_time_and_its_sheet_is_kept(app: Flask, rehearsal: str) -> None:
    with app.test_request_context("/"):
        crowd = send(rehearsal)
        with pytest.raises(RuleBroken, match="out already"):
            send(rehearsal)
        come_home(rehearsal, crowd, WELL)
        come_home(rehearsal, crowd, None)
        kept = db.session.query(Crowd).one()
        assert kept.tried == WELL, "the first word stands"
        assert crowds_out(find(rehearsal)) == []
        assert crowd_home(find(rehearsal)) is kept
        db.session.rollback()
        again = send(rehearsal)
        come_home(rehearsal, again, None)
        assert db.session.get_one(Crowd, again).tried is None


def test_one_phone_speaks_for_a_crowd_from_elsewhere(app: Flask, rehearsal: str) -> None:
    with app.test_request_context("/"):
        for _ in range(2):
            speak(rehearsal, "one", 300)
        assert [(crowd.phones, crowd.elsewhere) for crowd in crowds_out(find(rehearsal))] == [(300, True)]
        assert crowd_home(find(rehearsal)) is None
        db.session.rollback()
        assert send(rehearsal), "a stranger shuts no desk"
        hand_over(rehearsal, "one", WELL)
        hand_over(rehearsal, "one", None)
        home = crowd_home(find(rehearsal))
        assert home
        assert (home.tried, home.elsewhere) == (WELL, True), "the first word stands"
        assert [crowd.elsewhere for crowd in crowds_out(find(rehearsal))] == [False]
        db.session.rollback()
        speak(rehearsal, "one", 300)
        assert len(crowds_out(find(rehearsal))) == 1, "one crowd for each who speaks"
        db.session.rollback()
        hand_over(rehearsal, "two", WELL)
        assert db.session.query(Crowd).count() == 2, "who spoke for nobody has no sheet to give"


def test_a_crowd_that_nobody_hears_of_is_gone_after_its_longest_stay(app: Flask, rehearsal: str) -> None:
    with app.test_request_context("/"):
        speak(rehearsal, "one", 300)
        crowd = crowds_out(find(rehearsal))[0]
        crowd.started_at -= timedelta(minutes=LONGEST + 6)
        db.session.commit()
        assert crowds_out(find(rehearsal)) == []
        assert crowd_home(find(rehearsal)) is crowd
        assert crowd.tried is None


def test_no_crowd_comes_from_elsewhere_to_an_evening_that_counts(app: Flask, fay: Person, ana: Person) -> None:
    with app.test_request_context("/"):
        me = db.session.query(Participant.id).join(Gathering).filter_by(slug=fay.slug).scalar()
        db.session.rollback()
        with pytest.raises(RuleBroken, match="This evening counts"), writing(Gathering, fay.slug):
            rehearsals.speak_for_crowd(db.session.get_one(Participant, me), 300)
        assert db.session.query(Crowd).count() == 0


def test_no_crowd_is_sent_to_an_evening_that_counts(app: Flask, fay: Person) -> None:
    with app.test_request_context("/"):
        with pytest.raises(RuleBroken, match="This evening counts"):
            send(fay.slug)
        assert db.session.query(Crowd).count() == 0


def test_removing_it_leaves_no_row_of_it_and_touches_nothing_else(app: Flask, fay: Person, ana: Person) -> None:
    with app.test_request_context("/"):
        with writing_anew():
            make_operator(sha256("somebody's desk"))
        before = everything()
        slug = begin()
        with writing(Gathering, slug) as gathering:
            come_in(gathering, sha256("one"), gathering.code, "Rosa", pretend=True)
        send(slug)
        assert everything() != before
        with writing(Gathering, slug) as gathering:
            rehearsals.remove_rehearsal(gathering)
        db.session.expire_all()
        assert everything() == before
        with pytest.raises(Missing), writing(Gathering, slug):
            pass
    assert ana.get("/proposals/1").status_code == 200


def test_an_evening_that_counts_cannot_be_removed(app: Flask, fay: Person, ana: Person) -> None:
    with app.test_request_context("/"):
        before = everything()
        with pytest.raises(RuleBroken, match="Only a rehearsal"), writing(Gathering, fay.slug) as gathering:
            rehearsals.remove_rehearsal(gathering)
        db.session.rollback()
        assert everything() == before


def test_what_was_tried_survives_being_kept() -> None:
    assert Tried(**asdict(WELL)) == WELL


def begin() -> str:
    with writing_anew():
        make_operator(sha256("somebody's desk"))
    with writing_anew():
        operator = db.session.query(Grant).filter_by(role="operator").order_by(Grant.id.desc()).first()
        assert operator
        slug = rehearsals.start_rehearsal(operator, ("Rehearsal", "Tonight"), "UTC").slug
    rehearsals.set_the_table(slug)
    return slug


def find(slug: str) -> Gathering:
    return db.session.query(Gathering).filter_by(slug=slug).one()


def rows(slug: str) -> int:
    found = db.session.query(LedgerRow).filter_by(gathering_id=find(slug).id).count()
    db.session.rollback()
    return found


def send(slug: str) -> int:
    with writing(Gathering, slug) as gathering:
        by = db.session.query(Grant).filter_by(gathering_id=gathering.id, role="facilitator").one()
        return rehearsals.send_crowd(by, gathering, 50).id


def somebody(gathering: Gathering, name: str) -> Participant:
    return come_in(gathering, sha256(name), gathering.code, "", pretend=True)


def speak(slug: str, name: str, phones: int) -> None:
    with writing(Gathering, slug) as gathering:
        rehearsals.speak_for_crowd(somebody(gathering, name), phones)


def hand_over(slug: str, name: str, tried: Tried | None) -> None:
    with writing(Gathering, slug) as gathering:
        rehearsals.hand_over_report(somebody(gathering, name), tried)


def come_home(slug: str, crowd: int, tried: Tried | None) -> None:
    with writing(Gathering, slug) as gathering:
        rehearsals.crowd_came_home(gathering, crowd, tried)


def everything() -> dict[str, int]:
    """How many rows every table holds."""
    counted = {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in db.metadata.sorted_tables
    }
    db.session.rollback()
    return counted
