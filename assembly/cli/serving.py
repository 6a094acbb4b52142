"""Running the server: check what can be wrong first, say where it is, then listen."""

import atexit
import errno
import gc
import logging
import os
import socket
import subprocess
import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import qrcode
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select

from assembly import create_app
from assembly.addresses import on_this_computer, public_url
from assembly.book.export import export
from assembly.config import ROOT, BadConfiguration, settings
from assembly.extensions import db
from assembly.forgetting.actions import check_evening_over, purge
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.books import look_at_every_book
from assembly.kernel.actions.keys import make_link as new_link
from assembly.kernel.actions.writing import writing
from assembly.kernel.database import sweep
from assembly.kernel.rules.codes import in_address, spelled
from assembly.kernel.rules.refusals import Busy
from assembly.live.sending import check_libraries
from assembly.people.readings.names import headcount_of
from assembly.people.web.keys import key_link, operator_key
from assembly.rehearsal.actions.rehearsals import rehearse_hours
from assembly.rehearsal.actions.rehearsals import remove_rehearsal as remove_all
from assembly.rehearsal.phones.phone import Gone
from assembly.rehearsal.rules import check_crowd, judge, write_sheet
from assembly.shell.static_files import put_on_shelf

PHONES = 20_000  # open connections; beyond it all of HTTP would hang
PORT_FILE = "port"  # where a running server says which port it took, for `assembly desk`
STILL_READ = (
    "Deleted, and off every screen. But somebody reads the database right now, so traces may be left in its files: "
    "stop Assembly, and type the same once more."
)
GRACE = 2  # seconds for a stopping worker: sockets never end by themselves


def serve(browser: bool, guests: int | None = None, pace: float = 1.0) -> None:
    """Serve until stopped; with `guests`, the made-up evenings and so many pretend people at the rehearsal.

    BadConfiguration when the port cannot be had.
    """
    app = ready_app()
    host, port = app.config["HOST"], app.config["PORT"]
    check_port(host, port)
    check_libraries()
    if guests is not None:
        invite(app, say_where_the_demo_is(app), guests, pace)
    with app.app_context():
        key = operator_key()
        desk = f"{on_this_computer(app)}/key#{key}"
        (app.config["INSTANCE"] / PORT_FILE).write_text(str(port))
        greet(public_url(), desk, key)
        db.engine.dispose()
    run(app, host, port, desk if browser and may_open_browser() else None)


def ready_app() -> Flask:
    """The application with its database in this version's shape, and every book looked at."""
    app = create_app()
    _migrate(app)
    _look_at_books(app)
    return app


def bring_up_to_date() -> None:
    ready_app()
    click.echo("The database is up to date.")


def send_crowd(code: str, url: str, phones: int, minutes: float, bare: bool) -> int:
    """Let pretend phones try a rehearsal and print their sheet; what the command ends with: 0 for a go, 1 for none."""
    check_crowd(phones, minutes)
    if code:
        return _let_come(code, url or _address_of_the_server(), phones, minutes, bare)
    app = ready_app()
    with app.test_request_context("/"):
        made = rehearse_hours()
        _close_database()
        try:
            return _let_come(made, _address_of_the_server(), phones, minutes, bare)
        finally:
            remove_rehearsal(made, quiet=True)


def remove_rehearsal(typed: str, quiet: bool = False) -> int:
    """Remove a rehearsal with everything in it; what the command ends with: 1 when the files could not be swept yet."""
    app = ready_app()
    with app.app_context():
        slug = _gathering(typed).slug
        db.session.rollback()
        swept = _for_good(slug, remove_all, "removed")
    if not quiet:
        click.echo("Removed, with its proposals, people, hours and book." if swept else STILL_READ)
    return 0 if swept else 1


def make_link(typed: str, role: str) -> str:
    """A new link for the gathering with this code, or the newest one, as this and as other computers open it."""
    app = ready_app()
    with app.app_context():
        slug = (_gathering(typed) if typed else _newest_gathering()).slug
        db.session.rollback()
        port = app.config["INSTANCE"] / PORT_FILE
        app.config["PORT"] = int(port.read_text()) if port.exists() else app.config["PORT"]
        with app.test_request_context("/"), writing(Gathering, slug) as gathering:
            elsewhere = key_link(new_link(None, gathering, role))
        here = f"{on_this_computer(app)}/key#{elsewhere.split('#')[1]}"
        return f"On this computer: {here}\nOn another one:   {elsewhere}"


def purge_gathering(typed: str, sure: bool) -> int:
    """Forget all about an evening's people; what the command ends with: 1 when the files could not be swept yet."""
    app = ready_app()
    with app.app_context():
        gathering = _gathering(typed)
        check_evening_over(gathering)
        slug, code = gathering.slug, gathering.code
        if not sure:
            click.echo(f"{gathering.name}, {gathering.assembly.name}. People who came in: {headcount_of(gathering)}.")
            click.echo("Names, cards, promises and phones will be deleted. This cannot be undone.")
        db.session.rollback()
        if not sure and spelled(click.prompt("Type the code once more", default="", show_default=False)) != code:
            raise BadConfiguration("That is another code. Nothing was deleted.")
        swept = _for_good(slug, purge, "deleted")
    click.echo("Deleted. Proposals, sums and the book stay." if swept else STILL_READ)
    return 0 if swept else 1


def export_gathering(typed: str, to: str) -> str:
    """Write a gathering into a folder for strangers; what to do with it, in words."""
    app = ready_app()
    with app.test_request_context("/"):
        gathering = _gathering(typed)
        folder = Path(to or in_address(gathering.code)).absolute()
        try:
            export(gathering, folder, Path(str(app.static_folder)) / "css")
        except OSError as problem:
            raise BadConfiguration(f"{folder} could not be written: {problem.strerror}.") from problem
    return f"Written to {folder}. Check it there with: python3 verify.py ledger.jsonl"


def check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise BadConfiguration(_why_not(error, host, port)) from error


def greet(address: str, desk: str, key: str) -> None:
    code = qrcode.QRCode(border=2)
    code.add_data(address)
    click.echo(f"\nAssembly is at {address}\n")
    if sys.stdout.encoding.lower().startswith("utf"):
        code.print_ascii(invert=sys.stdout.isatty())
    click.echo(f"Operator key: {key}")
    click.echo(f"Your desk, on this computer: {desk}")
    click.echo("Keep both to yourself. Stop with Ctrl+C; everything saved stays saved.\n")
    sys.stdout.flush()


def may_open_browser() -> bool:
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run(app: Flask, host: str, port: int, opens: str | None) -> None:
    """One process: gunicorn's gevent worker, or gevent's own server where gunicorn does not run."""
    put_on_shelf(app)
    spare_the_collector()
    if sys.platform == "win32":
        _run_gevent(app, host, port, opens)
    else:
        _run_gunicorn(app, host, port, opens)


def spare_the_collector() -> None:
    """What stands here stands until the end, and a hall's sockets too: look for rings of garbage seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _run_gunicorn(app: Flask, host: str, port: int, opens: str | None) -> None:
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        def load_config(self) -> None:
            for name, value in gunicorn_settings(host, port, opens).items():
                self.cfg.set(name, value)

        def load(self) -> Flask:
            return app

    Server().run()


def gunicorn_settings(host: str, port: int, opens: str | None) -> dict[str, Any]:
    return {
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "worker_class": "gevent",
        "workers": 1,
        "worker_connections": PHONES,
        "backlog": 4096,
        "graceful_timeout": GRACE,
        "keepalive": 20,
        "timeout": 60,
        "control_socket_disable": True,
        "accesslog": None,
        "loglevel": "error",  # its warnings would write addresses of phones
        "when_ready": lambda _: webbrowser.open(opens) if opens else None,
    }


def _run_gevent(app: Flask, host: str, port: int, opens: str | None) -> None:
    from gevent.pywsgi import WSGIServer

    server = WSGIServer((host, port), app, log=None, error_log=logging.getLogger("assembly"))
    server.start()
    if opens:
        webbrowser.open(opens)
    server.serve_forever()


def _look_at_books(app: Flask) -> None:
    """Say where a book does not add up; to that assembly nothing is written from here on."""
    with app.app_context():
        for name, row in look_at_every_book().items():
            for said in (
                f"\nThe book of {name} does not add up at row {row}. It is read on, and nothing is written to it.",
                "Somebody changed the database by hand, or the disk did. Bring back a backup from before.",
            ):
                click.echo(said, err=True)  # standard output is the command's own
        _close_database()


def _gathering(typed: str) -> Gathering:
    gathering = db.session.scalar(select(Gathering).where(Gathering.code == spelled(typed)))
    if gathering is None:
        raise BadConfiguration(f"There is no gathering with the code “{spelled(typed)}” here. Its desk shows it.")
    return gathering


def _newest_gathering() -> Gathering:
    newest = db.session.scalar(select(Gathering).order_by(Gathering.id.desc()).limit(1))
    if newest is None:
        raise BadConfiguration("There is no gathering here yet. Start Assembly and create one at the desk.")
    return newest


def _let_come(code: str, url: str, phones: int, minutes: float, bare: bool) -> int:
    from assembly.rehearsal.phones.crowd import Crowd
    from assembly.rehearsal.phones.sheet import lines

    crowd = Crowd(url, code, phones, minutes, tells=not bare)
    try:
        for said in crowd.come():
            if not bare:
                click.echo(said)
    except KeyboardInterrupt:
        click.echo("Stopped. The pretend phones went home.", err=True)
        return 130
    except Gone:
        raise BadConfiguration(f"Nobody answers at {url}. Start Assembly there first.") from None
    found = crowd.found()
    click.echo(write_sheet(found) if bare else "\n" + "\n".join(lines(found)))
    return 0 if judge(found).go else 1


def _address_of_the_server() -> str:
    """Of the one that runs on this computer, by the port it wrote down."""
    here = settings(os.environ)
    port = here["INSTANCE"] / PORT_FILE
    return f"http://127.0.0.1:{int(port.read_text()) if port.exists() else here['PORT']}"


def _close_database() -> None:
    db.session.remove()
    db.engine.dispose()


def _for_good(slug: str, deed: Callable[[Gathering], object], done: str) -> bool:
    """Do what cannot be undone, then sweep the database's files; False when they could not be swept yet."""
    try:
        with writing(Gathering, slug) as gathering:
            deed(gathering)
    except Busy:
        raise BadConfiguration(f"Somebody is writing just now, so nothing was {done}. Type it once more.") from None
    return sweep(patience=10)


def _migrate(app: Flask) -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context():
        upgrade()
        _close_database()


def say_where_the_demo_is(app: Flask) -> str:
    """Tell the made-up evenings and print a link to the desk of each; the code of the rehearsal, which comes last."""
    from assembly.cli.seeds import tell_everything

    code = ""
    with app.test_request_context("/"):
        click.echo("\nMade-up evenings, each with a desk of its own:")
        for name, slug in tell_everything().items():
            with writing(Gathering, slug) as gathering:
                code = gathering.code
                link = key_link(new_link(None, gathering, "facilitator"))
            click.echo(f"  {name}: {on_this_computer(app)}/key#{link.split('#')[1]}")
        click.echo("At the rehearsal pretend people arrive while you watch; press Next whenever you like.")
    return code


def invite(app: Flask, code: str, guests: int, pace: float) -> None:
    """Start the pretend people as a program of their own; they go home when the server stops."""
    if guests:
        typed = [sys.executable, "-m", "assembly", "attend", code, "--url", on_this_computer(app)]
        room = [*typed, "--people", str(guests), "--pace", str(pace)]
        quiet = subprocess.DEVNULL
        coming = subprocess.Popen(room, cwd=ROOT, stdin=quiet, stdout=quiet, stderr=quiet)
        atexit.register(coming.terminate)


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken, maybe by Assembly itself. Stop the other program, or add --port {port + 1}."
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights than you have. Add --port 8000, or start as administrator."
    return f"Assembly cannot listen on {host}:{port} ({error.strerror}). Check --host and --port."
