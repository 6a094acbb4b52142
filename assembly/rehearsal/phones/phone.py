"""One pretend phone: a cookie, the token of its forms, and the doors it goes through as any browser does."""

import http.client
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from assembly.kernel.rules.codes import in_address, normal_code
from assembly.people.rules import check_pretend

PATIENCE = 25.0  # seconds without an answer: gone. Who stands in the line at the door waits up to twenty
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
SLUG = re.compile(r'action="/g/([\w-]+)/people"')
PROPOSAL = re.compile(r'/proposals/(\d+)"')
REHEARSAL = "data-rehearsal"  # how a page of a rehearsal says so


class Gone(ConnectionError):
    """Nobody answers at that address any more."""


@dataclass(frozen=True)
class Answer:
    status: int
    text: str

    @property
    def good(self) -> bool:
        return self.status < 400


class Phone:
    """At the Assembly at `url`; `slug` is the gathering once it is in."""

    def __init__(self, url: str, name: str) -> None:
        self.url, self.name = url.rstrip("/"), name
        self.slug = self.token = ""
        self._cookies: dict[str, str] = {}
        self._line: http.client.HTTPConnection | None = None

    def knock(self, code: str) -> str:
        """The page behind the code on the wall, or nothing where there is no open door. RuleBroken where it counts."""
        page = self.get(f"/j/{in_address(normal_code(code))}").text
        found, token = SLUG.search(page), TOKEN.search(page)
        if not found or not token:
            return ""
        check_pretend(REHEARSAL in page)
        self.slug, self.token = found[1], token[1]
        return page

    def come_in(self, code: str) -> bool:
        """Through the door, saying that it is no real one; False when the room says no."""
        return bool(self.knock(code)) and self.enter(code)

    def enter(self, code: str) -> bool:
        return self.press("/people", code=code, name=self.name, pretend="yes").good

    def here(self, place: str) -> str:
        """A page of the gathering."""
        return self.get(f"/g/{self.slug}{place}").text

    def proposals(self) -> list[int]:
        """Numbers of those on the list."""
        return sorted({int(number) for number in PROPOSAL.findall(self.here("/proposals/"))})

    def press(self, place: str, *, htmx: bool = False, **form: object) -> Answer:
        """Send a form of the gathering, with the key of a new attempt unless it brings one."""
        typed = urlencode({"csrf_token": self.token, "key": secrets.token_hex(16), **form})
        headers = {"HX-Request": "true"} if htmx else {}
        return self._ask("POST", f"/g/{self.slug}{place}", typed, headers)

    def send(self, address: str, typed: list[tuple[str, str]]) -> Answer:
        """A form as it stood on a page, filled in; its own token and key are among what is typed."""
        return self._ask("POST", address, urlencode(typed), {})

    def get(self, place: str) -> Answer:
        return self._ask("GET", place, None, {"Accept-Encoding": "gzip"} if place.startswith("/static/") else {})

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    @contextmanager
    def staying(self) -> Iterator[None]:
        """Ask several things over one line, as a browser does that has just come."""
        self._line = self._connection()
        try:
            yield
        finally:
            self._line.close()
            self._line = None

    def _connection(self) -> http.client.HTTPConnection:
        where = urlsplit(self.url)
        kind = http.client.HTTPSConnection if where.scheme == "https" else http.client.HTTPConnection
        return kind(where.netloc, timeout=PATIENCE)

    def _ask(self, method: str, place: str, typed: str | None, headers: dict[str, str]) -> Answer:
        line = self._line or self._connection()
        form = {"Content-Type": "application/x-www-form-urlencoded"} if typed is not None else {}
        try:
            line.request(method, urlsplit(self.url).path + place, typed, {"Cookie": self.cookie, **form, **headers})
            answer = line.getresponse()
            for cookie in answer.msg.get_all("Set-Cookie", []):
                name, _, value = cookie.split(";", 1)[0].partition("=")
                self._cookies[name] = value
            return Answer(answer.status, answer.read().decode(errors="replace"))
        except (OSError, http.client.HTTPException) as error:
            line.close()
            raise Gone(str(error)) from error
        finally:
            if line is not self._line:
                line.close()
