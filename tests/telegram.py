"""Telegram as far as a bot knows it, on loopback: what it was asked to send, and what people wrote to it."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


TOKEN = "123456:a-token-that-nobody-may-see-anywhere"


class Telegram(ThreadingHTTPServer):
    """One bot. `plan` holds the answers to the next messages, as (status, parameters, description)."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.token, self.name = TOKEN, "harbor_desk_bot"
        self.webhook = ""
        self.sent: list[dict[str, Any]] = []
        self.updates: list[dict[str, Any]] = []
        self.offsets: list[int] = []
        self.plan: list[tuple[int, dict[str, Any], str]] = []
        self.released = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def hears(self, text: Any, *, chat: int = 77, kind: str = "private") -> None:
        """Somebody writes to the bot."""
        number = 1000 + len(self.updates)
        self.updates.append({"update_id": number, "message": {"message_id": 1, "chat": {"id": chat, "type": kind}, "text": text}})


class Handler(BaseHTTPRequestHandler):
    """POST /bot<token>/<method>."""

    server: Telegram

    def do_POST(self) -> None:
        what = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"{}")
        token, _slash, method = self.path.removeprefix("/bot").partition("/")
        if token != self.server.token:
            return self._say(401, {"ok": False, "description": "Unauthorized"})
        if method == "getMe":
            return self._say(200, {"ok": True, "result": {"id": 1, "is_bot": True, "username": self.server.name}})
        if method == "getWebhookInfo":
            return self._say(200, {"ok": True, "result": {"url": self.server.webhook, "pending_update_count": 0}})
        if method == "getUpdates" and self.server.webhook:
            return self._say(409, {"ok": False, "description": "Conflict: can't use getUpdates method while webhook is active"})
        if method == "getUpdates":
            self.server.offsets.append(what["offset"])
            found = [update for update in self.server.updates if update["update_id"] >= what["offset"]]
            return self._say(200, {"ok": True, "result": found})
        if self.server.plan:
            status, parameters, description = self.server.plan.pop(0)
            return self._say(status, {"ok": False, "parameters": parameters, "description": description})
        self.server.sent.append(what)
        return self._say(200, {"ok": True, "result": {"message_id": len(self.server.sent)}})

    def _say(self, status: int, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Nothing is written."""
