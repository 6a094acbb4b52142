"""Words of a need find cards: endings and accents are looked through, and a list says what means the same."""

import pytest

from assembly.needs.readings.stems import stem
from assembly.needs.rules.matching import USUAL, fit, groups_of, plain, said, words_of


def fits(need: str, card: str, lines: str = "") -> bool:
    groups = groups_of(lines)
    return fit(said(need, groups, stem), said(card, groups, stem)).any


@pytest.mark.parametrize(
    ("need", "card"),
    [
        ("Somebody to mend my bicycle", "Mending bicycles"),
        ("A van on Saturday", "VANS"),
        ("réparer mon vélo", "Réparation de velos"),
        ("reparacion de bicicletas", "Puedo reparar una bicicleta"),
        ("مطبخ كبير", "المطبخ"),
        ("Écrivaine", "ecrivaine"),
    ],
)
def test_endings_and_accents_are_looked_through(need: str, card: str) -> None:
    assert fits(need, card)


@pytest.mark.parametrize(
    ("need", "card"),
    [
        ("Help with the rent", "Help with the garden"),
        ("Somebody for my street", "Someone in our street"),
        ("I need a card", "We have a band"),
        ("", "Sewing"),
        ("🍲", "🍲"),
    ],
)
def test_words_that_say_nothing_find_nothing(need: str, card: str) -> None:
    assert not fits(need, card)


def test_a_list_says_what_means_the_same_also_phrases_and_other_languages() -> None:
    assert not fits("Childcare on Mondays", "Mind the kids")
    lines = "childcare, kids, garde d'enfants\nroom, place to meet"
    assert fits("Childcare on Mondays", "Mind the kids", lines)
    assert fits("Garde d'enfants", "Kids", lines)
    assert fits("A place where we meet", "A living room for twelve", lines)
    assert not fits("A place in the sun", "A living room for twelve", lines), "half a phrase is none"


def test_what_an_assembly_begins_with_is_a_list_that_can_be_read() -> None:
    assert len(groups_of(USUAL)) == len(USUAL.splitlines()) >= 12
    assert fits("Something for hungry people", "Cook for fifty", USUAL)
    assert fits("طعام", "Cook for fifty", USUAL)


def test_an_odd_list_harms_nobody() -> None:
    for lines in ("", ",,,\n,", "one", "\n\n", "a, the", "،", "x" * 4000):
        assert groups_of(lines) == []


def test_plain_words() -> None:
    assert plain("Écrivaine") == "ecrivaine"
    assert words_of("Help with my BICYCLE, please: 2 wheels") == ["bicycle", "please", "wheels"]
