"""The whole web application: streams as raw ASGI, every page and API call in threads through Django's WSGI.

Plain ASGI with this database driver costs several times the processor and cannot keep connections, so
Django never runs in the event loop. Streams, which would each hold a thread, never run in Django.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.utils.module_loading import import_string

from sellerdesk.runtime import headers
from sellerdesk.runtime.answers import Application, Receive, Refused, Scope, Send, refuse
from sellerdesk.runtime.paths import places
from sellerdesk.runtime.spool import Limits, ShortBody, Spool
from sellerdesk.wsgi import application as django_application


THREADS = 8
# A response of up to this many pieces leaves its thread at once, however slowly the reader takes it.
PIECES_AHEAD = 2_048


class Front:
    """Sends each request to a stream by the beginning of its path, else through the spool to Django.

    `stopping` is set when the process is asked to end; a stream finds it in
    `scope["extensions"]["desk.stopping"]` and ends itself.
    """

    def __init__(self, streams: Mapping[str, Application], limits: Limits) -> None:
        self.streams = streams
        self.stopping = asyncio.Event()
        # a2wsgi has types of its own for WSGI and ASGI; they are the same calls and dictionaries.
        django: Any = django_application
        pages: Any = WSGIMiddleware(django, workers=THREADS, send_queue_size=PIECES_AHEAD)
        self.pages = Spool(pages, places(settings.STATE_DIR).spool, limits, self.stopping)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One HTTP request; anything else (a WebSocket) is closed."""
        if scope["type"] != "http":
            return
        send = headers.completed(send, tls=settings.TLS, subdomains=settings.SECURE_HSTS_INCLUDE_SUBDOMAINS)
        try:
            scope = clean(scope)
            for beginning, stream in self.streams.items():
                if scope["path"].startswith(beginning):
                    extensions = {**scope.get("extensions", {}), "desk.stopping": self.stopping}
                    await stream({**scope, "extensions": extensions}, receive, send)
                    return
            await self.pages(scope, receive, send)
        except Refused as refusal:
            await refuse(send, refusal.code, scope)
        except ShortBody:
            return


def clean(scope: Scope) -> Scope:
    """Without headers whose name holds an underscore: WSGI would take `X_Forwarded_Proto` for `X-Forwarded-Proto`.

    Refused with bad_request when the query is not ASCII, as it must be on the wire.
    """
    if not scope["query_string"].isascii():
        raise Refused("bad_request")
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if b"_" not in name]}


application = Front(
    streams={beginning: import_string(where) for beginning, where in settings.STREAMS.items()},
    limits=Limits(body=settings.DATA_UPLOAD_MAX_MEMORY_SIZE),
)
