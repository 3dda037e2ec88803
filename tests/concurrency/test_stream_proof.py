"""Nothing is lost and nothing comes twice, however often connections, Redis and the web process are cut."""

import asyncio
import random
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from sellerdesk import hints, live
from sellerdesk.commands import command, note
from sellerdesk.models import DeskEvent
from sellerdesk.runtime import listening
from sellerdesk.runtime.paths import places
from sellerdesk.runtime.supervisor import Child
from sellerdesk.runtime.valkey import Valkey
from tests.factories.kernel import NOW, join, make_desk, make_person
from tests.integration.stream.listening import Stream, cookie_of


pytestmark = pytest.mark.django_db(transaction=True)
AHEAD = 30


@dataclass
class Listener:
    """A page that is cut at random moments, and goes on from the last number that it saw."""

    cookie: str
    resumes: bool = True
    position: int = 0
    cuts: int = 0
    got: list[int] = field(default_factory=list)

    async def live(self, port: int, wanted: int, over: "Over") -> None:
        """Be cut `wanted` times, then read to the end of the log."""
        # Who forgets the number may have missed the last one as well: it listens until everything has been written.
        while self.cuts < wanted or not (over.is_reached_by(self.position) if self.resumes else over.last is not None):
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)
                continue
            try:
                await self._read(reader, writer, None if self.cuts >= wanted else random.uniform(0, 0.06), over)
            finally:
                writer.transport.abort()

    async def _read(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, life: float | None, over: "Over") -> None:
        told = f"Last-Event-ID: {self.position}\r\n" if self.resumes else ""
        cookie = f"{settings.SESSION_COOKIE_NAME}={self.cookie}"
        writer.write(f"GET /stream/proof/ HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n{told}\r\n".encode())
        stream, end = Stream(), None
        while end is None or time.monotonic() < end:
            try:
                piece = await asyncio.wait_for(reader.read(3000), 0.5 if end is None else max(0.001, min(0.1, end - time.monotonic())))
            except TimeoutError:
                piece = b""
                if end is None and stream.status == 0:
                    continue
            except ConnectionError:
                return
            else:
                if not piece:
                    return
            stream.feed(piece)
            if stream.status not in {0, 200}:
                await asyncio.sleep(0.05)
                return
            self.got += stream.numbers
            stream.events.clear()
            self.position = max(self.position, stream.last)
            if life is None and over.is_reached_by(self.position):
                return
            if end is None and stream.status:
                end = time.monotonic() + (1.0 if life is None else life)
        self.cuts += 1


@dataclass
class Over:
    """Whether everything has been written, and how far that is."""

    last: int | None = None

    def is_reached_by(self, position: int) -> bool:
        return self.last is not None and position >= self.last


@dataclass
class World:
    """A web process behind one address, and a Redis of its own; both can be killed."""

    web: Child
    redis: Valkey
    port: int

    def kill_web(self) -> None:
        assert self.web.process is not None
        self.web.process.kill()
        self.web.process.wait()
        self.web.start()

    def restart_redis(self) -> None:
        self.redis.stop()
        time.sleep(0.2)
        self.redis.start()


@pytest.fixture
def world(live_environment: dict[str, str], tmp_path: Path, state: Path) -> Iterator[World]:
    redis = Valkey(places(state / "proof"), throwaway=True)
    redis.start()
    kept = settings.REDIS_URL
    settings.REDIS_URL = redis.url
    hints.forget()
    with listening.take("127.0.0.1", 0) as socket_:
        port = socket_.getsockname()[1]
        command_ = [sys.executable, "-P", "-m", "sellerdesk.runtime.web", "--fd", str(socket_.fileno())]
        web = Child("web", command_, live_environment | {"REDIS_URL": redis.url}, tmp_path / "web.log", keep=(socket_.fileno(),))
        web.start()
        try:
            yield World(web, redis, port)
        finally:
            assert web.process is not None
            web.process.kill()
            web.process.wait()
            redis.stop()
            settings.REDIS_URL = kept
            hints.forget()


@command
def write(*, desk_id: int, count: int, now: Any) -> None:
    for number in range(count):
        note(desk_id, "proof", number=number)


def prove(world: World, *, clients: int, cuts: int, breaks: int, events: int, resumes: bool = True) -> tuple[list[Listener], list[int]]:
    """Write so many events while clients are cut; the web process and Redis fall in between. What each got, and the log."""
    desk = make_desk("proof")
    listeners = []
    for _ in range(clients):
        person = make_person()
        join(desk, person)
        listeners.append(Listener(cookie_of(person), resumes))
    over = Over()

    async def everybody() -> None:
        await asyncio.gather(*(one.live(world.port, cuts, over) for one in listeners))

    thread = threading.Thread(target=lambda: asyncio.run(everybody()))
    thread.start()
    written = broken = 0
    while written < events or broken < 2 * breaks:
        share = min(1.0, min(one.cuts for one in listeners) / cuts) if thread.is_alive() else 1.0
        # As much is written as has been cut, and a little ahead of that, so that somebody always hears something.
        count = min(random.choice([1, 1, 1, 2, 5, 40]), events - written)
        if count and written < events * share + AHEAD:
            write(desk_id=desk.pk, count=count, now=NOW)
            written += count
        if broken < 2 * breaks and share > (broken + 1) / (2 * breaks + 1):
            (world.restart_redis if broken % 2 else world.kill_web)()
            broken += 1
        time.sleep(random.uniform(0, 0.03))
    over.last = live.last_number(desk.pk)
    thread.join(600)
    assert not thread.is_alive(), [(one.cuts, one.position) for one in listeners]
    assert broken == 2 * breaks
    return listeners, list(DeskEvent.objects.filter(desk=desk).order_by("number").values_list("number", flat=True))


def test_every_list_is_the_log(world: World) -> None:
    listeners, log = prove(world, clients=5, cuts=15, breaks=1, events=300)

    assert log == list(range(1, 301))
    assert [one.got == log for one in listeners] == [True] * 5
    assert all(one.cuts >= 15 for one in listeners)


@pytest.mark.long
def test_control_whoever_forgets_the_number_misses_events(world: World) -> None:
    listeners, log = prove(world, clients=2, cuts=10, breaks=0, events=100, resumes=False)

    assert all(one.got != log for one in listeners)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_every_list_is_the_log_of_ten_thousand(world: World) -> None:
    listeners, log = prove(world, clients=20, cuts=500, breaks=10, events=10_000)

    assert log == list(range(1, 10_001))
    assert [one.got == log for one in listeners] == [True] * 20
    assert all(one.cuts >= 500 for one in listeners)
