"""The one reader of a desk's log in a process: it asks Postgres once for everybody who listens."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final

import structlog

from sellerdesk.stream.books import Books, Listener, Read
from sellerdesk.stream.client import BEHIND, Client
from sellerdesk.stream.window import EVERYBODY, MOST, Frame, Gap, Window, joined


log = structlog.get_logger(__name__)
Ask = Callable[..., Coroutine[Any, Any, Any]]
"""Runs a function of the books in a thread: `await ask(function, *arguments)`."""
BREATH_FOR_EACH: Final = 40e-6
BREATH: Final = 0.02
"""Seconds between two rounds of writing, at most: what is told meanwhile goes along in one write."""
AFTER_FAILURE: Final = 1.0


class DeskReader:
    """Follows one desk while somebody listens to it."""

    most = MOST

    def __init__(self, desk_id: int, books: Books, ask: Ask) -> None:
        self.desk_id = desk_id
        self.clients: set[Client] = set()
        self.window = Window(0)
        self.idle_since: float | None = None
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._books, self._ask = books, ask
        self._told = 0
        self._news = asyncio.Event()
        self._pieces: dict[tuple[int, frozenset[int]], bytes] = {}

    def told(self, number: int) -> None:
        """The log is said to have reached a number: a hint, or the counter itself."""
        if number > self._told:
            self._told = number
            self._news.set()

    def piece(self, position: int, sight: frozenset[int]) -> bytes:
        """What comes after a position for whoever sees these shops: made once for all of them."""
        key = (position, sight)
        if (made := self._pieces.get(key)) is None:
            made = self._pieces[key] = joined(self.window.after(position), sight)
        return made

    async def newest(self) -> int:
        """The desk's last number, from Postgres: the page may know of more than was heard of here."""
        number: int = await self._ask(self._books.last, self.desk_id)
        self.told(number)
        return number

    async def read_for(self, position: int) -> Read:
        """For one client that is further back than the window."""
        read: Read = await self._ask(self._books.read, self.desk_id, position, MOST)
        return read

    async def admit(self, session_key: str, slug: str) -> Listener:
        """Who a session is now. Raises Nobody, NotVisible."""
        listener: Listener = await self._ask(self._books.admit, session_key, slug)
        return listener

    async def run(self) -> None:
        """Read from the log's present end on, for ever. What fails is tried again: whoever listens notices nothing but time."""
        failing = False
        while True:
            try:
                if not self.ready.done():
                    self.window = Window(await self._ask(self._books.last, self.desk_id))
                    self._told = max(self._told, self.window.last)
                    self.ready.set_result(None)
                await self._news.wait()
                self._news.clear()
                await self._follow()
                failing = False
            except Gap:
                self._begin_again()
            except Exception as error:  # noqa: BLE001 - a database that is away must not end the stream
                if not failing:
                    log.warning("stream_not_read", desk=self.desk_id, error=type(error).__name__)
                failing = True
                self._news.set()
                await asyncio.sleep(AFTER_FAILURE)

    async def _follow(self) -> None:
        while self.window.last < self._told:
            frames = (await self.read_for(self.window.last)).frames
            if not frames:
                # The hint was wrong, or the log is shorter than it was.
                self._told = self.window.last
                return
            self.window.add(frames)
            self._fan_out(frames)
            await asyncio.sleep(min(BREATH, BREATH_FOR_EACH * len(self.clients)))

    def _fan_out(self, frames: list[Frame]) -> None:
        self._pieces.clear()
        doubts = {frame.doubt for frame in frames} - {None}
        for client in self.clients:
            if doubts and (EVERYBODY in doubts or client.listener.person_id in doubts):
                client.doubt()
            else:
                client.wake()

    def _begin_again(self) -> None:
        log.warning("stream_gap", desk=self.desk_id)
        for client in self.clients:
            client.end(BEHIND)
        self.ready = asyncio.get_running_loop().create_future()
        self._told = 0
        self._news.set()
