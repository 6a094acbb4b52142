"""The hall's Wi-Fi as cameras read it."""

import re


def wifi_code(name: str, password: str) -> str:
    """The WIFI: text of a QR that joins a network (as Android and iOS read it), escaped; no password: open."""
    secret = f"T:WPA;S:{_escaped(name)};P:{_escaped(password)};" if password else f"T:nopass;S:{_escaped(name)};"
    return f"WIFI:{secret};"


def _escaped(written: str) -> str:
    return re.sub(r'([\\;,:"])', r"\\\1", written)
