"""Go or no go: each thing that speaks against it, and how many phones a laptop carries."""

import json
from dataclasses import asdict, replace

import pytest

from assembly.kernel.rules import RuleBroken
from assembly.people.rules import check_pretend
from assembly.rehearsal.rules import (
    LONGEST,
    LONGEST_REPORT,
    MOST_COUNTED,
    MOST_PHONES,
    OFFERED,
    Tried,
    check_crowd,
    check_removable,
    judge,
    read_report,
    write_report,
)

WELL = Tried(
    phones=300,
    inside=300,
    arrivals=15_200,
    door=340,
    presses=900,
    refused=0,
    middle=80,
    most=1_500,
    worst=2_900,
    dropped=30,
    back=400,
    lost=0,
    regressions=0,
)


def test_a_room_that_was_well_is_a_go() -> None:
    verdict = judge(WELL)
    assert verdict.go
    assert verdict.against == ()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"inside": 299}, "299 of 300 phones came in."),
        ({"presses": 0}, "Nobody gave hours. Press Next until people can, and send phones again."),
        ({"lost": 1}, "1 times something saved did not stand, or did not reach a screen."),
        ({"regressions": 2}, "2 times a screen showed older after newer."),
        ({"refused": 3}, "3 presses got no good answer."),
        ({"door": 10_100}, "Somebody waited 10.1 seconds at the door."),
        ({"most": 3_100}, "One screen of twenty came later than 3.1 seconds after the press."),
        ({"worst": 10_001}, "The slowest screen came 10.0 seconds after the press."),
        ({"back": 9_000}, "Somebody who lost the line was back only after 9.0 seconds."),
    ],
)
def test_one_thing_against_it_is_enough(wrong: dict[str, int], sentence: str) -> None:
    verdict = judge(replace(WELL, **wrong))
    assert not verdict.go
    assert [str(reason) for reason in verdict.against] == [sentence]


def test_a_time_at_its_limit_is_still_a_go() -> None:
    assert judge(replace(WELL, door=10_000, most=3_000, worst=10_000, back=5_000)).go


def test_what_it_carries_follows_the_screens_and_never_twice_what_was_tried() -> None:
    assert judge(WELL).carries == 600
    assert judge(replace(WELL, most=0)).carries == 600, "nobody should guess further"
    assert judge(replace(WELL, most=2_250)).carries == 400
    assert judge(replace(WELL, most=6_000)).carries == 150, "less than came: the screens were late"
    assert judge(replace(WELL, inside=7, phones=7, most=1_000)).carries == 14
    assert judge(replace(WELL, inside=2, phones=2, most=1_000)).carries == 4


@pytest.mark.parametrize("wrong", [{"presses": 0}, {"lost": 1}, {"regressions": 1}, {"inside": 0}])
def test_nobody_can_tell_what_it_carries_when_it_did_not_work(wrong: dict[str, int]) -> None:
    assert judge(replace(WELL, **wrong)).carries == 0


def test_pretend_people_and_removals_stay_out_of_evenings_that_count() -> None:
    check_pretend(True)
    check_removable(True)
    with pytest.raises(RuleBroken, match="only come to a rehearsal"):
        check_pretend(False)
    with pytest.raises(RuleBroken, match="Only a rehearsal can be removed"):
        check_removable(False)


@pytest.mark.parametrize(("phones", "minutes"), [(0, 1), (MOST_PHONES + 1, 1), (1, 0), (1, LONGEST + 0.1)])
def test_a_crowd_has_bounds(phones: int, minutes: float) -> None:
    check_crowd(1, LONGEST)
    check_crowd(MOST_PHONES, 0.1)
    with pytest.raises(RuleBroken):
        check_crowd(phones, minutes)


def test_what_the_desk_offers_is_within_the_bounds() -> None:
    for phones in OFFERED:
        check_crowd(phones, 1)


def test_a_sheet_is_read_as_it_was_written() -> None:
    assert read_report(write_report(WELL)) == WELL
    most = Tried(**dict.fromkeys(asdict(WELL), MOST_COUNTED) | {"phones": MOST_PHONES, "inside": MOST_PHONES})
    assert read_report(write_report(most)) == most


@pytest.mark.parametrize(
    "wrong",
    [
        {"phones": 0, "inside": 0},
        {"phones": MOST_PHONES + 1},
        {"inside": 301},
        {"lost": -1},
        {"lost": True},
        {"lost": "1"},
        {"lost": 1.5},
        {"lost": None},
        {"lost": [1]},
        {"presses": MOST_COUNTED + 1},
        {"middle": 1_501},
        {"most": 2_901},
        {"more": 1},
    ],
)
def test_what_no_crowd_can_have_found_is_no_sheet(wrong: dict[str, object]) -> None:
    with pytest.raises(RuleBroken):
        read_report(json.dumps(asdict(WELL) | wrong))


@pytest.mark.parametrize(
    "written", ["", "5", "[1, 2", "null", '{"phones": 3}', "NaN", "[" * LONGEST_REPORT, " " * 60_000]
)
def test_what_is_no_line_of_a_sheet_is_refused(written: str) -> None:
    with pytest.raises(RuleBroken, match="no report"):
        read_report(written)
    with pytest.raises(RuleBroken, match="no report"):
        read_report(write_report(WELL) + " " * LONGEST_REPORT)
