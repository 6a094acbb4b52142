"""The worked examples: rooms with every expected value, and awards paid out in parts."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from assembly.rounds.rules.room import allocate, answer, read_room
from assembly.rounds.rules.tranches import Tranches, released

HERE = Path(__file__).parent
VECTORS = json.loads((HERE / "vectors.json").read_text(encoding="utf-8"))

TRANCHES = json.loads((HERE / "tranche-vectors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_every_worked_example_comes_out_as_written(vector: dict[str, Any]) -> None:
    assert by_value(answer(read_room(json.dumps(vector)))) == by_value(vector["expect"])


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_order_a_room_is_written_in_changes_not_a_letter(vector: dict[str, Any]) -> None:
    backwards = {
        **vector,
        "proposals": vector["proposals"][::-1],
        "pledges": dict(reversed(vector["pledges"].items())),
    }
    assert allocate(json.dumps(backwards)) == allocate(json.dumps(vector))


@pytest.mark.parametrize("vector", TRANCHES, ids=lambda vector: str(vector["released"]))
def test_every_award_is_paid_out_as_written(vector: dict[str, int]) -> None:
    tranches = Tranches(**{name: vector[name] for name in ("start_pct", "confirm_pct", "full_at_pct", "steps")})
    hours = vector["pledged"], vector["confirmed"], vector["verified"]
    assert released(vector["award"], *hours, tranches) == vector["released"]


def test_all_rules_are_among_the_examples() -> None:
    assert [vector["rule"] for vector in VECTORS].count("equal_shares") == 3
    assert [vector["rule"] for vector in VECTORS].count("floors_first") == 3
    assert [vector["rule"] for vector in VECTORS].count("common_rate") == 17


def by_value(outcome: dict[str, Any]) -> dict[str, Any]:
    """Rates are compared by value, not by how they are written."""
    return {**outcome, "rate": outcome["rate"] and Fraction(*outcome["rate"])}
