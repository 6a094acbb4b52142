"""The export, for an operator."""

from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask

from assembly.book.export.folder import export as write
from assembly.config import BadConfiguration
from assembly.gatherings.cli import THE_CODE, gathering_of
from assembly.kernel.rules.codes import in_address


@click.command()
@click.argument("code", required=True, **THE_CODE)
@click.option("--to", default="", help="The folder to write; without it, one named after the code.")
@click.pass_obj
def export(ready_app: Callable[[], Flask], code: str, to: str) -> None:
    """Write a gathering into a folder that anybody can check. CODE is the evening's, such as MOSS 38.

    The book with a program that checks it (python3 verify.py ledger.jsonl), tables as CSV, minutes to print. Nobody's
    name is in it. A server may be running meanwhile.
    """
    app = ready_app()
    with app.test_request_context("/"):
        gathering = gathering_of(code)
        folder = Path(to or in_address(gathering.code)).absolute()
        try:
            write(gathering, folder, Path(str(app.static_folder)) / "css")
        except OSError as problem:
            raise BadConfiguration(f"{folder} could not be written: {problem.strerror}.") from problem
    click.echo(f"Written to {folder}. Check it there with: python3 verify.py ledger.jsonl")
