"""A browser's side of a stream, in a thread's blocking socket: cheap, and it can be cut at any byte."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client

from sellerdesk.models import User


LIMIT = 15.0


def cookie_of(person: User) -> str:
    """The session of a person who has signed in."""
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@dataclass
class Stream:
    """One open stream: what came so far, as events by number and beside the log."""

    raw: socket.socket | None = None
    status: int = 0
    head: str = ""
    events: list[dict[str, Any]] = field(default_factory=list)
    asides: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    last: int = 0
    over: bool = False
    _text: bytes = b""

    @property
    def numbers(self) -> list[int]:
        """The numbers of the events, as they came."""
        return [one["number"] for one in self.events]

    def read(self, seconds: float) -> None:
        """Take what comes within so long, at least once."""
        assert self.raw is not None
        self.raw.settimeout(max(0.01, seconds))
        try:
            piece = self.raw.recv(65536)
        except TimeoutError:
            return
        except ConnectionError:
            self.over = True
            return
        if not piece:
            self.over = True
        self.feed(piece)

    def until(self, wanted: Any, limit: float = LIMIT) -> "Stream":
        """Read until `wanted(self)` holds; fails after `limit` seconds."""
        end = time.monotonic() + limit
        while not wanted(self):
            assert time.monotonic() < end, f"nothing more came: {self.head} {self.numbers} {self.asides} over={self.over}"
            self.read(min(0.2, end - time.monotonic()))
            if self.over and not wanted(self):
                assert wanted(self), f"it ended: {self.head} {self.numbers} {self.asides}"
        return self

    def feed(self, piece: bytes) -> None:
        """Take some bytes; what is not whole waits for the rest."""
        self._text += piece
        if not self.head:
            if b"\r\n\r\n" not in self._text:
                return
            head, self._text = self._text.split(b"\r\n\r\n", 1)
            self.head, self.status = head.decode(), int(head.split(b" ")[1])
        while self.status == 200 and b"\r\n" in self._text:
            size, rest = self._text.split(b"\r\n", 1)
            length = int(size, 16)
            if len(rest) < length + 2:
                return
            self._blocks(rest[:length].decode())
            self._text = rest[length + 2 :]
            if length == 0:
                self.over = True

    def _blocks(self, text: str) -> None:
        for block in text.split("\n\n"):
            lines = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line and not line.startswith(":"))
            if "event" in lines:
                self.asides.append((lines["event"], json.loads(lines["data"])))
                continue
            if "data" in lines:
                self.events.append(json.loads(lines["data"]))
            if "id" in lines:
                self.last = int(lines["id"])


@contextmanager
def listening(url: str, desk: str, cookie: str, *, after: int | None = None, **headers: str) -> Iterator[Stream]:
    """A stream of a desk for whoever has the cookie."""
    parts = urlsplit(url)
    raw = socket.create_connection((parts.hostname or "", parts.port or 0), timeout=LIMIT)
    query = "" if after is None else f"?after={after}"
    told = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    cookies = f"Cookie: {settings.SESSION_COOKIE_NAME}={cookie}\r\n" if cookie else ""
    raw.sendall(f"GET /stream/{desk}/{query} HTTP/1.1\r\nHost: localhost\r\n{cookies}{told}\r\n".encode())
    try:
        yield Stream(raw)
    finally:
        raw.close()
