"""All open streams of a process: their readers, the hints that wake them, the clock that looks after them."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import structlog

from sellerdesk.revoking import digest
from sellerdesk.stream.books import Books
from sellerdesk.stream.client import Client
from sellerdesk.stream.hearing import Hearing
from sellerdesk.stream.reader import DeskReader


log = structlog.get_logger(__name__)
THREADS: Final = 4
TICK: Final = 0.5


@dataclass(frozen=True, slots=True)
class Limits:
    """How many streams there may be, and seconds."""

    in_all: int = 2_000
    of_a_person: int = 12
    beat: float = 15.0
    slow: float = 20.0
    """Whoever takes nothing for so long is cut."""
    look: float = 2.0
    """Between two looks at the counters and at everybody's rights: what hints may miss."""
    patience: float = 5.0
    """Whoever opens a stream waits so long for the log."""
    linger: float = 5.0
    """A reader goes on for so long without listeners: a page that is loaded again finds it."""


class Full(Exception):
    """No further stream is opened; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Running:
    """The tasks of a hub in one event loop."""

    loop: asyncio.AbstractEventLoop
    tasks: list["asyncio.Task[None]"] = field(default_factory=list)
    readers: dict[int, tuple[DeskReader, "asyncio.Task[None]"]] = field(default_factory=dict)


class Hub:
    """One for a process. It starts with the first stream and ends when the process is asked to stop."""

    def __init__(self, books: Books, redis_url: str, limits: Limits | None = None) -> None:
        self.books, self.limits = books, limits or Limits()
        self.clients: set[Client] = set()
        self.opening = 0
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="stream")
        self._hearing = Hearing(redis_url, self._heard_number, self._heard_aside, self._heard_person, self._look_now)
        self._running: Running | None = None
        self._looked = 0.0
        self._stopped = False

    async def ask(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Run a function of the books in one of the few threads that have connections."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, function, *arguments)

    def start(self, stopping: asyncio.Event) -> None:
        """Begin to hear and to look, once."""
        loop = asyncio.get_running_loop()
        if self._running is None or self._running.loop is not loop:
            self._running = Running(loop)
            self._running.tasks = [loop.create_task(one) for one in (self._hearing.run(), self._tick(), self._stop(stopping))]

    def check_room(self, person_id: int | None = None) -> None:
        """Refused with Full: busy, stopping, too_many_streams."""
        if self._stopped:
            raise Full("stopping")
        if len(self.clients) + self.opening >= self.limits.in_all:
            raise Full("busy")
        if person_id is not None and sum(one.listener.person_id == person_id for one in self.clients) >= self.limits.of_a_person:
            raise Full("too_many_streams")

    @contextmanager
    def being_opened(self) -> Iterator[None]:
        """Counts one that is not there yet."""
        self.opening += 1
        try:
            yield
        finally:
            self.opening -= 1

    async def reader(self, desk_id: int) -> DeskReader:
        """The reader of a desk, ready to be listened to. Refused with Full where the log cannot be read now: busy, stopping."""
        assert self._running is not None, "start() comes first."
        if desk_id not in self._running.readers:
            reader = DeskReader(desk_id, self.books, self.ask)
            # Subscribed before the log is read: a hint in between must not be missed.
            await self._hearing.follow(desk_id)
            if desk_id not in self._running.readers:
                self._running.readers[desk_id] = (reader, self._running.loop.create_task(reader.run()))
        reader = self._running.readers[desk_id][0]
        reader.idle_since = None
        try:
            await asyncio.wait_for(asyncio.shield(reader.ready), self.limits.patience)
        except TimeoutError:
            raise Full("busy") from None
        if self._stopped:
            raise Full("stopping")
        return reader

    async def serve(self, client: Client, reader: DeskReader) -> None:
        """Run a client to its end."""
        self.clients.add(client)
        reader.clients.add(client)
        if self._stopped:
            client.end()
        try:
            await client.run(reader)
        finally:
            self.clients.discard(client)
            reader.clients.discard(client)

    def _heard_number(self, desk_id: int, number: int) -> None:
        assert self._running is not None
        if desk_id in self._running.readers:
            self._running.readers[desk_id][0].told(number)

    def _heard_aside(self, desk_id: int, text: bytes, shop_id: int | None) -> None:
        assert self._running is not None
        if desk_id in self._running.readers:
            for client in self._running.readers[desk_id][0].clients:
                client.aside(text, shop_id)

    def _heard_person(self, what: str, which: str) -> None:
        for client in self.clients:
            named = digest(client.session_key) if what == "session" else str(client.listener.person_id)
            if named == which:
                client.doubt()

    def _look_now(self) -> None:
        self._looked = 0.0

    async def _tick(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(TICK)
            try:
                await self._turn(loop.time())
            except Exception:
                # Without the clock nothing would be looked after any more.
                log.exception("stream_turn_failed")

    async def _turn(self, now: float) -> None:
        for client in list(self.clients):
            if client.writing_since and now - client.writing_since > self.limits.slow:
                client.cut()
            elif now - client.wrote_at > self.limits.beat:
                client.beat()
        self._drop_idle(now)
        if now - self._looked > self.limits.look and self.clients:
            self._looked = now
            await self._look()

    async def _look(self) -> None:
        """What Redis may not have told: how far the logs are, and whose rights are other than they were."""
        assert self._running is not None
        clients = list(self.clients)
        keys = [(one.listener.desk_id, one.listener.person_id, one.session_key) for one in clients]
        try:
            numbers = await self.ask(self.books.lasts, list(self._running.readers))
            marks = await self.ask(self.books.marks, keys)
        except Exception:  # noqa: BLE001 - the readers say that the database is away
            return
        for desk_id, number in numbers.items():
            self._heard_number(desk_id, number)
        for client, mark in zip(clients, marks, strict=True):
            if client.listener.mark != mark:
                client.doubt()

    def _drop_idle(self, now: float) -> None:
        assert self._running is not None
        for desk_id, (reader, task) in list(self._running.readers.items()):
            if reader.clients:
                reader.idle_since = None
            elif reader.idle_since is None:
                reader.idle_since = now
            elif now - reader.idle_since > self.limits.linger:
                task.cancel()
                del self._running.readers[desk_id]
                self._hearing.leave(desk_id)

    async def _stop(self, stopping: asyncio.Event) -> None:
        await stopping.wait()
        assert self._running is not None
        self._stopped = True
        for client in list(self.clients):
            client.end()
        for task in [*self._running.tasks[:-1], *(task for _, task in self._running.readers.values())]:
            task.cancel()
        for reader, _task in self._running.readers.values():
            if not reader.ready.done():
                reader.ready.set_result(None)
        # What runs in the threads ends by itself; cancelled, it would look like a fault of whoever waits for it.
        self._pool.shutdown(wait=False)
