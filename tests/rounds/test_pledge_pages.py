"""Giving hours, as a phone sees it."""

import re
import secrets
from datetime import date, timedelta

import pytest
from flask import Flask

from assembly import language as words
from assembly.extensions import db
from assembly.kernel.models.ledger import LedgerRow
from assembly.rounds.models.allocation import Allocation
from assembly.rounds.models.pledge import Pledge
from assembly.rounds.models.round import LastCall
from tests.support.cast import Person, come_in, propose, refusal, start_gathering


def rows(app: Flask) -> list[str]:
    with app.app_context():
        return [row.kind for row in db.session.query(LedgerRow).order_by(LedgerRow.id)]


def pledges(app: Flask) -> list[int]:
    with app.app_context():
        return [pledge.hours for pledge in db.session.query(Pledge).order_by(Pledge.id)]


def test_a_pledge_is_kept_and_shown_to_its_giver(app: Flask, ana: Person) -> None:
    answered = ana.post("/proposals/1/pledge", hours=3, first_hour="this week")
    assert answered.status_code == 303
    assert pledges(app) == [3]
    assert "Night-watch kitchen" in ana.page("/me")


def test_htmx_gets_the_personal_part_and_where_to_put_it(ana: Person) -> None:
    answered = ana.post("/proposals/1/pledge", htmx=True, hours=3, first_hour="this week")
    assert answered.status_code == 200
    assert answered.headers["HX-Retarget"] == "#proposal-1-my_pledge"
    assert "Saved: 3 hours now. You are the first." in answered.get_data(as_text=True)


PERSONAL = re.compile(r'name="(csrf_token|key)" value="([^"]+)"')
MY_PLEDGE = re.compile(r'<section id="proposal-1-my_pledge".*?</section>', re.S)


@pytest.mark.parametrize("period_end", ["", "2027-03-01"])
def test_what_a_press_is_answered_is_what_the_page_shows(app: Flask, ana: Person, bo: Person, period_end: str) -> None:
    """One view on every road; nobody finds in it what is another's."""
    with app.app_context():
        db.session.query(Allocation).one().period_end = date.fromisoformat(period_end) if period_end else None
        db.session.commit()
    answers = []
    for person, hours in ((ana, 3), (bo, 3), (ana, 1), (ana, 3), (come_in(app, ana.slug, "Cleo"), 3)):
        answered = person.post("/proposals/1/pledge", htmx=True, hours=hours, first_hour="next week")
        answers.append(answered.get_data(as_text=True))
        page = person.page("/proposals/1")
        shown = MY_PLEDGE.search(page)
        assert shown
        assert PERSONAL.sub("", answers[-1]) == PERSONAL.sub("", shown[0])
    assert "You are the first." in answers[0]
    assert "You and 1 other." in answers[1]
    assert "You and 2 others." in answers[-1]
    keys = [key for answer in answers for name, key in PERSONAL.findall(answer) if name == "key"]
    assert len(set(keys)) == len(answers), "a key for each answer, in both of its forms"
    again = bo.post(
        "/proposals/1/pledge", htmx=True, key=PERSONAL.findall(answers[1])[1][1], hours=2, first_hour="later"
    )
    assert "Saved: 2 hours now." in again.get_data(as_text=True)


@pytest.mark.parametrize("state", ["open", "sealed", "last call", "standing still"])
def test_whatever_the_round_is_at_an_answer_is_what_the_page_shows(
    app: Flask, fay: Person, ana: Person, state: str
) -> None:
    with app.app_context():
        allocation = db.session.query(Allocation).one()
        allocation.sealed = state == "sealed"
        allocation.ending = "freeze" if state == "standing still" else "soft"
        db.session.commit()
    if state in ("last call", "standing still"):
        fay.post("/allocation/money")
        assert fay.post("/allocation/last-call").status_code == 303
        with app.app_context():
            db.session.query(LastCall).one().started_at -= timedelta(seconds=100)
            db.session.commit()
    said = {"sealed": "Saved, and sealed until", "standing still": "Saved. It counts at the close."}
    for deed in ("pledge", "pledge", "pledge/withdrawal"):
        typed = {"hours": 2, "first_hour": "later"} if deed == "pledge" else {}
        key = secrets.token_hex(16)
        answered = ana.post(f"/proposals/1/{deed}", htmx=True, key=key, **typed).get_data(as_text=True)
        again = ana.post(f"/proposals/1/{deed}", htmx=True, key=key, **typed).get_data(as_text=True)
        shown = MY_PLEDGE.search(ana.page("/proposals/1"))
        assert shown
        assert PERSONAL.sub("", answered) == PERSONAL.sub("", again) == PERSONAL.sub("", shown[0])
        assert (said.get(state, "Saved: 2 hours now.") in answered) == (deed == "pledge")


def test_the_answer_to_a_press_is_in_the_language_of_its_phone(
    app: Flask, ana: Person, bo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "LANGUAGES", ("en", "de"))
    with app.app_context():
        db.session.query(Allocation).one().period_end = date(2027, 3, 1)
        db.session.commit()
    for person, language, month in ((ana, "de", "März"), (bo, "en", "March"), (ana, "en", "March"), (bo, "de", "März")):
        form = {"csrf_token": person.csrf(), "key": secrets.token_hex(16), "hours": 3, "first_hour": "later"}
        spoken = {"HX-Request": "true", "Accept-Language": language}
        answered = person.browser.post(f"/g/{person.slug}/proposals/1/pledge", data=form, headers=spoken)
        assert month in answered.get_data(as_text=True), language


def test_a_pledge_can_be_changed_and_taken_back(app: Flask, ana: Person) -> None:
    ana.post("/proposals/1/pledge", hours=3, first_hour="this week")
    ana.post("/proposals/1/pledge", hours=5, first_hour="later")
    assert pledges(app) == [5]
    ana.post("/proposals/1/pledge/withdrawal")
    ana.post("/proposals/1/pledge/withdrawal")
    assert pledges(app) == [0]
    assert rows(app)[-3:] == ["hours pledged", "pledge changed", "pledge withdrawn"]


def test_the_same_press_twice_is_one_pledge(app: Flask, ana: Person) -> None:
    for _ in range(2):
        assert ana.post("/proposals/1/pledge", key="k" * 32, hours=3, first_hour="later").status_code == 303
    assert rows(app).count("hours pledged") == 1


def test_the_same_key_with_another_wish_is_refused(app: Flask, ana: Person) -> None:
    ana.post("/proposals/1/pledge", key="k" * 32, hours=3, first_hour="later")
    again = ana.post("/proposals/1/pledge", key="k" * 32, hours=4, first_hour="later")
    assert again.status_code == 409
    assert refusal(again)
    assert pledges(app) == [3]


@pytest.mark.parametrize("hours", ["0", "-1", "2.5", "abc", "1000000000", "", "٣", "1e3", "9" * 400, "\u202e3"])
def test_hours_that_are_no_hours_get_a_sentence_and_leave_no_trace(app: Flask, ana: Person, hours: str) -> None:
    before = rows(app)
    answered = ana.post("/proposals/1/pledge", hours="other", other=hours, first_hour="later")
    assert answered.status_code == 422
    assert refusal(answered)
    assert rows(app) == before
    assert pledges(app) == []


def test_what_was_typed_is_still_there_beside_the_sentence(ana: Person) -> None:
    answered = ana.post("/proposals/1/pledge", hours="other", other="40", first_hour="next week")
    assert answered.status_code == 422
    page = answered.get_data(as_text=True)
    assert 'value="40"' in page
    assert 'value="next week" required checked' in page


def test_nobody_gives_more_hours_than_a_person_may(app: Flask, ana: Person) -> None:
    ana.post("/proposals/1/pledge", hours=4, first_hour="later")
    answered = ana.post("/proposals/2/pledge", hours=3, first_hour="later")
    assert answered.status_code == 422
    assert "6 hours" in refusal(answered)
    assert pledges(app) == [4]


def test_nobody_backs_more_proposals_than_a_person_may(app: Flask, ana: Person) -> None:
    for number in (1, 2):
        assert ana.post(f"/proposals/{number}/pledge", hours=1, first_hour="later").status_code == 303
    assert ana.post("/proposals/3/pledge", hours=1, first_hour="later").status_code == 422
    assert pledges(app) == [1, 1]


def test_another_gatherings_numbers_are_not_found(ana: Person, elle: Person) -> None:
    assert elle.get("/proposals/1").status_code == 200
    ana.slug = elle.slug
    assert ana.get("/proposals/1").status_code == 403
    assert ana.post("/proposals/1/pledge", hours=1, first_hour="later").status_code == 403


def test_a_number_nobody_has_is_not_found(ana: Person) -> None:
    assert ana.get("/proposals/99").status_code == 404
    assert ana.post("/proposals/99/pledge", hours=1, first_hour="later").status_code == 404
    assert ana.get("/proposals/99999999999999999999").status_code == 404


def test_a_form_without_its_token_is_refused(app: Flask, ana: Person) -> None:
    answered = ana.browser.post(f"/g/{ana.slug}/proposals/1/pledge", data={"hours": 1, "first_hour": "later"})
    assert answered.status_code == 400
    assert "reload" in refusal(answered)
    assert pledges(app) == []


def test_a_form_from_another_site_is_refused(app: Flask, ana: Person) -> None:
    typed = {"csrf_token": ana.csrf(), "hours": 1, "first_hour": "later"}
    address = f"/g/{ana.slug}/proposals/1/pledge"
    for origin in ("http://evil.example", "http://[", "null"):
        answered = ana.browser.post(address, data=typed, headers={"Origin": origin})
        assert answered.status_code == 403, origin
    assert ana.browser.post(address, data=typed, headers={"Host": "["}).status_code == 400
    assert pledges(app) == []


def test_pledging_before_the_round_opens_says_so(app: Flask) -> None:
    early = start_gathering(app, "Southside", "First evening")
    propose(early, "Tool library", 0, 0)
    cleo = come_in(app, early.slug, "Cleo")
    answered = cleo.post("/proposals/1/pledge", hours=1, first_hour="later")
    assert answered.status_code == 422
    assert "Giving hours opens soon. Look up." in answered.get_data(as_text=True)
    assert pledges(app) == []


@pytest.mark.parametrize("htmx", [False, True])
def test_without_a_first_hour_the_sentence_stands_at_its_question_and_the_hours_stay_picked(
    app: Flask, ana: Person, htmx: bool
) -> None:
    assert " novalidate" in ana.page("/proposals/1"), "the browser's own bubble would not say which question"
    answered = ana.post("/proposals/1/pledge", htmx=htmx, hours=4)
    assert answered.status_code == 422
    assert refusal(answered) == "Please pick when your first hour is: this week, next week or later."
    page = answered.get_data(as_text=True)
    assert re.search(r'name="hours" value="4"[^>]* checked', page)
    assert page.index("When is your first hour? Pick one.") < page.index('id="refusal"')
    assert pledges(app) == []


def test_without_hours_the_first_hour_stays_picked(app: Flask, ana: Person) -> None:
    answered = ana.post("/proposals/1/pledge", first_hour="later")
    assert answered.status_code == 422
    page = answered.get_data(as_text=True)
    assert re.search(r'name="first_hour" value="later"[^>]* checked', page)
    assert page.index('id="refusal"') < page.index("How many hours?")
    assert pledges(app) == []


def test_every_proposal_of_the_list_has_its_press_and_mine_say_what_i_promised(ana: Person, bo: Person) -> None:
    ana.post("/proposals/2/pledge", hours=2, first_hour="later")
    assert ana.page("/proposals/").count("<span>Give hours</span>") == 3
    assert "You promised 2 hours" in ana.page("/proposals/")
    assert "You promised" not in bo.page("/proposals/")


def test_what_a_phone_is_sent_never_says_who_promised(fay: Person, ana: Person, bo: Person) -> None:
    bo.listen()
    ana.post("/proposals/2/pledge", hours=2, first_hour="later")
    assert fay.post("/proposals/2", minimum=1).status_code == 303, "a lowered minimum sends the cards again"
    heard = [html for news in bo.heard() for _, html in news["fragments"]]
    assert any("Give hours" in html for html in heard)
    assert [html for html in heard if "You promised" in html] == []


def test_change_on_my_page_opens_the_form_and_it_is_shut_after_the_save(ana: Person) -> None:
    ana.post("/proposals/1/pledge", hours=2, first_hour="later")
    assert "/proposals/1?change=1" in ana.page("/me")
    assert "<details data-once open>" in ana.page("/proposals/1?change=1")
    saved = ana.post("/proposals/1/pledge", hours=3, first_hour="later").location.split(ana.slug)[1]
    assert "<details data-once>" in ana.page(saved)
    assert "Saved: 3 hours now." in ana.page(saved)
