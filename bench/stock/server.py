"""The same hall as the tutorials build it, at its best: Flask-SocketIO on gevent, one emit to the room every 100 ms.

Each press is one bare insert at FULL. It sends the messages that Assembly's ticks carried, with versions of its own.
"""

from gevent import monkey

monkey.patch_all()

import json  # noqa: E402
import sqlite3  # noqa: E402
import sys  # noqa: E402
from datetime import UTC, datetime  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from flask import Flask  # noqa: E402
from flask_socketio import SocketIO, emit, join_room  # noqa: E402

TICK = 0.1  # seconds

app = Flask(__name__)
socketio = SocketIO(app, async_mode="gevent", transports=["websocket"])


class Hall:
    """Where it stands, and what it says about that."""

    def __init__(self, file: str, recorded: dict[str, Any]) -> None:
        self.page = recorded.pop("page")
        self.messages = recorded
        self.playing = next(iter(recorded.values()))
        self.version = self.told = self.playing[0]["from"]
        self.memory = sqlite3.connect(file, isolation_level=None)
        self.memory.execute("PRAGMA journal_mode = WAL")
        self.memory.execute("PRAGMA synchronous = FULL")
        self.memory.execute("CREATE TABLE press (id INTEGER PRIMARY KEY, number INTEGER, hours INTEGER, at TEXT)")

    def press(self, number: int, hours: int) -> int:
        values = (number, hours, datetime.now(UTC).isoformat())
        self.memory.execute("INSERT INTO press (number, hours, at) VALUES (?, ?, ?)", values)
        self.version += 1
        return self.version

    def tick_for_ever(self) -> None:
        turn = 0
        while True:
            socketio.sleep(TICK)
            if self.version > self.told:
                versions = {"from": self.told, "to": self.version, "at": self.version}
                self.told = self.version
                socketio.emit("news", {**self.playing[turn % len(self.playing)], **versions}, to="hall")
                turn += 1


def main(port: int, file: str, recorded: str) -> None:
    hall = Hall(file, json.loads(Path(recorded).read_text()))

    @app.get("/")
    def page() -> str:
        return str(hall.page)

    @socketio.on("connect")
    def connect() -> None:
        join_room("hall")
        emit("hello", {"to": hall.told})

    @socketio.on("press")
    def press(press: dict[str, int]) -> int:
        return hall.press(press["number"], press["hours"])

    @socketio.on("play")
    def play(name: str) -> int:
        hall.playing = hall.messages[name]
        return int(hall.version)

    socketio.start_background_task(hall.tick_for_ever)
    socketio.run(app, host="127.0.0.1", port=port, log_output=False)


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
