"""The libraries whose insides websocket.py and wire.py rely on, by the versions it was written against."""

import sys
from importlib.metadata import PackageNotFoundError, version

from ..config import BadConfiguration

KNOWN = {
    "flask-socketio": "5.7",
    "python-socketio": "5.18",
    "python-engineio": "4.15",
    "gevent": "26.9",
    **({} if sys.platform == "win32" else {"gunicorn": "27.0"}),
}
UNWELCOME = ("gevent-websocket", "eventlet")  # with them every upgrade fails, quietly


def check_libraries() -> None:
    """BadConfiguration, by name, when another version is installed than the lock names, or one that must not be."""
    for name, wanted in KNOWN.items():
        found = installed(name)
        if found is None or not f"{found}.".startswith(f"{wanted}."):
            raise BadConfiguration(
                f"Assembly sends news through {name} {wanted}, and {found or 'none'} is installed. "
                "Install what requirements.txt names: python3 start.py does it by itself."
            )
    for name in UNWELCOME:
        if installed(name):
            raise BadConfiguration(f"{name} is installed, and with it phones hear no news. Uninstall it.")


def installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
