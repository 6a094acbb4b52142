"""The hall's Wi-Fi as cameras read it."""

import re


def wifi_code(name: str, password: str) -> str:
    """What a QR must say so that a phone offers to join; without a password the network is open.

    Source: the WIFI: form that Android and iOS cameras read; backslash, semicolon, comma, colon and quote are escaped.
    """
    secret = f"T:WPA;S:{_escaped(name)};P:{_escaped(password)};" if password else f"T:nopass;S:{_escaped(name)};"
    return f"WIFI:{secret};"


def _escaped(written: str) -> str:
    return re.sub(r'([\\;,:"])', r"\\\1", written)
