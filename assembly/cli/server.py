"""Running the server: check what can be wrong first, say where it is, then listen."""

import errno
import gc
import logging
import os
import socket
import sys
import webbrowser
from collections.abc import Callable
from typing import Any, NamedTuple

import click
import qrcode
from flask import Flask

from assembly.addresses import on_this_computer, public_url, write_port
from assembly.cli.application import ready_app
from assembly.config import BadConfiguration
from assembly.kernel.database import close
from assembly.live.sending import check_libraries
from assembly.people.web.keys import operator_key
from assembly.shell.static_files import serve_static_files

PHONES = 20_000  # open connections; beyond it all of HTTP would hang
GRACE = 2  # seconds for a stopping worker: sockets never end by themselves


def listening(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that serves."""
    for option in (
        click.option("--browser/--no-browser", default=True, help="Open the desk in this computer's browser."),
        click.option("--port", envvar="ASSEMBLY_PORT", default="8000", show_default=True, help="Port to listen on."),
        click.option(
            "--host", envvar="ASSEMBLY_HOST", default="0.0.0.0", show_default=True, help="Address to listen on."
        ),
    ):
        command = option(command)
    return command


@click.command()
@listening
def serve(host: str, port: str, browser: bool) -> None:
    """Run Assembly on this computer."""
    run(app_at(host, port), browser)


def app_at(host: str, port: str) -> Flask:
    """The application for this address. BadConfiguration when the port cannot be had."""
    os.environ["ASSEMBLY_HOST"], os.environ["ASSEMBLY_PORT"] = host, port
    app = ready_app()
    check_port(app.config["HOST"], app.config["PORT"])
    check_libraries()
    return app


class Entrance(NamedTuple):
    """The one link to open, what it leads to, and the `others`, each with its name: they stand by, quietly."""

    link: str
    leads: str
    others: tuple[tuple[str, str], ...] = ()


def run(app: Flask, browser: bool, entrance: Entrance | None = None) -> None:
    """Serve until stopped, in one process: gunicorn's gevent worker, or gevent's own server where there is none.

    Without an `entrance` it is the desk where evenings are started.
    """
    with app.app_context():
        key = operator_key()
        entrance = entrance or Entrance(f"{on_this_computer(app)}/key#{key}", "Your desk, on this computer:")
        desk = entrance.link
        write_port(app)
        greet(public_url(), entrance, key)
        close()
    serve_static_files(app)
    spare_the_collector()
    opens = desk if browser and may_open_browser() else None
    (_run_gevent if sys.platform == "win32" else _run_gunicorn)(app, opens)


def check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise BadConfiguration(_why_not(error, host, port)) from error


def greet(address: str, entrance: Entrance, key: str) -> None:
    """Many lines, of which one stands out: the link to open."""
    code = qrcode.QRCode(border=2)
    code.add_data(address)
    click.echo(f"\nAssembly is at {address}\n")
    if sys.stdout.encoding.lower().startswith("utf"):
        code.print_ascii(invert=sys.stdout.isatty())
    for name, link in entrance.others:
        click.secho(f"{name}: {link}", dim=True)
    click.secho(f"Operator key: {key}", dim=True)
    click.echo(f"\n{entrance.leads}\n")
    click.secho(f"  >>  {entrance.link}\n", bold=True)
    click.echo("Keep it to yourself. Stop with Ctrl+C; everything saved stays saved.\n")
    sys.stdout.flush()


def may_open_browser() -> bool:
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def spare_the_collector() -> None:
    """What stands here stands until the end, and a hall's sockets too: look for rings of garbage seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _run_gunicorn(app: Flask, opens: str | None) -> None:
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        def load_config(self) -> None:
            for name, value in gunicorn_settings(app.config["HOST"], app.config["PORT"], opens).items():
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


def _run_gevent(app: Flask, opens: str | None) -> None:
    from gevent.pywsgi import WSGIServer

    listens = (app.config["HOST"], app.config["PORT"])
    server = WSGIServer(listens, app, log=None, error_log=logging.getLogger("assembly"))
    server.start()
    if opens:
        webbrowser.open(opens)
    server.serve_forever()


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken, maybe by Assembly itself. Stop the other program, or add --port {port + 1}."
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights than you have. Add --port 8000, or start as administrator."
    return f"Assembly cannot listen on {host}:{port} ({error.strerror}). Check --host and --port."
