"""Where phones find this server: the address that stands on the wall, and its QR."""

import re
import socket
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import qrcode
from flask import Config, Flask, current_app
from flask.ctx import RequestContext
from werkzeug.test import create_environ

from assembly.gatherings.models import Gathering
from assembly.gatherings.rules.wifi import wifi_code
from assembly.kernel.rules.codes import in_address

QUIET = 4  # modules of white around a QR


@dataclass(frozen=True)
class DoorSign:
    """What a person needs to come in. `qr` is an SVG path in `qr_size` units a side, quiet zone included."""

    address: str
    code: str
    link: str
    qr: str
    qr_size: int
    closed: bool
    wifi: "Wifi | None" = None


@dataclass(frozen=True)
class Wifi:
    """The hall's network; `qr` is an SVG path in `qr_size` units a side."""

    name: str
    password: str
    qr: str
    qr_size: int


def as_if_asked(app: Flask) -> RequestContext:
    """For work that nobody asks for at a door and that writes links all the same: a context, at our address.

    It may be entered again and again, one time after the other, and its rows are looked at anew each time; one that is
    kept open shows old rows for ever.
    """
    return app.request_context(dict(_asking_at(_public_url(app.config))))


@lru_cache(maxsize=8)
def _asking_at(base: str) -> dict[str, Any]:
    """What a server would tell of somebody who asks for the first page at this address."""
    return create_environ(base_url=base)


def on_this_computer(app: Flask) -> str:
    """Where a browser on this very computer finds the server."""
    host, port = app.config["HOST"], app.config["PORT"]
    return f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"


def door_sign(gathering: Gathering) -> DoorSign:
    base = public_url()
    link = f"{base}/j/{in_address(gathering.code)}"
    path, size = qr_path(link)
    return DoorSign(
        address=base.split("://", 1)[1],
        code=gathering.code,
        link=link,
        qr=path,
        qr_size=size,
        closed=gathering.door_closed,
        wifi=wifi(gathering),
    )


def wifi(gathering: Gathering) -> Wifi | None:
    """None until a host has typed the network's name."""
    name, password = gathering.wifi_name, gathering.wifi_password
    return Wifi(name, password, *qr_path(wifi_code(name, password))) if name else None


def public_url() -> str:
    """The configured address, or this machine's on the network it is in now, without a slash at the end."""
    return _public_url(current_app.config)


def qr_path(text: str) -> tuple[str, int]:
    """The QR of `text` as one SVG path (`d`) and its width in modules."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET, box_size=10)
    code.add_data(text)
    code.make(fit=True)
    side = code.modules_count + 2 * QUIET
    rows = code.get_matrix()
    return "".join(_run(rows[y], y) for y in range(side)), side


def _run(row: list[bool], y: int) -> str:
    """One row of modules as horizontal bars; row and bars in module units."""
    line = "".join("#" if dark else " " for dark in row)
    return "".join(
        f"M{bar.start()} {y}h{bar.end() - bar.start()}v1h-{bar.end() - bar.start()}z" for bar in re.finditer("#+", line)
    )


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
