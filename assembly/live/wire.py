"""The last metre of wire: a socket whose send is complete and never interleaved, and no compression on it.

Knows simple-websocket 1.1 on gunicorn's gevent worker and on gevent's own server. It is needed because
simple-websocket ignores what `socket.send` returns while gevent sends partially: a sleeping reader's stream broke.
"""

import socket
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

from gevent import Timeout
from gevent.lock import Semaphore

STALLED = 18  # seconds without room for one frame: as long as a ping may stay unanswered (10 + 8)


class WholeSocket:
    """Wraps a connected socket; pings, answers and news all pass through its one `send`."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._turn = Semaphore()

    def send(self, frame: bytes) -> int:
        """Send the whole frame or fail: a peer that takes nothing for STALLED seconds is cut off (OSError)."""
        with self._turn:
            if self._sock.fileno() < 0:
                raise OSError("the socket is closed")
            self._send_all(frame)
        return len(frame)

    def dup(self) -> "WholeSocket":
        return WholeSocket(self._sock.dup())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def _send_all(self, frame: bytes) -> None:
        try:
            with Timeout(STALLED):
                self._sock.sendall(frame)
        except Timeout as stalled:
            # half a frame may be out: nothing sensible can follow it
            self._sock.close()
            raise OSError("the other side takes nothing") from stalled


class WholeSockets:
    """WSGI middleware: hands websocket upgrades a WholeSocket and hides the browser's offer to compress."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("HTTP_UPGRADE", "").lower() == "websocket":
            environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
            _wrap(environ)
        return self.app(environ, start_response)


def _wrap(environ: dict[str, Any]) -> None:
    if "gunicorn.socket" in environ:
        environ["gunicorn.socket"] = WholeSocket(environ["gunicorn.socket"])
    elif environ.get("SERVER_SOFTWARE", "").startswith("gevent"):
        stream = environ["wsgi.input"]
        raw = stream.raw if hasattr(stream, "raw") else stream.rfile.raw
        environ["wsgi.input"] = SimpleNamespace(raw=SimpleNamespace(_sock=WholeSocket(raw._sock)))
