"""What a camera reads to join the hall's Wi-Fi."""

import pytest

from assembly.gatherings.rules.wifi import wifi_code


@pytest.mark.parametrize(
    ("name", "password", "said"),
    [
        ("Hall", "correct horse", "WIFI:T:WPA;S:Hall;P:correct horse;;"),
        ("Hall", "", "WIFI:T:nopass;S:Hall;;"),
        ('A;B,C:D\\"E', "p;w:12345", 'WIFI:T:WPA;S:A\\;B\\,C\\:D\\\\\\"E;P:p\\;w\\:12345;;'),
    ],
)
def test_names_and_passwords_are_escaped(name: str, password: str, said: str) -> None:
    assert wifi_code(name, password) == said
