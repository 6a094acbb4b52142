"""The signed cookie that a browser keeps."""

from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface


class Cookies(SecureCookieSessionInterface):
    """Of one application, with one signer for all: Flask makes two for every request."""

    def __init__(self) -> None:
        self.signer: Any = None

    def get_signing_serializer(self, app: Flask) -> Any:
        if self.signer is None:
            self.signer = super().get_signing_serializer(app)
        return self.signer
