"""The board's doors: columns, cards, names, and the desk's deeds."""

import re

import pytest
from flask import Flask

from tests.support.cast import Person, bring_a_board, come_in, refusal, start_gathering


@pytest.fixture
def fay(app: Flask, fay: Person) -> Person:
    return bring_a_board(app, fay)


def mine(page: str) -> set[str]:
    found = re.search(r'data-numbers="([^"]*)"', page)
    assert found
    return set(found[1].split())


def test_a_card_is_a_type_and_a_press(ana: Person, bo: Person) -> None:
    assert "Cook for fifty" not in bo.page("/board/skills")
    posted = ana.post("/board/skills", words="Cook for fifty", note="vegan too", available="weekends")
    assert posted.status_code == 303
    assert "Cook for fifty" in ana.page(posted.location.split(ana.slug)[1])
    column = bo.page("/board/skills")
    for word in ("Cook for fifty", "vegan too", "weekends", "Ana"):
        assert word in column
    assert "Cook for fifty" not in bo.page("/board/tools")


def test_an_example_is_one_tap(ana: Person, bo: Person) -> None:
    assert "Mend bicycles" in bo.page("/board/skills/new")
    ana.post("/board/skills", example="Mend bicycles", words="")
    assert "Mend bicycles" in bo.page("/board/skills")
    assert 'value="Mend bicycles"' not in bo.page("/board/skills/new"), "it is up already"


def test_my_name_beside_anothers_and_off(ana: Person, bo: Person) -> None:
    ana.post("/board/skills", words="Cook for fifty")
    assert mine(bo.page("/board/skills")) == set()
    assert bo.post("/board/names", card=1).status_code == 303
    assert mine(bo.page("/board/skills")) == {"1"}
    assert "Ana, Bo" in ana.page("/board/skills")
    bo.post("/board/names", take_off=1)
    assert mine(bo.page("/board/skills")) == set()
    assert "Ana, Bo" not in ana.page("/board/skills")


def test_a_press_by_htmx_is_answered_with_what_is_mine(ana: Person, bo: Person) -> None:
    ana.post("/board/skills", words="Cook for fifty")
    answered = bo.post("/board/names", htmx=True, card=1)
    assert answered.headers["HX-Retarget"] == "#gathering-my_offers"
    assert mine(answered.get_data(as_text=True)) == {"1"}


def test_a_contact_is_asked_about_once_and_nothing_typed_is_lost(ana: Person, bo: Person) -> None:
    asked = ana.post("/board/skills", words="Call me 0171 2345678", note="evenings")
    assert asked.status_code == 422
    assert "on the wall" in refusal(asked)
    page = asked.get_data(as_text=True)
    assert 'value="Call me 0171 2345678"' in page
    assert 'value="evenings"' in page
    assert 'name="sure" value="yes"' in page
    assert "0171" not in bo.page("/board/skills")
    ana.post("/board/skills", words="Call me 0171 2345678", sure="yes")
    assert "0171" in bo.page("/board/skills")


def test_an_emoji_alone_is_asked_for_words(ana: Person) -> None:
    asked = ana.post("/board/skills", words="🍲")
    assert asked.status_code == 422
    assert 'name="sure"' not in asked.get_data(as_text=True)


def test_names_beside_cards_that_are_not_there(ana: Person, elle: Person) -> None:
    elle.post("/board/skills", words="Elle's card")
    assert ana.post("/board/names", card=1).status_code == 404
    assert ana.post("/board/names", card="x").status_code == 422
    assert ana.post("/board/names").status_code == 422


def test_only_those_inside_see_the_board(app: Flask, fay: Person, ana: Person) -> None:
    ana.post("/board/skills", words="Cook for fifty")
    stranger = Person(app, fay.slug)
    for place in ("/board/skills", "/board/skills/new", "/board/"):
        assert "Cook" not in stranger.get(place, follow_redirects=True).get_data(as_text=True)
    assert stranger.post("/board/skills", words="x").status_code == 403
    assert stranger.post("/board/names", card=1).status_code == 403


def test_the_desks_deeds_need_the_desk(fay: Person, ana: Person, bo: Person) -> None:
    ana.post("/board/skills", words="Cook for fifty")
    ana.post("/board/skills", words="Cooking")
    deeds = (
        ("/board/1/hiding", {}),
        ("/board/1/hiding/withdrawal", {}),
        ("/board/1/words", {"words": "x"}),
        ("/board/1/words/withdrawal", {}),
        ("/board/2/merging", {"into": "1 Cook for fifty"}),
        ("/board/2/merging/withdrawal", {}),
        ("/board/approval", {}),
        ("/board/approval/all", {}),
        ("/board/approval/withdrawal", {}),
    )
    for place, form in deeds:
        assert bo.post(place, **form).status_code == 403, place
    before = bo.page("/board/skills")
    for place, form in deeds:
        assert fay.post(place, **form).status_code == 303, place
    assert [word in bo.page("/board/skills") for word in ("Cook for fifty", "Cooking")] == [True, True]
    assert "x" in before


def test_a_card_off_the_wall_still_stands_on_its_owners_page(fay: Person, ana: Person, bo: Person) -> None:
    ana.post("/board/skills", words="Something rude")
    fay.post("/board/1/hiding")
    assert "Something rude" not in bo.page("/board/skills")
    assert "Something rude" not in fay.page("/wall")
    assert "A host took it off the wall" in ana.page("/me")
    assert "Put it back" in fay.page("/desk/board")


def test_putting_together_what_cannot_be(fay: Person, ana: Person) -> None:
    ana.post("/board/skills", words="Cook for fifty")
    ana.post("/board/tools", words="A van")
    assert "same column" in refusal(fay.post("/board/1/merging", into="2"))
    assert "already" in refusal(fay.post("/board/1/merging", into="1"))
    assert fay.post("/board/1/merging", into="the van").status_code == 422
    assert fay.post("/board/1/merging", into="77").status_code == 404


def test_words_on_cards_are_never_markup(fay: Person, ana: Person) -> None:
    ana.post("/board/skills", words="<script>alert(1)</script>", note="<img src=x onerror=alert(1)>")
    for page in (ana.page("/board/skills"), fay.page("/wall"), fay.page("/desk/board")):
        assert "<script>alert" not in page
        assert "<img" not in page


def test_prompts_and_cards_that_are_no_numbers_change_nothing(ana: Person) -> None:
    for odd in ("²", "-1", "9" * 5000, "x"):
        for name in ("posted", "prompt"):
            assert ana.get(f"/board/skills/new?{name}={odd}").status_code == 200, odd
    assert ana.post("/board/skills", words="Cook for fifty", prompt="²").status_code == 303


def test_nobody_reads_what_is_off_the_wall_by_its_number(fay: Person, ana: Person, bo: Person) -> None:
    fay.post("/board/approval")
    ana.post("/board/skills", words="Waits for a look")
    ana.post("/board/skills", words="Something rude")
    fay.post("/board/2/hiding")
    for number in (1, 2):
        assert bo.post("/board/names", card=number).status_code == 404, number
        told = bo.page(f"/board/skills/new?posted={number}")
        assert "Waits" not in told
        assert "rude" not in told
    assert "Waits" in ana.page("/board/skills/new?posted=1"), "my own I see"


def test_a_card_of_mine_alone_says_so_and_is_taken_off_on_my_page_with_a_second_press(ana: Person, bo: Person) -> None:
    ana.post("/board/skills", words="Cook for fifty")
    assert "data-only" in ana.page("/board/skills")
    alone = ana.page("/me")
    assert "Take it off the board" in alone
    assert alone.index("<summary>Take it off the board") < alone.index("Yes, take it off"), (
        "folded away until asked for"
    )
    bo.post("/board/names", card=1)
    assert "data-only" not in ana.page("/board/skills"), "one of two is a name, not a card"
    shared = ana.page("/me")
    assert "Take only my name off" in shared
    assert "Take it off the board" not in shared
    ana.post("/board/names", take_off=1)
    assert "Cook for fifty" in bo.page("/board/skills")


def test_my_page_knows_the_cards_i_put_up_from_those_i_joined(app: Flask, fay: Person, ana: Person, bo: Person) -> None:
    ana.post("/board/skills", words="Cook for fifty")
    bo.post("/board/skills", words="Mend bicycles")
    bo.post("/board/names", card=1)
    ana.post("/board/names", card=2)
    assert 'data-numbers="2 1" data-begun="1"' in ana.page("/board/skills")
    assert 'data-numbers="2 1" data-begun="2"' in bo.page("/board/skills")
    fay.post("/board/2/merging", into=1)
    assert 'data-numbers="1" data-begun="1"' in bo.page("/board/skills"), "what he put up is a part of it"
    ana.post("/board/names", take_off=1)
    assert 'data-numbers="" data-begun=""' in ana.page("/board/skills")


def test_what_was_just_put_up_can_be_taken_off_again_beside_the_way_to_the_board(ana: Person, bo: Person) -> None:
    led_to = ana.post("/board/tools", example="A van").location.split(ana.slug)[1]
    posted = ana.page(led_to)
    assert posted.index("See the board") < posted.index("Take it off again") < posted.index('id="words"')
    assert "Take it off again" not in bo.page(led_to), "only its owner is told"
    taken = ana.post("/board/names", **{"take_off": 1, "from": "new"})
    assert taken.status_code == 303
    assert "Taken off the board." in ana.page(taken.location.split(ana.slug)[1])
    assert "See the board" in ana.page(led_to), "the old address still is a page"
    assert "On the board:" not in ana.page(led_to)
    assert "A van" not in bo.page("/board/tools")


def test_the_board_marks_its_own_place_at_the_boards_step_too(app: Flask) -> None:
    fay = start_gathering(app, "Eastside Assembly", "What we have", kind="mapping")
    ana = come_in(app, fay.slug, "Ana")
    assert fay.post("/step", to=1, at=0).status_code == 303
    assert 'data-page="now"' in ana.page("/")
    assert 'data-page="board"' in ana.page("/board/skills")


def test_the_same_press_takes_one_change_back(fay: Person, ana: Person) -> None:
    ana.post("/board/skills", words="Cook for fifty")
    for words in ("Cook for sixty", "Cook for seventy"):
        fay.post("/board/1/words", words=words)
    for _ in range(2):
        assert fay.post("/board/1/words/withdrawal", key="k" * 32).status_code == 303
    assert "Cook for sixty" in ana.page("/board/skills")
