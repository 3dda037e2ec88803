"""Answers that the ASGI front gives by itself: in the API's problem form (RFC 9457), to browsers that open a page as a page."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from sellerdesk.runtime import plain_page


Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Application(Protocol):
    """An ASGI application."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...


PROBLEMS = {
    "bad_request": (400, _("The request cannot be read.")),
    "not_signed_in": (401, _("Sign in first.")),
    "not_found": (404, _("There is nothing here, or nothing that you may see.")),
    "not_allowed": (405, _("This address is only read.")),
    "body_too_slow": (408, _("The body came too slowly. Send it again over a better connection.")),
    "body_too_large": (413, _("The body is too large. Send it in smaller parts.")),
    "too_many_streams": (429, _("Too many browsers of yours listen at once. Close one; until then this page asks now and then.")),
    "busy": (503, _("Too much is going on at the moment. Try again in a few seconds.")),
    "stopping": (503, _("The server is restarting. Try again in a few seconds.")),
}
RETRY_AFTER = b"5"
AGAIN = {429, 503}
"""What passes by itself."""


class Refused(Exception):
    """A request that goes no further; `code` is a key of PROBLEMS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


async def refuse(send: Send, code: str, scope: Scope) -> None:
    """Sends the problem and closes the connection: what is left of a body is nobody's."""
    status, sentence = PROBLEMS[code]
    if shown := plain_page.wanted(scope):
        body = plain_page.written(scope, sentence, again=status in AGAIN)
    else:
        body = json.dumps({"type": "about:blank", "status": status, "code": code, "title": str(sentence)}).encode()
    headers = [
        *(plain_page.HEADERS if shown else [(b"content-type", b"application/problem+json")]),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
    ]
    if status in AGAIN:
        headers.append((b"retry-after", RETRY_AFTER))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
