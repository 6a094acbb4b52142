"""The servers whose insides websocket.py and wire.py rely on, by the versions they were written against."""

import sys
from importlib.metadata import PackageNotFoundError, version

from assembly.config import BadConfiguration

KNOWN = {
    "gevent": "26.9",
    **({} if sys.platform == "win32" else {"gunicorn": "27.0"}),
}


def check_libraries() -> None:
    """BadConfiguration, by name, when another version is installed than the lock names."""
    for name, wanted in KNOWN.items():
        found = installed(name)
        if found is None or not f"{found}.".startswith(f"{wanted}."):
            raise BadConfiguration(
                f"Assembly sends news through {name} {wanted}, and {found or 'none'} is installed. "
                "Install what requirements.txt names: python3 start.py does it by itself."
            )


def installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
