"""The head of a request: who does not say one in time, or says one without end, holds no connection; who does is waited for."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from sellerdesk.runtime import web


SECONDS = 0.3
ASK = b"POST / HTTP/1.1\r\nHost: desk\r\nContent-Length: 2\r\n"
Asking = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def slow(scope: Any, receive: Any, send: Any) -> None:
    """Reads the body and thinks for longer than a head may take."""
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    await asyncio.sleep(2 * SECONDS)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": body})


def asked(ask: Asking, monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, float]:
    """What the server says to somebody who asks so, until it hangs up; and after how many seconds that was."""
    monkeypatch.setattr(web, "HEAD_SECONDS", SECONDS)
    config = uvicorn.Config(slow, http=web.Protocol, lifespan="off", log_config=None, timeout_keep_alive=1)
    config.load()
    state = ServerState()

    async def run() -> tuple[bytes, float]:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: web.Protocol(config, state, {}), "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        begun = time.monotonic()
        asking = asyncio.ensure_future(ask(reader, writer))
        said = b""
        try:
            while part := await asyncio.wait_for(reader.read(1000), 5):
                said += part
        except ConnectionError:
            pass
        asking.cancel()
        writer.close()
        server.close()
        await asyncio.gather(asking, return_exceptions=True)
        assert not state.connections
        return said, time.monotonic() - begun

    return asyncio.run(run())


async def nothing(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """Connected, and silent."""


async def letters(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One letter now and then."""
    for letter in b"GET / HTTP/1.1\r\nX-Long: " + b"x" * 100:
        writer.write(bytes([letter]))
        await asyncio.sleep(SECONDS / 10)


async def half_of_a_second(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A whole request, and then half of another one."""
    writer.write(ASK + b"\r\nok")
    await asyncio.sleep(3 * SECONDS)
    writer.write(b"GET / HT")


@pytest.mark.parametrize(("ask", "least"), [(nothing, 1), (letters, 1), (half_of_a_second, 4)])
def test_who_says_no_whole_head_in_time_is_left(ask: Asking, least: int, monkeypatch: pytest.MonkeyPatch) -> None:
    said, seconds = asked(ask, monkeypatch)

    assert least * SECONDS - 0.05 <= seconds < 5
    assert said[-2:] == (b"ok" if ask is half_of_a_second else b"")


def test_a_head_without_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = 0

    async def endless(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"GET / HTTP/1.1\r\nX-Long: ")
        while True:
            writer.write(b"x" * 16_384)
            await writer.drain()
            sent += 16_384

    monkeypatch.setattr(web, "LARGEST_HEAD", 100_000)
    said, _seconds = asked(endless, monkeypatch)

    assert said == b""
    # What lies in the buffers of both ends was sent, and not read.
    assert sent < 20_000_000


def test_who_says_one_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that comes slowly and an answer that takes long are not the head's matter."""

    async def well(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(ASK)
        await asyncio.sleep(SECONDS / 2)
        writer.write(b"\r\no")
        await asyncio.sleep(2 * SECONDS)
        writer.write(b"k")

    said, seconds = asked(well, monkeypatch)

    assert (said[:15], said[-2:]) == (b"HTTP/1.1 200 OK", b"ok")
    assert seconds > 4 * SECONDS
