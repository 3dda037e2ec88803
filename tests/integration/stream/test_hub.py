"""The hub without a network and without a database: who gets what, who is cut, what happens when something is away."""

import asyncio
import math
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from sellerdesk.revoking import digest
from sellerdesk.stream import client as clients
from sellerdesk.stream.books import Listener, Nobody, Read
from sellerdesk.stream.client import Client
from sellerdesk.stream.hub import Full, Hub, Limits
from sellerdesk.stream.window import EVERYBODY, MOST, Frame, framed


NOWHERE = "unix:///nonexistent/valkey.sock"
DESK = 1


@dataclass
class Paper:
    """Books in memory. `asked` counts the looks at each kind of page."""

    numbers: list[int] = field(default_factory=list)
    cut: int = 0
    mark: str = "m"
    away: bool = False
    shops: frozenset[int] = frozenset()
    member: bool = True
    of_shop: dict[int, int] = field(default_factory=dict)
    of_rights: frozenset[int] = frozenset()
    asked: dict[str, int] = field(default_factory=lambda: {"read": 0, "admit": 0, "lasts": 0})

    def write(self, count: int) -> None:
        self.numbers += range(len(self.numbers) + 1, len(self.numbers) + count + 1)

    def admit(self, session_key: str, slug: str) -> Listener:
        self.asked["admit"] += 1
        if not self.member:
            raise Nobody
        return Listener(DESK, 7, "agent", self.shops, self.mark)

    def last(self, desk_id: int) -> int:
        if self.away:
            raise OSError
        return len(self.numbers)

    def lasts(self, desk_ids: list[int]) -> dict[int, int]:
        self.asked["lasts"] += 1
        return dict.fromkeys(desk_ids, len(self.numbers))

    def read(self, desk_id: int, position: int, limit: int) -> Read:
        if self.away:
            raise OSError
        self.asked["read"] += 1
        found = [number for number in self.numbers if number > max(position, self.cut)][:limit]
        made = [self._frame(number) for number in found]
        return Read(made, whole=not found or found[-1] - position == len(found))

    def _frame(self, number: int) -> Frame:
        shop = self.of_shop.get(number)
        return Frame(number, shop, framed(number, "k", shop, "{}", "t"), EVERYBODY if number in self.of_rights else None)

    def marks(self, listeners: Any) -> list[str]:
        return [self.mark] * len(listeners)


@dataclass
class Page:
    """The other end of a stream: takes everything, or stops taking."""

    hub: Hub
    position: int | None = 0
    text: bytes = b""
    writes: int = 0
    takes: asyncio.Event = field(default_factory=asyncio.Event)
    was_cut: bool = False
    task: "asyncio.Task[None] | None" = None

    def __post_init__(self) -> None:
        self.takes.set()

    async def open(self, meanwhile: Callable[[], None] = lambda: None) -> "Page":
        listener = await self.hub.ask(self.hub.books.admit, "key", "desk")
        meanwhile()
        self.client = Client(listener, slug="desk", session_key="key", position=self.position, send=self._send, cut=self._cut)
        reader = await self.hub.reader(DESK)
        self.task = asyncio.get_running_loop().create_task(self.hub.serve(self.client, reader))
        return self

    async def _send(self, message: Any) -> None:
        await self.takes.wait()
        self.text += message["body"]
        self.writes += 1

    def _cut(self) -> None:
        self.was_cut = True
        self.takes.set()

    @property
    def numbers(self) -> list[int]:
        return [int(line[4:]) for line in self.text.decode().split("\n") if line.startswith("id: ")]

    async def until(self, wanted: Callable[["Page"], Any], limit: float = 5.0) -> None:
        async with asyncio.timeout(limit):
            while not wanted(self):
                await asyncio.sleep(0.005)


def hubbed(test: Callable[[Hub, Paper], Awaitable[None]], **limits: Any) -> Paper:
    """Run a test in a loop of its own with a hub over empty books; everything must have ended afterwards."""
    paper = Paper()

    async def run() -> None:
        stopping = asyncio.Event()
        hub = Hub(paper, NOWHERE, Limits(**{"look": math.inf, **limits}))
        hub.start(stopping)
        await test(hub, paper)
        stopping.set()
        await asyncio.sleep(0.05)
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        async with asyncio.timeout(2):
            await asyncio.gather(*rest, return_exceptions=True)

    asyncio.run(run())
    return paper


def told(hub: Hub, number: int) -> None:
    hub._heard_number(DESK, number)


def test_one_reading_serves_everybody() -> None:
    async def test(hub: Hub, paper: Paper) -> None:
        pages = [await Page(hub).open() for _ in range(20)]
        for _ in range(5):
            paper.write(2)
            told(hub, len(paper.numbers))
            for page in pages:
                await page.until(lambda one: len(one.numbers) == len(paper.numbers))
        assert all(page.numbers == list(range(1, 11)) for page in pages)

    assert hubbed(test).asked["read"] == 5


def test_what_is_ready_for_one_page_goes_in_one_write() -> None:
    async def test(hub: Hub, paper: Paper) -> None:
        page = await Page(hub).open()
        await page.until(lambda one: one.writes)
        page.takes.clear()
        for _ in range(30):
            paper.write(1)
            told(hub, len(paper.numbers))
            await asyncio.sleep(0.002)
        page.takes.set()
        await page.until(lambda one: len(one.numbers) == 30)
        assert page.writes <= 4

    hubbed(test)


def test_who_is_far_behind_is_served_by_the_books_and_then_by_the_window() -> None:
    async def test(hub: Hub, paper: Paper) -> None:
        paper.write(3 * MOST + 7)
        page = await Page(hub, position=5).open()
        paper.write(2)
        told(hub, len(paper.numbers))
        await page.until(lambda one: len(one.numbers) == 3 * MOST + 4)
        assert page.numbers == list(range(6, 3 * MOST + 10))

    hubbed(test)


def test_a_change_of_rights_that_is_caught_up_with_holds_for_what_follows_it() -> None:
    async def test(hub: Hub, paper: Paper) -> None:
        paper.shops = frozenset({3})
        paper.write(100)
        await Page(hub, position=100).open()

        def loses_the_shop() -> None:
            # Not told of: the reader has not come to it.
            paper.write(3)
            paper.of_rights, paper.of_shop, paper.shops = frozenset({102}), {103: 3}, frozenset()

        page = await Page(hub, position=90).open(loses_the_shop)
        await page.until(lambda one: one.task and one.task.done())
        assert (b'"shop":3' in page.text, b'"rights"' in page.text) == (False, True)

    hubbed(test)


@pytest.mark.parametrize(("position", "cut"), [(5, 6), (0, 100), (500, 0)], ids=["a hole", "all of it deleted", "never given"])
def test_where_something_is_missing_the_page_is_made_again(position: int, cut: int) -> None:
    async def test(hub: Hub, paper: Paper) -> None:
        paper.write(100)
        paper.cut = cut
        page = await Page(hub, position=position).open()
        await page.until(lambda one: one.task and one.task.done())
        assert (page.numbers, b'"behind"' in page.text) == ([], True)

    hubbed(test)


def test_too_far_behind_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients, "REPLAYED", 50)

    async def test(hub: Hub, paper: Paper) -> None:
        paper.write(100)
        page = await Page(hub, position=10).open()
        await page.until(lambda one: one.task and one.task.done())
        assert (page.numbers, b'"behind"' in page.text) == ([], True)

    hubbed(test)


def test_who_takes_nothing_is_cut_and_keeps_nobody_waiting() -> None:
    async def test(hub: Hub, paper: Paper) -> None:
        slow, quick = await Page(hub).open(), await Page(hub).open()
        await slow.until(lambda one: one.writes)
        slow.takes.clear()
        paper.write(3)
        told(hub, 3)
        await quick.until(lambda one: len(one.numbers) == 3)
        await slow.until(lambda one: one.was_cut and one.task and one.task.done())
        assert quick.task is not None
        assert not quick.task.done()
        assert hub.clients == {quick.client}

    hubbed(test, slow=0.3)


def test_a_quiet_stream_gives_signs_of_life() -> None:
    async def test(hub: Hub, paper: Paper) -> None:
        page = await Page(hub).open()
        await page.until(lambda one: one.text.count(b":\n\n") >= 2)

    hubbed(test, beat=0.2)


def test_without_hints_the_counters_are_looked_at_once_for_all() -> None:
    async def test(hub: Hub, paper: Paper) -> None:
        pages = [await Page(hub).open() for _ in range(5)]
        paper.write(4)
        for page in pages:
            await page.until(lambda one: len(one.numbers) == 4)

    assert hubbed(test, look=0.1).asked["lasts"] <= 4


def test_control_without_hints_and_without_looking_nothing_comes() -> None:
    async def test(hub: Hub, paper: Paper) -> None:
        page = await Page(hub).open()
        paper.write(4)
        with pytest.raises(TimeoutError):
            await page.until(lambda one: one.numbers, limit=1.2)

    hubbed(test)


def test_rights_that_changed_are_looked_at_again_and_those_that_did_not_are_not() -> None:
    async def test(hub: Hub, paper: Paper) -> None:
        page = await Page(hub).open()
        await asyncio.sleep(0.7)
        assert paper.asked["admit"] == 1
        paper.mark = "other"
        await page.until(lambda _: paper.asked["admit"] == 2)
        paper.mark, paper.member = "none", False
        await page.until(lambda one: one.task and one.task.done())
        assert b'"rights"' in page.text

    hubbed(test, look=0.1)


@pytest.mark.parametrize(("what", "which"), [("session", digest("key")), ("person", "7")])
def test_word_of_an_ended_session_or_a_changed_person_makes_it_look_at_once(what: str, which: str) -> None:
    async def test(hub: Hub, paper: Paper) -> None:
        page = await Page(hub).open()
        paper.member = False
        hub._heard_person(what, "another")
        paper.write(1)
        told(hub, 1)
        await page.until(lambda one: one.numbers == [1])
        hub._heard_person(what, which)
        paper.write(1)
        told(hub, 2)
        await page.until(lambda one: one.task and one.task.done())
        assert (page.numbers, b'"rights"' in page.text) == ([1], True)

    hubbed(test)


def test_books_that_are_away_for_a_while_cost_only_time() -> None:
    async def test(hub: Hub, paper: Paper) -> None:
        page = await Page(hub).open()
        paper.away = True
        paper.write(2)
        told(hub, 2)
        await asyncio.sleep(0.1)
        assert page.numbers == []
        paper.away = False
        await page.until(lambda one: one.numbers == [1, 2])

    hubbed(test)


def test_there_is_a_limit_for_a_person_and_for_the_process() -> None:
    async def test(hub: Hub, paper: Paper) -> None:
        for _ in range(2):
            await Page(hub).open()
        await asyncio.sleep(0.01)
        with pytest.raises(Full, match="too_many_streams"):
            hub.check_room(7)
        hub.check_room(8)
        await Page(hub).open()
        await asyncio.sleep(0.01)
        with pytest.raises(Full, match="busy"):
            hub.check_room()

    hubbed(test, of_a_person=2, in_all=3)


def test_the_reader_goes_on_for_whoever_loads_the_page_again_and_ends_afterwards() -> None:
    async def test(hub: Hub, paper: Paper) -> None:
        page = await Page(hub).open()
        reader = await hub.reader(DESK)
        page.client.end()
        await page.until(lambda one: one.task and one.task.done())
        assert await hub.reader(DESK) is reader
        await page.until(lambda _: hub._running and not hub._running.readers)

    hubbed(test, linger=0.1)


def test_what_asks_the_database_never_holds_the_loop() -> None:
    """Everything of the books runs in the hub's own threads."""
    seen = set()

    class Watched(Paper):
        def read(self, desk_id: int, position: int, limit: int) -> Read:
            seen.add(threading.current_thread().name)
            time.sleep(0.02)
            return super().read(desk_id, position, limit)

    async def run() -> None:
        paper = Watched()
        hub = Hub(paper, NOWHERE, Limits(look=math.inf))
        stopping = asyncio.Event()
        hub.start(stopping)
        page = await Page(hub).open()
        paper.write(1)
        told(hub, 1)
        await page.until(lambda one: one.numbers == [1])
        stopping.set()
        await asyncio.sleep(0.05)

    asyncio.run(run())
    assert all(name.startswith("stream") for name in seen)
