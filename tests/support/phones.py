"""Phones that are only a socket."""

import socketio

from tests.support.server import Caller


class SocketPhone:
    """A phone that is only a socket: it remembers what it heard."""

    def __init__(self, caller: Caller, audience: str = "phones") -> None:
        self.heard: list[dict[str, object]] = []
        self.hellos = 0
        self.client = socketio.Client(reconnection_delay=0.1, reconnection_delay_max=0.5)
        self.client.on("news", self.heard.append)
        self.client.on("hello", self._hello)
        self.client.connect(
            caller.url,
            headers={"Cookie": caller.cookies()},
            auth={"slug": caller.slug, "audience": audience},
            transports=["websocket"],
        )

    def _hello(self, _: object) -> None:
        self.hellos += 1

    def parts(self) -> set[str]:
        return {part for news in self.heard for part, _ in news["fragments"]}  # type: ignore[attr-defined]

    def close(self) -> None:
        self.client.disconnect()
