"""A room as text: what is understood, what is printed, and the one sentence when it is not a room."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.kernel.rules import RuleBroken
from assembly.rounds.rules.allocation import Settings
from assembly.rounds.rules.room import MOST, allocate, answer, read_room

from .halls import Hall, halls, pledges, thorough

GARDEN = {"id": "garden", "min": 10, "cap": 90, "lot": 1}
CHOIR = {"id": "choir", "min": 10, "cap": 90, "lot": 2}
ROOM = {
    "pot": 100,
    "proposals": [GARDEN, CHOIR],
    "pledges": {"ana": {"garden": 2, "choir": 1}, "bo": {"garden": 2}, "cem": {"garden": 1}},
}


def room(**changed: Any) -> str:
    return json.dumps({**ROOM, **changed})


def refusal(text: str) -> str:
    with pytest.raises(RuleBroken) as refused:
        allocate(text)
    sentence = str(refused.value)
    assert sentence.isprintable()
    assert sentence.endswith(".")
    assert len(sentence) < 250
    return sentence


def test_missing_settings_take_the_defaults_of_a_round() -> None:
    assert read_room(room()).settings == Settings()


def test_a_config_may_be_partly_written_and_null_means_none() -> None:
    read = read_room(room(config={"min_people": 0, "per_person_cap": None}, max_rate=None, reach=90))
    assert read.settings == Settings(min_people=0, reach=90)


def test_the_answer_says_what_everybody_got_and_what_stays() -> None:
    assert answer(read_room(room())) == {
        "x": {"garden": 90, "choir": 0},
        "points": {"garden": 14, "choir": 4},
        "people": {"garden": 3, "choir": 1},
        "hours": {"garden": 5, "choir": 1},
        "rate": None,
        "status": {"garden": "full", "choir": "gate: needs 2 more people"},
        "unallocated": 10,
    }


def test_only_the_common_rate_prints_its_log() -> None:
    assert answer(read_room(room(rule="common_rate")))["log"] == [["open", "garden", 1000, 1400]]
    assert "log" not in answer(read_room(room()))


def test_floors_first_leaves_reach_and_the_highest_rate_alone() -> None:
    assert allocate(room(reach=50, max_rate=[1, 1])) == allocate(room())


def test_remarks_are_left_alone_wherever_they_stand() -> None:
    remarked = room(
        name="a", why="b", expect=7, proposals=[{**GARDEN, "name": "Garden", "why": "food"}, CHOIR], config={"why": "c"}
    )
    assert allocate(remarked) == allocate(room())


def test_names_in_any_script_are_printed_as_they_are() -> None:
    text = room(proposals=[{**GARDEN, "id": "κήπος 🌱"}], pledges={})
    assert '"κήπος 🌱": 0' in allocate(text)
    assert allocate("\ufeff" + text) == allocate(text)


def test_what_is_printed_is_json_fit_to_read() -> None:
    assert allocate(room(proposals=[], pledges={})).splitlines()[:3] == ["{", '  "x": {},', '  "points": {},']


def test_an_empty_room_is_a_room() -> None:
    assert answer(read_room(room(pot=0, proposals=[], pledges={})))["unallocated"] == 0


def test_a_rule_it_does_not_know_is_refused_by_name() -> None:
    assert refusal(room(rule="loudest_first")) == (
        "The rule 'loudest_first' is not known here; these are: floors_first, common_rate, equal_shares."
    )


@pytest.mark.parametrize(
    "text", ["", "pot", "{", "[1,]", '{"pot": 1', "\x00", "[" * 100_000, '{"pot": ' + "9" * 5000 + "}", "{'pot': 1}"]
)
def test_what_is_not_json_is_refused(text: str) -> None:
    assert refusal(text) == "This is not a room: the text is not JSON that can be read."


@pytest.mark.parametrize("text", ["[]", "7", "null", "true", '"room"'])
def test_json_that_is_no_room_is_refused(text: str) -> None:
    assert refusal(text) == "The room must be an object."


@pytest.mark.parametrize("missing", ["pot", "proposals", "pledges"])
def test_a_room_without_its_parts_is_refused(missing: str) -> None:
    assert refusal(json.dumps({key: ROOM[key] for key in ROOM if key != missing})) == f"The room has no {missing}."


@pytest.mark.parametrize("missing", ["id", "min", "cap", "lot"])
def test_a_proposal_without_its_parts_is_refused(missing: str) -> None:
    rest = {key: GARDEN[key] for key in GARDEN if key != missing}
    assert refusal(room(proposals=[rest], pledges={})).endswith(f" has no {missing}.")


@pytest.mark.parametrize("nonsense", [-1, 2.5, 1.0, 1e3, True, False, "7", [], {}, MOST + 1, 10**400])
@pytest.mark.parametrize("place", ["pot", "min", "cap", "lot", "need_people", "need_hours", "pledge", "reach", "rate"])
def test_a_number_that_is_not_whole_or_below_zero_or_beyond_all_sense_is_refused(place: str, nonsense: Any) -> None:
    written = {
        "pot": lambda: room(pot=nonsense),
        "pledge": lambda: room(pledges={"ana": {"garden": nonsense}}),
        "reach": lambda: room(reach=nonsense),
        "rate": lambda: room(max_rate=[nonsense, 1]),
    }.get(place, lambda: room(proposals=[{**GARDEN, place: nonsense}], pledges={}))()
    assert refusal(written).endswith(
        ("must be a whole number.", "cannot be below zero.", "is more than can be divided here.")
    )


@pytest.mark.parametrize("key", ["people_weight", "person_from", "per_person_cap", "min_people", "min_hours"])
@pytest.mark.parametrize("nonsense", [-1, 2.5, True, "7"])
def test_a_config_that_is_no_number_is_refused(key: str, nonsense: Any) -> None:
    assert refusal(room(config={key: nonsense})).startswith(f"{key} ")


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_numbers_json_does_not_have_are_refused(constant: str) -> None:
    assert refusal(f'{{"pot": {constant}}}') == f"{constant} is not a whole number."


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"proposals": {}}, "proposals must be a list."),
        ({"proposals": [7]}, "A proposal must be an object."),
        ({"proposals": [{**GARDEN, "id": 7}]}, "The id of a proposal must be text."),
        ({"proposals": [{**GARDEN, "id": "\ud800"}]}, "The id of a proposal holds half a character."),
        ({"proposals": [{**GARDEN, "min": 91}]}, "Proposal 'garden' has a minimum above its ask."),
        (
            {"proposals": [{**GARDEN, "min": 0}]},
            "Proposal 'garden' needs a minimum of at least 1, unless it asks for 0.",
        ),
        ({"proposals": [GARDEN, {**CHOIR, "id": "garden"}]}, "Two proposals have the id 'garden'."),
        (
            {"proposals": [GARDEN, {**CHOIR, "lot": 1}]},
            "Two proposals have the lot 1, so no tie between them can be settled.",
        ),
        ({"proposals": [{**GARDEN, "ask": 9}]}, "A proposal has a key that means nothing here: 'ask'."),
        ({"pledges": []}, "pledges must be an object: person, then proposal, then hours."),
        ({"pledges": {"ana": 3}}, "The pledges of 'ana' must be an object."),
        ({"pledges": {"ana": {"moon": 3}}}, "'ana' pledged to 'moon', and there is no such proposal."),
        ({"pledges": {"ana": {"garden": -1}}}, "The pledge of 'ana' to 'garden' cannot be below zero."),
        ({"rules": "floors_first"}, "The room has a key that means nothing here: 'rules'."),
        ({"rule": 7}, "The rule must be text."),
        ({"weight": "votes"}, "The weight 'votes' is not known here; these are: affine, hours."),
        ({"config": []}, "The config must be an object."),
        ({"config": {"gate": 3}}, "The config has a key that means nothing here: 'gate'."),
        ({"config": {"hour_weight": 2}}, "An hour is always one point: hour_weight is 1."),
        ({"config": {"person_from": 0}}, "A pledge can count as a person from 1 hour on, not from less."),
        ({"config": {"per_person_cap": 0}}, "A cap on one person's hours must leave at least 1 hour."),
        ({"reach": 0}, "The reach is a percentage from 1 to 100."),
        ({"max_rate": 5}, "max_rate is two whole numbers, money and points, or null."),
        ({"max_rate": [5, 1, 1]}, "max_rate is two whole numbers, money and points, or null."),
        ({"max_rate": [5, 0]}, "The highest rate is two whole numbers above zero: money, and points."),
    ],
)
def test_everything_else_that_is_no_room_is_refused_in_its_own_words(changed: dict[str, Any], sentence: str) -> None:
    assert refusal(room(**{"pledges": {}, **changed})) == sentence


@pytest.mark.parametrize(
    "text",
    [
        '{"pot": 1, "pot": 2}',
        '{"pot": 1, "pledges": {"pot": {}, "pot": {}}}',
        '{"pledges": {"a": {"pot": 1, "pot": 1}}}',
    ],
)
def test_a_key_that_stands_twice_is_refused_rather_than_half_read(text: str) -> None:
    assert refusal(text) == "'pot' stands twice in one object."


def test_a_sentence_quotes_hostile_words_short_and_in_the_open() -> None:
    hostile = "a\nb\u202e" + "c" * 10_000
    sentence = refusal(room(pledges={hostile: {"moon\r": 1}}))
    assert sentence.startswith(r"'a\nb\u202eccc")
    refusal(room(**{hostile: 1}))
    refusal(room(rule=hostile))
    refusal(room(weight=hostile))
    refusal(room(proposals=[{**GARDEN, "id": hostile, "min": 91}], pledges={}))
    refusal(room(proposals=[{**GARDEN, "id": hostile}] * 2, pledges={}))
    refusal(f'{{"{"k" * 9999}": 1, "{"k" * 9999}": 1}}')


@thorough
@given(halls(), st.data())
def test_a_room_read_from_text_is_divided_like_the_room_it_tells_of(hall: Hall, data: st.DataObject) -> None:
    given_hours = data.draw(pledges(hall.terms))
    settings = hall.settings
    text = json.dumps(
        {
            "pot": hall.pot,
            "proposals": [
                {
                    "id": each.id,
                    "min": each.minimum,
                    "cap": each.ask,
                    "lot": each.lot,
                    "need_people": each.need_people,
                    "need_hours": each.need_hours,
                }
                for each in hall.terms
            ],
            "pledges": given_hours,
            "rule": settings.rule,
            "weight": settings.weight,
            "reach": settings.reach,
            "max_rate": settings.max_rate,
            "config": {
                "people_weight": settings.people_weight,
                "min_people": settings.min_people,
                "min_hours": settings.min_hours,
            },
        }
    )
    read = read_room(text)
    assert (read.pot, read.terms, read.pledges, read.settings) == (hall.pot, hall.terms, given_hours, settings)
    assert json.loads(allocate(text)) == answer(read)


anything_at_all = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*ROOM, "config", "id", "min"]), inner),
    max_leaves=8,
)


@thorough
@given(anything_at_all)
def test_json_of_any_other_kind_is_refused_in_one_sentence(anything: Any) -> None:
    refusal(json.dumps(anything))


@thorough
@given(
    anything_at_all, st.sampled_from(["pot", "proposals", "pledges", "rule", "weight", "reach", "max_rate", "config"])
)
def test_anything_in_the_place_of_something_is_divided_or_refused_in_one_sentence(anything: Any, place: str) -> None:
    try:
        divided = json.loads(allocate(room(**{"pledges": {}, place: anything})))
    except RuleBroken as refused:
        assert str(refused).isprintable()  # noqa: PT017 either is an answer
    else:
        assert sum(divided["x"].values()) + divided["unallocated"] == (anything if place == "pot" else ROOM["pot"])
