"""A Redis of our own, thrown away afterwards."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from .server import free_port, wait_for
from .tools import need, redis_path


class Redis:
    """The real server on a port of its own; it keeps nothing on disk."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [
            need(redis_path),
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        self.server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(self.answers, "Redis")

    def answers(self) -> bool:
        from redis import ConnectionError, Redis

        try:
            with Redis.from_url(self.url) as client:
                return bool(client.ping())
        except ConnectionError:
            return False

    def listeners(self) -> int:
        """Processes that listen to any channel now."""
        from redis import Redis

        with Redis.from_url(self.url) as client:
            return sum(number for _, number in client.pubsub_numsub(*client.pubsub_channels()))

    def stop(self) -> None:
        if self.server:
            self.server.kill()
            self.server.wait()
            self.server = None


@contextmanager
def running_redis() -> Iterator[Redis]:
    redis = Redis()
    redis.start()
    try:
        yield redis
    finally:
        redis.stop()
