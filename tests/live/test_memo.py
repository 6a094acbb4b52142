"""Drawn once for many: bounded, and never older than it may be."""

import pytest
from flask import Flask

from assembly.live import cache as module
from assembly.live.cache import Memo
from tests.support.cast import Person, come_in


def test_the_same_key_is_drawn_once_until_it_is_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: clock[0])
    memo, drawn = Memo(most=2, seconds=1.0), []

    def draw() -> str:
        drawn.append(len(drawn))
        return f"text {len(drawn)}"

    assert [memo.of("a", draw), memo.of("a", draw)] == ["text 1", "text 1"]
    clock[0] += 1.0
    assert memo.of("a", draw) == "text 2"


def test_it_never_holds_more_than_it_may() -> None:
    memo = Memo(most=3, seconds=60.0)
    for number in range(10):
        memo.of(number, lambda: "text")
    assert len(memo._kept) <= 3


def test_a_text_carried_on_to_another_version_is_not_younger(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: clock[0])
    memo = Memo(most=9, seconds=1.0)
    memo.of(("hall", 7, "page"), lambda: "seven")
    clock[0] += 0.5
    memo.of(("hall", 8, "other"), lambda: "eight")
    memo.carry_on("elsewhere", 7, 9)
    memo.carry_on("hall", 7, 8)
    assert memo.of(("hall", 8, "page"), lambda: "drawn") == "seven"
    clock[0] += 0.5
    assert memo.of(("hall", 8, "page"), lambda: "drawn") == "drawn"
    assert memo.of(("hall", 8, "other"), lambda: "drawn") == "eight"


def test_who_catches_up_never_gets_a_forgotten_name(app: Flask, fay: Person, ana: Person) -> None:
    cleo = come_in(app, fay.slug, "Cleo")
    asked = "/fragments?id=gathering-arrivals"
    assert "Cleo" in ana.get(asked).get_data(as_text=True)
    cleo.post("/me/name", name="")
    assert "Cleo" not in ana.get(asked).get_data(as_text=True)
