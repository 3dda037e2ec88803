"""`GET /stream/<desk>/`: opening a stream. It reads the cookie by itself, since Django never runs in the event loop."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs

from django.conf import settings
from django.db import Error as DatabaseError
from django.http import parse_cookie
from django.http.request import split_domain_port, validate_host

from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.errors import NotVisible
from sellerdesk.runtime.answers import Receive, Refused, Scope, Send
from sellerdesk.stream.books import Database, Listener, Nobody
from sellerdesk.stream.client import Client
from sellerdesk.stream.hub import Full, Hub
from sellerdesk.stream.reader import DeskReader


PATH: Final = re.compile(r"/[a-z]+/([-a-zA-Z0-9_]{1,100})/")
SESSION_KEY: Final = re.compile(r"[a-z0-9]{8,40}")
HEADERS: Final = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    # nginx would keep events back until its buffer is full.
    (b"x-accel-buffering", b"no"),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for. `position` is None for "from now on"."""

    slug: str
    session_key: str
    position: int | None


class Stream:
    """The ASGI application; its streams share one hub."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One stream, until the page, the process or the right to it is gone. Refused before it opens: see `read` and `_admit`."""
        asked = read(scope)
        self.hub.start(scope["extensions"]["desk.stopping"])
        listener, reader = await self._admit(asked)
        client = Client(
            listener, slug=asked.slug, session_key=asked.session_key, position=asked.position, send=send,
            cut=scope["extensions"].get("desk.cut"),
        )  # fmt: skip
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        gone = asyncio.get_running_loop().create_task(_until_gone(receive, client))
        try:
            await self.hub.serve(client, reader)
        finally:
            gone.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _admit(self, asked: Asked) -> tuple[Listener, DeskReader]:
        """Who listens, and to what. Refused: busy, stopping, too_many_streams, not_signed_in, not_found."""
        if not asked.session_key:
            raise Refused("not_signed_in")
        try:
            self.hub.check_room()
            with self.hub.being_opened():
                listener: Listener = await self.hub.ask(self.hub.books.admit, asked.session_key, asked.slug)
                self.hub.check_room(listener.person_id)
                return listener, await self.hub.reader(listener.desk_id)
        except Full as full:
            raise Refused(full.code) from None
        except Nobody:
            raise Refused("not_signed_in") from None
        except NotVisible:
            raise Refused("not_found") from None
        except DatabaseError:
            raise Refused("busy") from None


def read(scope: Scope) -> Asked:
    """What is asked for. Refused: not_found, not_allowed, bad_request."""
    path = PATH.fullmatch(scope["path"])
    if path is None:
        raise Refused("not_found")
    if scope["method"] != "GET":
        raise Refused("not_allowed")
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    host, _port = split_domain_port(headers.get(b"host", ""))
    if not host or not validate_host(host, settings.ALLOWED_HOSTS):
        raise Refused("bad_request")
    key = parse_cookie(headers.get(b"cookie", "")).get(settings.SESSION_COOKIE_NAME, "")
    return Asked(path[1], key if SESSION_KEY.fullmatch(key) else "", _position(scope, headers))


def _position(scope: Scope, headers: Mapping[bytes, str]) -> int | None:
    """A browser that connects again by itself repeats the first address, so its header says more."""
    told = headers.get(b"last-event-id") or parse_qs(scope["query_string"].decode("ascii")).get("after", [""])[-1]
    if not told:
        return None
    if not (told.isascii() and told.isdigit()) or len(told) > 19 or int(told) > LARGEST_ID:
        raise Refused("bad_request")
    return int(told)


async def _until_gone(receive: Receive, client: Client) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    client.end()


application = Stream(Hub(Database(), settings.REDIS_URL))
