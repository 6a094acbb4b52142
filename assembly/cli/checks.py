"""What a contributor types: every test, and measurements."""

import os
import subprocess
import sys

import click

from assembly.config import ROOT

BENCHES = sorted(file.stem for file in (ROOT / "bench").glob("*.py"))
OTHERS_WORDS = {"ignore_unknown_options": True}


@click.command(context_settings=OTHERS_WORDS, add_help_option=False)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def test(words: tuple[str, ...]) -> None:
    """Pass every test (--long for the heavy ones too); more words go to pytest."""
    raise SystemExit(subprocess.call([sys.executable, str(ROOT / "tests" / "run.py"), *words], cwd=ROOT))


@click.command(context_settings=OTHERS_WORDS)
@click.argument("name", type=click.Choice(BENCHES))
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def bench(name: str, words: tuple[str, ...]) -> None:
    """Measure on this machine: how long the rule, the check of a book or a full hall takes. Prints a table."""
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    raise SystemExit(subprocess.call([sys.executable, str(ROOT / "bench" / f"{name}.py"), *words], env=environment))
