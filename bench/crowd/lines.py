"""Plain HTTP on connections that stay open, as a browser keeps them."""

import asyncio
from typing import NamedTuple
from urllib.parse import urlencode


class Answer(NamedTuple):
    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """The first header of this name; empty without one."""
        wanted = name.lower().encode() + b":"
        found = (line for line in self.head.split(b"\r\n") if line.lower().startswith(wanted))
        return next(found, wanted)[len(wanted) :].strip().decode()


class Lines:
    """As many connections as there are questions at once."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def ask(
        self, place: str, *, cookie: str = "", form: dict[str, str] | None = None, htmx: bool = False
    ) -> Answer:
        """GET, or POST when there is a form. A connection that the server had closed meanwhile is opened anew."""
        asked = self._written(place, cookie, form, htmx)
        while self.idle:
            try:
                return await self._on(*self.idle.pop(), asked)
            except (asyncio.IncompleteReadError, ConnectionError):
                continue
        return await self._on(*await asyncio.open_connection("127.0.0.1", self.port), asked)

    def close(self) -> None:
        for _, writer in self.idle:
            writer.close()
        self.idle.clear()

    async def _on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: bytes) -> Answer:
        writer.write(asked)
        head = await reader.readuntil(b"\r\n\r\n")
        answer = Answer(int(head[9:12]), head, b"")
        body = await reader.readexactly(int(answer.header("Content-Length") or 0))
        if answer.header("Connection").lower() == "close":
            writer.close()
        else:
            self.idle.append((reader, writer))
        return answer._replace(body=body)

    def _written(self, place: str, cookie: str, form: dict[str, str] | None, htmx: bool) -> bytes:
        body = urlencode(form).encode() if form else b""
        head = [f"{'POST' if form else 'GET'} {place} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        if cookie:
            head.append(f"Cookie: {cookie}")
        if htmx:
            head.append("HX-Request: true")
        if form:
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return "\r\n".join([*head, "", ""]).encode() + body
