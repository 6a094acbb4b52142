"""The form of a round's settings: it reads what it wrote, and gives back what it could not read."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.ledger import sealed
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.models.places import Assembly
from assembly.rounds.rules.settings import RoundSettings
from assembly.rounds.web.round_settings import RoundSettingsForm
from tests.support.cast import Person, open_evening, refusal, start_gathering

USUAL = RoundSettings(step=100, period="the next four weeks")
UNUSUAL = RoundSettings(
    rule="common_rate",
    weight="hours",
    people_weight=0,
    person_from=2,
    per_person_cap=4,
    min_people=1,
    min_hours=0,
    reach=90,
    max_rate=(11, 2),
    step=50,
    divided=8_000_50,
    set_aside=120_00,
    set_aside_note="rent of the hall",
    hours_each=12,
    proposals_each=3,
    period="spring",
    period_end=date(2026, 12, 20),
    last_call_seconds=60,
    money_when="end",
    sealed=True,
    ending="freeze",
)


@pytest.fixture
def fay(app: Flask) -> Person:
    return start_gathering(app, "Eastside Assembly", "Winter congress")


@pytest.fixture
def assembly(app: Flask, fay: Person) -> Iterator[Assembly]:
    with app.test_request_context("/"):
        yield db.session.query(Gathering).filter_by(slug=fay.slug).one().assembly


def shown(page: str) -> dict[str, str]:
    """What a browser would send of the form on this page, but for its token and key."""
    sent = sent_from(page[page.index('class="fields settings"') : page.index('class="publish"')])
    return {name: value for name, value in sent.items() if name not in ("csrf_token", "key")}


def sent_from(form: str) -> dict[str, str]:
    sent = {}
    for tag in re.findall(r"<input [^>]*>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes["type"] not in ("radio", "checkbox") or re.search(r"\schecked\b", tag):
            sent[attributes["name"]] = unescape(attributes["value"])
    return sent


@pytest.mark.parametrize("settings", [USUAL, UNUSUAL])
def test_a_form_filled_from_settings_and_sent_back_makes_the_same_settings(
    settings: RoundSettings, assembly: Assembly
) -> None:
    typed = sent_from("".join(str(field) for field in RoundSettingsForm(assembly, settings, None)))
    assert RoundSettingsForm(assembly, None, MultiDict(typed)).settings() == settings


def test_what_is_left_empty_has_its_usual_value(assembly: Assembly) -> None:
    assert RoundSettingsForm(assembly, None, MultiDict({"hours_each": " "})).settings() == RoundSettings(step=100)


def test_what_stands_at_the_desk_can_be_published_again_unchanged(app: Flask, fay: Person) -> None:
    sent = {"divided": "8,000.50", "step": "0.5", "weight": "hours", "money_when": "end", "sealed": "yes"}
    sent |= {"per_person_cap": "4", "max_rate_over": "5.50", "max_rate_under": "2", "period_end": "2026-12-20"}
    assert fay.post("/allocation", ending="freeze", rule="common_rate", **sent).status_code == 303
    first = settings_of(app, fay)
    assert fay.post("/allocation", **shown(fay.page("/desk/settings"))).status_code == 303
    assert (first.divided, first.step, first.max_rate, first.period) == (800050, 50, (11, 2), "")
    assert settings_of(app, fay) == replace(first, period="the next four weeks"), "a suggestion stood there"


@pytest.mark.parametrize(
    ("name", "nonsense", "sentence"),
    [
        ("divided", "80x", "is not an amount"),
        ("set_aside", "-3", "cannot be less than nothing"),
        ("hours_each", "three", "Please use whole numbers"),
        ("period_end", "soon", "Please write the date"),
        ("per_person_cap", "many", "Please use whole numbers"),
        ("max_rate_over", "5", "takes two numbers"),
    ],
)
def test_a_refused_form_keeps_all_that_was_typed(fay: Person, name: str, nonsense: str, sentence: str) -> None:
    typed = {**shown(fay.page("/desk/settings")), "set_aside_note": "the <rent>", "rule": "common_rate", "reach": ""}
    refused = fay.post("/allocation", **typed | {name: nonsense})
    assert refused.status_code == 422
    assert sentence in refusal(refused)
    assert shown(refused.get_data(as_text=True)) == typed | {name: nonsense}


def test_the_field_that_could_not_be_read_is_marked(fay: Person) -> None:
    refused = fay.post("/allocation", divided=1000, step="x").get_data(as_text=True)
    (marked,) = re.findall(r'<input [^>]*aria-invalid="true"[^>]*>', refused)
    assert 'name="step"' in marked
    assert 'aria-describedby="refusal"' in marked


def test_a_tick_that_was_taken_off_stays_off_in_a_refused_form(fay: Person) -> None:
    assert fay.post("/allocation", divided=1000, sealed="yes").status_code == 303
    typed = shown(fay.page("/desk/settings"))
    assert typed.pop("sealed") == "yes"
    refused = fay.post("/allocation", **typed | {"divided": "x"})
    assert "sealed" not in shown(refused.get_data(as_text=True))


def test_an_open_round_shows_what_was_published_whatever_is_sent(fay: Person) -> None:
    open_evening(fay)
    for sent in ({"money_when": "never"}, {"money_when": "end", "ending": "hard"}, {"ending": "freeze"}):
        refused = fay.post("/allocation", divided=1000, **sent)
        assert refused.status_code == 422, sent
        page = refused.get_data(as_text=True)
        assert "<dd>When you press</dd>" in page
        assert "<dd>Soft</dd>" in page


def settings_of(app: Flask, fay: Person) -> RoundSettings:
    with app.app_context():
        return db.session.query(Gathering).filter_by(slug=fay.slug).one().allocation.settings


def test_the_book_keeps_every_setting_under_its_name(app: Flask, fay: Person) -> None:
    sent = {"divided": 3000, "set_aside_note": "rent", "period_end": "2026-12-20", "max_rate_over": 5}
    assert fay.post("/allocation", max_rate_under=2, **sent).status_code == 303
    with app.app_context():
        facts = db.session.query(LedgerRow).filter_by(kind="settings published").one().told["facts"]
        salt = db.session.query(Gathering).filter_by(slug=fay.slug).one().salt
    assert facts == {
        "round": 1,
        "rule": "floors_first",
        "weight": "affine",
        "people_weight": 3,
        "person_from": 1,
        "per_person_cap": None,
        "min_people": 3,
        "min_hours": 3,
        "min_outside": 0,
        "reach": 100,
        "max_rate": [5, 2],
        "step": 100,
        "divided": 300000,
        "set_aside": 0,
        "set_aside_note": sealed("rent", salt),
        "hours_each": 6,
        "proposals_each": 2,
        "period": sealed("", salt),
        "period_end": "2026-12-20",
        "last_call_seconds": 180,
        "money_when": "pressed",
        "sealed": False,
        "ending": "soft",
    }
