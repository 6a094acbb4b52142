"""Defaults, and what ASSEMBLY_* variables change. Nonsense stops the start, by name."""

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent

KNOWN = {
    "ASSEMBLY_BYTES_BUDGET",
    "ASSEMBLY_COUNT_SECONDS",
    "ASSEMBLY_DATABASE_URL",
    "ASSEMBLY_HOST",
    "ASSEMBLY_INSTANCE",
    "ASSEMBLY_LONG",  # read by the tests
    "ASSEMBLY_METRICS",
    "ASSEMBLY_PORT",
    "ASSEMBLY_PUBLIC_URL",
    "ASSEMBLY_REDIS_URL",
    "ASSEMBLY_SOCKETS",
    "ASSEMBLY_TRUSTED_HOSTS",
}

# seconds; they find a dead phone in 18 (the usual 25 and 20 left them stale)
PING_EVERY, ANSWERED_WITHIN = 10, 8
LONGEST_MESSAGE = 1024  # bytes that a phone may say at once, packed or not: unpacked it is a megabyte at most


class BadConfiguration(ValueError):
    """One sentence that names what is wrong and what would be right."""


def settings(environ: Mapping[str, str]) -> dict[str, Any]:
    """Flask's configuration from the environment. BadConfiguration on unknown names and impossible values."""
    unknown = sorted(name for name in environ if name.startswith("ASSEMBLY_") and name not in KNOWN)
    if unknown:
        raise BadConfiguration(f"{unknown[0]} is not a setting. The settings are {', '.join(sorted(KNOWN))}.")
    instance = instance_folder(environ)
    return {
        "INSTANCE": instance,
        "SECRET_KEY": secret_key(instance),
        "SQLALCHEMY_DATABASE_URI": database_url(environ, instance),
        "REDIS_URL": redis_url(environ.get("ASSEMBLY_REDIS_URL", "")),
        "HOST": environ.get("ASSEMBLY_HOST", "0.0.0.0"),
        "PORT": port(environ.get("ASSEMBLY_PORT", "8000")),
        "COUNT_SECONDS": count_seconds(environ.get("ASSEMBLY_COUNT_SECONDS", "20")),
        "PUBLIC_URL": public_url(environ.get("ASSEMBLY_PUBLIC_URL", "")),
        "HOST_NAMES": environ.get("ASSEMBLY_TRUSTED_HOSTS", "").lower().replace(",", " ").split(),
        "MAX_CONTENT_LENGTH": 64_000,
        "MAX_FORM_MEMORY_SIZE": 64_000,
        "MAX_FORM_PARTS": 100,
        "SESSION_COOKIE_NAME": "assembly",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": environ.get("ASSEMBLY_PUBLIC_URL", "").startswith("https://"),
        "PERMANENT_SESSION_LIFETIME": 400 * 24 * 3600,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "SEND_FILE_MAX_AGE_DEFAULT": 3600,
        "BYTES_BUDGET": bytes_budget(environ.get("ASSEMBLY_BYTES_BUDGET", "10")),
        "SOCKETS_A_GATHERING": sockets(environ.get("ASSEMBLY_SOCKETS", "3000")),
        "SOCKETS_A_DEVICE": 12,  # tabs of one browser: a desk with its previews, a wall, a few phones' pages
        "METRICS": switch("ASSEMBLY_METRICS", environ.get("ASSEMBLY_METRICS", "off")),
    }


def instance_folder(environ: Mapping[str, str]) -> Path:
    """The folder of database and secret, made when missing; only its owner may look inside."""
    folder = Path(environ.get("ASSEMBLY_INSTANCE", str(ROOT / "instance"))).absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise BadConfiguration(
            f"Assembly cannot write in {folder} ({error.strerror}). Set ASSEMBLY_INSTANCE to a folder it may write in."
        ) from error
    return folder


def secret_key(instance: Path) -> str:
    """Drawn once, kept in the instance folder: with it cookies stay valid over restarts."""
    place = instance / "secret"
    with suppress(FileExistsError), open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(32))
    key = place.read_text().strip()
    if len(key) < 32:
        raise BadConfiguration(f"{place} does not hold a secret any more. Delete it; everybody comes in anew then.")
    return key


def database_url(environ: Mapping[str, str], instance: Path) -> str:
    url = environ.get("ASSEMBLY_DATABASE_URL", f"sqlite:///{instance / 'assembly.db'}")
    if url.startswith(("postgres://", "postgresql://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise BadConfiguration("ASSEMBLY_DATABASE_URL must begin with sqlite:/// or postgresql://.")
    return url


def redis_url(typed: str) -> str:
    """Where several processes tell each other that a gathering moved; empty for one process alone."""
    if typed and not typed.startswith(("redis://", "rediss://", "unix://")):
        raise BadConfiguration("ASSEMBLY_REDIS_URL must begin with redis://, rediss:// or unix://.")
    return typed


def port(typed: str) -> int:
    if not typed.isascii() or not typed.isdigit() or not 1 <= int(typed) <= 65535:
        raise BadConfiguration(f"ASSEMBLY_PORT must be a number from 1 to 65535, not “{typed}”.")
    return int(typed)


def count_seconds(typed: str) -> int:
    """How long the program that computes equal shares may take before it is stopped."""
    if not typed.isascii() or not typed.isdigit() or not 1 <= int(typed) <= 600:
        raise BadConfiguration(f"ASSEMBLY_COUNT_SECONDS must be a number from 1 to 600, not “{typed}”.")
    return int(typed)


def bytes_budget(typed: str) -> float:
    """Bytes a second for all phones of a gathering, typed as Mbit/s (one access point: about 10); 0.0 for no limit."""
    if not re.fullmatch(r"\d{1,6}(\.\d{1,3})?", typed, re.ASCII):
        raise BadConfiguration(f"ASSEMBLY_BYTES_BUDGET is a number of Mbit/s, and 0 means no limit; not “{typed}”.")
    return float(typed) * 1_000_000 / 8


def sockets(typed: str) -> int:
    """Open connections one gathering may hold."""
    if not re.fullmatch(r"[1-9]\d{0,4}", typed, re.ASCII):
        raise BadConfiguration(f"ASSEMBLY_SOCKETS must be a number from 1 to 99999, not “{typed}”.")
    return int(typed)


def switch(name: str, typed: str) -> bool:
    if typed not in ("on", "off"):
        raise BadConfiguration(f"{name} is “on” or “off”, not “{typed}”.")
    return typed == "on"


def public_url(typed: str) -> str:
    parts = urlsplit(typed)
    if typed and (parts.scheme not in ("http", "https") or not parts.netloc):
        raise BadConfiguration(f"ASSEMBLY_PUBLIC_URL must look like https://assembly.example, not “{typed}”.")
    return typed.rstrip("/")
