"""Where browsers find this server, and a request context for work that nobody asked for by a request."""

import socket
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask import Config, Flask, current_app
from flask.ctx import RequestContext
from werkzeug.test import create_environ

PORT_FILE = "port"  # in the instance folder


def as_if_asked(app: Flask) -> RequestContext:
    """A fresh app and request context, for work outside a request that writes links."""
    return app.request_context(dict(_asking_at(_public_url(app.config))))


@lru_cache(maxsize=8)
def _asking_at(base: str) -> dict[str, Any]:
    """What a server would tell of somebody who asks for the first page at this address."""
    return create_environ(base_url=base)


def on_this_computer(app: Flask) -> str:
    """Where a browser on this very computer finds the server."""
    host, port = app.config["HOST"], app.config["PORT"]
    return f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"


def write_port(app: Flask) -> None:
    """For commands typed beside the server."""
    (app.config["INSTANCE"] / PORT_FILE).write_text(str(app.config["PORT"]))


def port_of_the_server(config: Mapping[str, Any]) -> int:
    """Of the one that runs on this instance folder, as it wrote down; as configured where none did."""
    written = config["INSTANCE"] / PORT_FILE
    return int(written.read_text() if written.exists() else config["PORT"])


def public_url() -> str:
    """The configured address, or this machine's on the network it is in now, without a slash at the end."""
    return _public_url(current_app.config)


def _public_url(config: Config) -> str:
    if config["PUBLIC_URL"]:
        return str(config["PUBLIC_URL"])
    host, port = config["HOST"], config["PORT"]
    here = lan_address() if host in ("0.0.0.0", "::") else host
    return f"http://{here}" + ("" if port == 80 else f":{port}")


def lan_address() -> str:
    """This machine's address on its network; 127.0.0.1 without one. No packet leaves: a UDP connect only looks."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
