"""What the front itself answers, streams and refusals of the spool, has the same headers as every page."""

import asyncio
from typing import Any

import pytest

from sellerdesk.runtime import headers
from sellerdesk.runtime.answers import Message, Receive, Scope, Send
from sellerdesk.runtime.spool import Limits


async def stream(scope: Scope, receive: Receive, send: Send) -> None:
    """A stream that says one thing of its own."""
    del scope, receive
    await send({"type": "http.response.start", "status": 200, "headers": [(b"cache-control", b"no-cache, private")]})
    await send({"type": "http.response.body", "body": b""})


async def silence() -> Message:
    """A sender who never says anything."""
    await asyncio.sleep(3600)
    return {"type": "http.disconnect"}


def asked(path: str, *, limits: Limits | None = None, **scope: Any) -> tuple[int, dict[str, str]]:
    """Status and headers of an answer."""
    # Not with the file: it boots Django's handler, which wants its static files in place.
    from sellerdesk.asgi import Front

    sent: list[Message] = []

    async def run() -> None:
        async def send(message: Message) -> None:
            sent.append(message)

        front = Front({"/s/": stream}, limits or Limits())
        whole = {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": [], **scope}
        await front(whole, silence, send)

    asyncio.run(run())
    told = [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]
    assert len(told) == len({name for name, _value in told})
    return sent[0]["status"], dict(told)


@pytest.mark.parametrize(
    ("path", "scope", "limits", "status"),
    [
        ("/s/harbor/", {}, None, 200),
        ("/", {"query_string": "é".encode()}, None, 400),
        ("/", {"headers": [(b"content-length", b"99999999999")]}, None, 413),
        ("/", {"headers": [(b"content-length", b"9")]}, Limits(silence=0.01), 408),
        ("/", {"headers": [(b"content-length", b"9")]}, Limits(uploads=0), 503),
        ("/", {}, Limits(requests=0), 503),
    ],
)
@pytest.mark.parametrize("tls", [True, False])
def test_streams_and_refusals_have_every_header(
    path: str, scope: Any, limits: Limits | None, status: int, tls: bool, settings: Any
) -> None:
    settings.TLS = tls
    found, told = asked(path, limits=limits, **scope)

    assert found == status
    assert list(headers.missing(told, tls=tls, subdomains=False)) == []
    assert (headers.TRANSPORT.lower() in told) is tls
    assert told["cache-control"] == ("no-cache, private" if status == 200 else "no-store")
