"""What an operator types: every command takes a gathering's code in the same way."""

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from assembly.cli.commands import main
from tests.support.cast import Person, code_of, end_evening


def typed(app: Flask, *words: str) -> Result:
    environ = {"ASSEMBLY_INSTANCE": str(app.config["INSTANCE"]), "ASSEMBLY_HOST": "127.0.0.1"}
    return CliRunner().invoke(main, words, env=environ)


@pytest.fixture(params=["{word} {number}", "{word}{number}", "{small} {number}"])
def words(app: Flask, fay: Person, request: pytest.FixtureRequest) -> list[str]:
    """Her evening's code, as an operator may type it."""
    word, number = code_of(app, fay.slug).split()
    return str(request.param).format(word=word, small=word.lower(), number=number).split()


def test_desk_export_and_purge_take_the_same_words(
    app: Flask, fay: Person, elle: Person, words: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("export")
    end_evening(app, fay)
    link = typed(app, "desk", *words)
    assert link.exit_code == 0, link.output
    second = Person(app, fay.slug)
    second.browser.post("/key", data={"csrf_token": second.csrf(), "key": link.output.split("#")[1].split()[0]})
    assert second.get("/desk").status_code == 200, "the desk of this evening, not of the newest one"
    assert typed(app, "export", *words, "--to", str(folder)).exit_code == 0
    assert typed(app, "purge", *words, "--yes").exit_code == 0


def test_crowd_and_attend_take_the_same_words(
    app: Flask, words: list[str], monkeypatch: pytest.MonkeyPatch, fay: Person
) -> None:
    sent: list[str] = []
    monkeypatch.setattr("assembly.rehearsal.cli.send", lambda crowd, bare: sent.append(crowd.code))
    monkeypatch.setattr("assembly.rehearsal.cli.come", lambda url, code, *rest: [f"went to {code}"])
    assert typed(app, "crowd", *words).exit_code == 0
    assert sent == [" ".join(words)]
    assert typed(app, "attend", *words).output == f"went to {' '.join(words)}\n"


@pytest.mark.parametrize("command", ["desk", "export", "purge"])
def test_a_code_that_no_gathering_has_is_named(app: Flask, fay: Person, command: str) -> None:
    answered = typed(app, command, "NOSUCH", "12")
    assert (answered.exit_code, answered.output) == (
        2,
        "There is no gathering with the code “NOSUCH 12” here. Its desk shows it.\n",
    )


@pytest.mark.parametrize("command", ["attend", "export", "purge"])
def test_what_cannot_do_without_a_code_asks_for_it(app: Flask, command: str) -> None:
    answered = typed(app, command)
    assert answered.exit_code == 2
    assert "CODE" in answered.output
