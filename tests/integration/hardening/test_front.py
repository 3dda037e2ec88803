"""What the front itself answers, streams and refusals of the spool, has the same headers as every page."""

import asyncio
import base64
import hashlib
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


def opened(accept: str, *, method: str = "GET", path: str = "/desks/harbor/", **headers_: str) -> tuple[int, dict[str, str], str]:
    """What the front says to a reader while no place is free."""
    from sellerdesk.asgi import Front

    sent: list[Message] = []

    async def run() -> None:
        async def send(message: Message) -> None:
            sent.append(message)

        told = [(b"accept", accept.encode()), *((name.replace("_", "-").encode(), said.encode()) for name, said in headers_.items())]
        scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": told}
        await Front({}, Limits(requests=0))(scope, silence, send)

    asyncio.run(run())
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}, sent[1]["body"].decode()


BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"


@pytest.mark.parametrize(
    ("asked_for", "language", "said"),
    [
        ({"accept_language": "ru-RU,ru;q=0.9,en;q=0.5"}, "ru", "Сейчас нельзя"),
        ({"accept_language": "zh-CN"}, "zh-Hans", "暂时不行"),
        ({"accept_language": "ru", "cookie": "language=en"}, "en", "Not now"),
        ({"accept_language": "xx"}, "en", "Not now"),
    ],
)
def test_a_reader_is_told_by_a_page_that_comes_back_by_itself(asked_for: dict[str, str], language: str, said: str) -> None:
    status, told, body = opened(BROWSER, content_length="0", **asked_for)

    assert (status, told["content-type"], told["retry-after"]) == (503, "text/html; charset=utf-8", "5")
    assert f'<html lang="{language}">' in body
    assert said in body
    assert 'http-equiv="refresh"' in body
    style = body.partition("<style>")[2].partition("</style>")[0]
    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in told["content-security-policy"]


def test_programs_and_parts_of_pages_get_a_problem_and_forms_are_not_sent_twice() -> None:
    assert 'http-equiv="refresh"' not in opened(BROWSER, method="POST", content_length="0")[2]
    for accept, more in (("*/*", {}), (BROWSER, {"path": "/api/v1/shops/"}), (BROWSER, {"hx_request": "true"})):
        told = opened(accept, content_length="0", **more)[1]
        assert told["content-type"] == "application/problem+json"
