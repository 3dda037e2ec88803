"""A marketplace behind HTTP on loopback, and a port to it: what `marketplaces.http` meets in the world, end to end."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sellerdesk.domain.pace import Limit
from sellerdesk.marketplaces.http import Session
from sellerdesk.marketplaces.ports import Facts, Fetched, MessageOut, Parcel, Receipt


KEY = "token-that-nobody-may-see-42"
ALL = {"chat": Limit(1000, timedelta(seconds=1), burst=1000)}


class Marketplace(ThreadingHTTPServer):
    """Keeps what arrived, by key, and does with the next requests, or `writes_only` with the next messages, what `plan` says."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.arrived: dict[str, list[str]] = {}
        self.plan: list[str] = []
        self.writes_only = False
        self.asked: list[str] = []
        self.slow_seconds = 1.0
        self.busy_seconds = "7"
        self.lock = threading.Lock()
        self.released = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """POST /messages, GET /messages?key=, GET /files/NAME."""

    server: Marketplace
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.server.lock:
            self.server.asked.append(f"POST {self.path}")
            plan = self.server.plan.pop(0) if self.server.plan else "accept"
        if self.headers.get("Authorization") != KEY:
            return self._say(401, {"detail": "key expired"})
        if plan in {"accept", "timeout", "cut", "broken", "large", "trickle"}:
            with self.server.lock:
                self.server.arrived.setdefault(body["key"], []).append(body["text"])
        return self._planned(plan, body)

    def _planned(self, plan: str, body: dict[str, Any]) -> None:
        match plan:
            case "accept":
                return self._say(200, {"id": f"out-{body['key']}"})
            case "timeout" | "drop":
                self.server.released.wait(self.server.slow_seconds)
                self.close_connection = True
                return None
            case "cut":
                self.close_connection = True
                return None
            case "broken":
                return self._say(502, {})
            case "large":
                return self._say(200, {"id": "x" * 40_000})
            case "busy":
                return self._say(429, {"detail": "limited"}, {"X-Ratelimit-Retry": self.server.busy_seconds})
            case "refuse":
                return self._say(400, {"detail": f"Invalid signature of {KEY} \u202e\x07"})
            case "away":
                return self._say(302, {}, {"Location": f"{self.server.url}/elsewhere"})
            case "trickle":
                return self._trickle()
        raise AssertionError(plan)

    def do_GET(self) -> None:
        with self.server.lock:
            self.server.asked.append(f"GET {urlsplit(self.path).path}")
            plan = self.server.plan.pop(0) if self.server.plan and not self.server.writes_only else "accept"
        if plan != "accept":
            return self._planned(plan, {})
        key = parse_qs(urlsplit(self.path).query).get("key", [""])[0]
        found = self.server.arrived.get(key)
        return self._say(200, {"found": bool(found)})

    def _trickle(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(100):
            if self.server.released.wait(0.05):
                break
            try:
                self.wfile.write(b" ")
                self.wfile.flush()
            except OSError:
                break
        self.close_connection = True

    def _say(self, status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(content)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Quietly."""


@contextmanager
def standing() -> Iterator[Marketplace]:
    """The server, on a port of its own, gone afterwards."""
    server = Marketplace()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        thread.join(10)
        server.server_close()


class HttpPort:
    """A shop's port to it, as a connector would be written."""

    by_hand = False

    def __init__(self, url: str, shop_id: int, *, key: str = KEY, read_seconds: float = 0.3, limits: Any = ALL) -> None:
        self.url = url
        self.session = Session(shop_id, limits, {"Authorization": key}, read_seconds)

    def read(self, cursor: str, /) -> Facts:
        return Facts((), cursor)

    def send(self, parcel: Parcel, /) -> Receipt:
        assert isinstance(parcel, MessageOut)
        body = {"key": parcel.key, "text": parcel.text}
        answer = self.session.ask("POST", f"{self.url}/messages", group="chat", writes=True, json=body)
        return Receipt("sent", answer.json()["id"], datetime.now(UTC))

    def find(self, parcel: Parcel, /) -> Receipt | None:
        answer = self.session.ask("GET", f"{self.url}/messages", group="chat", writes=False, params={"key": parcel.key})
        return Receipt("sent", f"out-{parcel.key}") if answer.json()["found"] else None

    def fetch(self, url: str, /) -> Fetched:
        answer = self.session.ask("GET", url, group="chat", writes=False)
        return Fetched(answer.content)

    def link(self, parcel: Parcel, /) -> str:
        return f"{self.url}/talk"
