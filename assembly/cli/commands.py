"""Everything an operator types."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from assembly.config import ROOT, BadConfiguration
from assembly.kernel.rules import RuleBroken

THE_CODE: dict[str, Any] = {
    "nargs": -1,
    "callback": lambda context, argument, words: " ".join(words),
}  # MOSS 38, or MOSS38
BENCHES = sorted(file.stem for file in (ROOT / "bench").glob("*.py"))


class Commands(click.Group):
    """A group whose configuration errors are one sentence and exit 2."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except (BadConfiguration, RuleBroken) as broken:
            click.echo(str(broken), err=True)
            raise SystemExit(2) from broken


@click.group(cls=Commands)
@click.version_option("0.1.0", message="assembly %(version)s")
def main() -> None:
    """Assembly: people commit first and money follows."""


@main.command()
@click.option("--host", envvar="ASSEMBLY_HOST", default="0.0.0.0", show_default=True, help="Address to listen on.")
@click.option("--port", envvar="ASSEMBLY_PORT", default="8000", show_default=True, help="Port to listen on.")
@click.option("--browser/--no-browser", default=True, help="Open the desk in this computer's browser.")
def serve(host: str, port: str, browser: bool) -> None:
    """Run Assembly on this computer."""
    _serve(host, port, browser)


@main.command()
@click.option("--host", envvar="ASSEMBLY_HOST", default="0.0.0.0", show_default=True, help="Address to listen on.")
@click.option("--port", envvar="ASSEMBLY_PORT", default="8000", show_default=True, help="Port to listen on.")
@click.option("--browser/--no-browser", default=True, help="Open the desk in this computer's browser.")
@click.option("--guests", default=24, show_default=True, help="Pretend people who come to the rehearsal (0: nobody).")
@click.option("--pace", default=1.0, show_default=True, help="Their pace: 0.5 is twice as fast.")
def demo(host: str, port: str, browser: bool, guests: int, pace: float) -> None:
    """Rehearse: made-up evenings in a database of their own, and pretend people who arrive, post and pledge."""
    os.environ["ASSEMBLY_INSTANCE"] = str(Path(os.environ.get("ASSEMBLY_INSTANCE", ROOT / "instance")) / "demo")
    _serve(host, port, browser, guests=max(0, min(guests, 200)), pace=max(0.0, pace))


@main.command()
@click.argument("code", required=True, **THE_CODE)
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="Where Assembly is.")
@click.option("--people", default=24, show_default=True, help="How many come.")
@click.option("--pace", default=1.0, show_default=True, help="Their pace: 0.5 is twice as fast.")
def attend(code: str, url: str, people: int, pace: float) -> None:
    """Let pretend people come to a rehearsal through its door. CODE is the door's; the demo does this by itself."""
    from assembly.rehearsal.phones.guests import attend as come

    for said in come(url, code, people, pace):
        click.echo(said)


@main.command()
@click.argument("code", **THE_CODE)
@click.option("--phones", default=300, show_default=True, help="How many come: up to 2000.")
@click.option("--minutes", default=1.0, show_default=True, help="How long they give hours: up to 30.")
@click.option("--url", default="", help="Where Assembly is, or the whole link at its door.")
@click.option("--remove", is_flag=True, help="Remove the rehearsal CODE with everything in it; nobody comes.")
@click.option(
    "--json", "bare", is_flag=True, help="Print nothing but what they found, as JSON; the desk is told nothing."
)
def crowd(code: str, phones: int, minutes: float, url: str, remove: bool, bare: bool) -> None:
    """Send pretend phones to a rehearsal, and read whether this laptop and network carry your evening.

    CODE is the rehearsal's, from its desk. Without it a rehearsal is made for them on this computer, where Assembly
    must be running, and removed afterwards. What they found stands on the rehearsal's desk too. They never enter an
    evening that counts. Stop with Ctrl+C.
    """
    from assembly.cli import serving

    place, _, at_the_door = url.partition("/j/")
    typed = code or at_the_door
    if remove and not typed:
        raise BadConfiguration("Type the code of the rehearsal to remove. Its desk shows it.")
    elif remove:
        raise SystemExit(serving.remove_rehearsal(typed))
    elif not typed and url:
        raise BadConfiguration(
            "From another computer, type the whole link at the door of a rehearsal. The desk there starts one."
        )
    raise SystemExit(serving.send_crowd(typed, place, phones, minutes, bare))


@main.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def test(words: tuple[str, ...]) -> None:
    """Pass every test (--long for the heavy ones too); more words go to pytest."""
    raise SystemExit(subprocess.call([sys.executable, str(ROOT / "tests" / "run.py"), *words], cwd=ROOT))


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("name", type=click.Choice(BENCHES))
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def bench(name: str, words: tuple[str, ...]) -> None:
    """Measure on this machine: how long the rule, the check of a book or a full hall takes. Prints a table."""
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    raise SystemExit(subprocess.call([sys.executable, str(ROOT / "bench" / f"{name}.py"), *words], env=environment))


@main.command()
@click.argument("room", type=click.File())
def allocate(room: Any) -> None:
    """Divide a pot: reads a room as JSON (- for standard input), prints what the rule gives."""
    from assembly.rounds.rules.room import allocate as divided

    try:
        click.echo(divided(room.read()))
    except UnicodeDecodeError:
        raise RuleBroken("The room is not readable text: it must be JSON in UTF-8.") from None


@main.command()
@click.argument("code", **THE_CODE)
@click.option("--wall", is_flag=True, help="A link for the wall instead of the desk.")
def desk(code: str, wall: bool) -> None:
    """Make a new link for a facilitator who lost the desk (or for a wall).

    CODE is the gathering's, such as MOSS 38; without it, the newest gathering's desk opens.
    """
    from assembly.cli.serving import make_link

    click.echo(make_link(code, "wall" if wall else "facilitator"))


@main.command()
@click.argument("code", required=True, **THE_CODE)
@click.option("--yes", is_flag=True, help="Do not ask for the code again.")
def purge(code: str, yes: bool) -> None:
    """Forget everything about the people of an evening that is over. CODE is the evening's, such as MOSS 38.

    Names, cards, promises and phones are deleted for good, from the database's files too. Proposals, amounts, totals
    and the book stay. A server may be running meanwhile. Backups and printed pages are yours to destroy.
    """
    from assembly.cli.serving import purge_gathering

    raise SystemExit(purge_gathering(code, sure=yes))


@main.command()
@click.argument("code", required=True, **THE_CODE)
@click.option("--to", default="", help="The folder to write; without it, one named after the code.")
def export(code: str, to: str) -> None:
    """Write a gathering into a folder that anybody can check. CODE is the evening's, such as MOSS 38.

    The book with a program that checks it (python3 verify.py ledger.jsonl), tables as CSV, minutes to print. Nobody's
    name is in it. A server may be running meanwhile.
    """
    from assembly.cli.serving import export_gathering

    click.echo(export_gathering(code, to))


@main.command()
def migrate() -> None:
    """Bring the database to this version's shape (serving does it by itself)."""
    from assembly.cli.serving import bring_up_to_date

    bring_up_to_date()


def _serve(host: str, port: str, browser: bool, guests: int | None = None, pace: float = 1.0) -> None:
    os.environ["ASSEMBLY_HOST"], os.environ["ASSEMBLY_PORT"] = host, port
    from assembly.cli.serving import serve as run

    run(browser=browser, guests=guests, pace=pace)
