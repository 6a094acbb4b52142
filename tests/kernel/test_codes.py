"""Codes as people read, hear and type them."""

import pytest

from assembly.kernel.rules.codes import BY_LOOK, WORDS, normal_code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("NEEDLE3O", "NEEDLE 30"),
        ("SUMMER9I", "SUMMER 91"),
        ("SUMMER9l", "SUMMER 91"),
        ("0RANGE82", "ORANGE 82"),
        ("M1LK 10", "MILK 10"),
        ("mi1k lO", "MILK 10"),
        ("MlLK IO", "MILK 10"),
        ("ＭＯＳＳ３８", "MOSS 38"),
        ("moss ٣٨", "MOSS 38"),
        ("moss ۳۸", "MOSS 38"),
        ("  m-o-s-s   3–8 ", "MOSS 38"),
        ("M\u00a0OSS\u200b38", "MOSS 38"),
        ("mİlk 12", "MILK 12"),
        ("MOSS1O2l", "MOSS 1021"),
        ("NOSUCH12", "NOSUCH 12"),
        ("MOSS", "MOSS"),
        ("38", "38"),
        ("?", ""),
        ("", ""),
    ],
)
def test_what_somebody_typed_is_read_as_it_was_meant(typed: str, code: str) -> None:
    assert normal_code(typed) == code


def test_no_code_is_read_as_another() -> None:
    assert len(BY_LOOK) == len(WORDS), "no two words look alike"
    for number in (*range(10, 100), *range(1000, 10000, 37), 1010, 1100, 1111):
        for word in WORDS:
            assert normal_code(f"{word} {number}") == normal_code(f"{word}{number}") == f"{word} {number}"
