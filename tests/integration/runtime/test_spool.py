"""The spooling front, with a sender and an application of the test's own: no sockets, no Django."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from sellerdesk.runtime.answers import Message, Receive, Refused, Scope, Send
from sellerdesk.runtime.spool import Limits, ShortBody, Spool


Sender = Callable[[], Awaitable[Message]]


class Application:
    """Remembers each body it was given."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.lengths: list[bytes] = []
        self.hold = asyncio.Event()
        self.hold.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body", False):
                break
        self.bodies.append(body)
        self.lengths += [value for name, value in scope["headers"] if name == b"content-length"]
        await self.hold.wait()


async def _nowhere(_message: Message) -> None:
    """Answers go nowhere here."""


def _scope(**headers: str) -> Scope:
    return {"type": "http", "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]}


def _sender(*chunks: bytes, then: Message | None = None, pause: float = 0.0) -> Sender:
    """Sends the chunks, the last one as the end unless `then` says what happens instead; then stays silent for ever."""
    waiting = list(chunks)

    async def receive() -> Message:
        if pause:
            await asyncio.sleep(pause)
        if waiting:
            chunk = waiting.pop(0)
            return {"type": "http.request", "body": chunk, "more_body": bool(waiting) or then is not None}
        if then is not None and then["type"] == "http.disconnect":
            return then
        await asyncio.Event().wait()
        raise AssertionError

    return receive


SILENT: Message = {"type": "silence"}
GONE: Message = {"type": "http.disconnect"}


def _spool(folder: Path, **limits: Any) -> tuple[Spool, Application]:
    app = Application()
    return Spool(app, folder, Limits(**limits), asyncio.Event()), app


def test_body_arrives_whole_and_unchanged(tmp_path: Path) -> None:
    parts = [b"a" * 70_000, b"b" * 300_000, b"c"]
    spool, app = _spool(tmp_path)

    asyncio.run(spool(_scope(content_length="370001"), _sender(*parts), _nowhere))

    assert app.bodies == [b"".join(parts)]
    assert (spool.bytes, spool.uploads, spool.requests) == (0, 0, 0)
    assert list(tmp_path.iterdir()) == []


def test_chunked_body_gets_the_length_it_turned_out_to_have(tmp_path: Path) -> None:
    spool, app = _spool(tmp_path)

    asyncio.run(spool(_scope(transfer_encoding="chunked"), _sender(b"abc", b"de"), _nowhere))

    assert (app.bodies, app.lengths) == ([b"abcde"], [b"5"])


def test_short_body_never_reaches_the_application(tmp_path: Path) -> None:
    spool, app = _spool(tmp_path)

    with pytest.raises(ShortBody):
        asyncio.run(spool(_scope(content_length="100"), _sender(b"only this", then=GONE), _nowhere))

    assert app.bodies == []
    assert (spool.bytes, spool.uploads) == (0, 0)


def test_a_body_of_another_length_is_refused_and_counts_no_more(tmp_path: Path) -> None:
    spool, app = _spool(tmp_path)

    with pytest.raises(Refused, match="bad_request"):
        asyncio.run(spool(_scope(content_length="3"), _sender(b"five!"), _nowhere))

    assert app.bodies == []
    assert (spool.bytes, spool.uploads) == (0, 0)


@pytest.mark.parametrize("length", ["-1", "+5", "abc", "9" * 20, "5, 6"])
def test_nonsense_length_is_refused(tmp_path: Path, length: str) -> None:
    spool, app = _spool(tmp_path)

    with pytest.raises(Refused, match="bad_request"):
        asyncio.run(spool(_scope(content_length=length), _sender(b"x"), _nowhere))

    assert app.bodies == []


def test_two_different_lengths_are_refused(tmp_path: Path) -> None:
    spool, _app = _spool(tmp_path)
    scope = {"type": "http", "headers": [(b"content-length", b"3"), (b"content-length", b"4")]}

    with pytest.raises(Refused, match="bad_request"):
        asyncio.run(spool(scope, _sender(b"abc"), _nowhere))


def test_declared_large_body_is_refused_before_it_is_read(tmp_path: Path) -> None:
    spool, _app = _spool(tmp_path, body=1_000)

    async def never() -> Message:
        raise AssertionError

    with pytest.raises(Refused, match="body_too_large"):
        asyncio.run(spool(_scope(content_length="1001"), never, _nowhere))


def test_undeclared_large_body_is_refused_at_the_limit(tmp_path: Path) -> None:
    spool, app = _spool(tmp_path, body=1_000)

    with pytest.raises(Refused, match="body_too_large"):
        asyncio.run(spool(_scope(transfer_encoding="chunked"), _sender(b"a" * 900, b"b" * 101, b"c"), _nowhere))

    assert app.bodies == []
    assert spool.bytes == 0


def test_silent_sender_is_refused_after_the_limit(tmp_path: Path) -> None:
    spool, _app = _spool(tmp_path, silence=0.05)

    with pytest.raises(Refused, match="body_too_slow"):
        asyncio.run(spool(_scope(content_length="10"), _sender(b"abc", then=SILENT), _nowhere))


def test_dripping_sender_is_refused_although_never_silent(tmp_path: Path) -> None:
    spool, _app = _spool(tmp_path, silence=5.0, grace=0.1, least_rate=1_000.0)

    with pytest.raises(Refused, match="body_too_slow"):
        asyncio.run(spool(_scope(content_length="100"), _sender(*[b"x"] * 100, pause=0.01), _nowhere))


def test_sender_that_takes_too_long_in_all_is_refused(tmp_path: Path) -> None:
    spool, _app = _spool(tmp_path, silence=5.0, whole=0.1)

    with pytest.raises(Refused, match="body_too_slow"):
        asyncio.run(spool(_scope(content_length="100"), _sender(*[b"x"] * 100, pause=0.02), _nowhere))


def test_full_spool_answers_busy_and_recovers(tmp_path: Path) -> None:
    spool, app = _spool(tmp_path, uploads=2)

    async def scene() -> None:
        unfinished = [asyncio.ensure_future(spool(_scope(content_length="9"), _sender(b"x", then=SILENT), _nowhere)) for _ in range(2)]
        await asyncio.sleep(0.01)
        with pytest.raises(Refused, match="busy"):
            await spool(_scope(content_length="1"), _sender(b"y"), _nowhere)
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)
        await spool(_scope(content_length="1"), _sender(b"z"), _nowhere)

    asyncio.run(scene())

    assert app.bodies == [b"z"]
    assert spool.bytes == 0


def test_all_bodies_together_have_a_limit(tmp_path: Path) -> None:
    spool, app = _spool(tmp_path, all_bodies=100)

    with pytest.raises(Refused, match="busy"):
        asyncio.run(spool(_scope(content_length="200"), _sender(b"x" * 200), _nowhere))

    assert app.bodies == []
    assert spool.bytes == 0


def test_queue_before_the_threads_is_bounded(tmp_path: Path) -> None:
    spool, app = _spool(tmp_path, requests=3)
    app.hold.clear()

    async def scene() -> None:
        waiting = [asyncio.ensure_future(spool(_scope(), _sender(b""), _nowhere)) for _ in range(3)]
        await asyncio.sleep(0.01)
        with pytest.raises(Refused, match="busy"):
            await spool(_scope(), _sender(b""), _nowhere)
        app.hold.set()
        await asyncio.gather(*waiting)
        await spool(_scope(), _sender(b""), _nowhere)

    asyncio.run(scene())

    assert len(app.bodies) == 4


def test_unfinished_body_does_not_delay_a_stop(tmp_path: Path) -> None:
    spool, _app = _spool(tmp_path, silence=60.0)

    async def scene() -> None:
        task = asyncio.ensure_future(spool(_scope(content_length="9"), _sender(b"x", then=SILENT), _nowhere))
        await asyncio.sleep(0.01)
        spool.stopping.set()
        with pytest.raises(Refused, match="stopping"):
            await asyncio.wait_for(task, 1)

    asyncio.run(scene())
