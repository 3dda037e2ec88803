"""A receiver of webhooks on loopback: keeps what came, and answers as it is told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.test import override_settings


class Receiver(ThreadingHTTPServer):
    """`plan` holds what the next requests are answered with; after it everything is taken."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.plan: list[Any] = []
        self.released = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """POST to any path."""

    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.came.append(({name.lower(): value for name, value in self.headers.items()}, body))
        planned = self.server.plan.pop(0) if self.server.plan else 200
        if planned == "silent":
            self.server.released.wait(20)
        elif planned == "trickle":
            self._trickle()
        elif planned == "garbage":
            self.wfile.write(b"\x00\xff this is no HTTP\r\n\r\n")
        elif planned == "huge":
            self._huge()
        else:
            self._say(planned)

    def _say(self, planned: Any) -> None:
        status, headers, text = planned if isinstance(planned, tuple) else (planned, {}, "taken")
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def _trickle(self) -> None:
        try:
            for sign in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 200:
                self.wfile.write(bytes([sign]))
                self.wfile.flush()
                if self.server.released.wait(0.05):
                    return
        except OSError:
            return

    def _huge(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            for _part in range(2000):
                self.wfile.write(b"x" * 65_536)
        except OSError:
            return

    def log_message(self, *_args: Any) -> None:
        """Nothing is written."""


@contextmanager
def receiving(server: Any = None) -> Iterator[Any]:
    """A running receiver, which the installation knows as its own."""
    found = server or Receiver()
    thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        with override_settings(WEBHOOK_ORIGINS=[found.url], TELEGRAM_API=found.url):
            yield found
    finally:
        found.released.set()
        found.shutdown()
        found.server_close()
        thread.join(5)
