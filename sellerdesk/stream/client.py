"""One open stream: how far it has come, what it may see, and why it ends."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from django.db import Error as DatabaseError

from sellerdesk.errors import NotVisible
from sellerdesk.runtime.answers import Send
from sellerdesk.stream.books import Listener, Nobody
from sellerdesk.stream.window import BEAT, EVERYBODY, OPENING, event, joined


if TYPE_CHECKING:
    from sellerdesk.stream.reader import DeskReader


REPLAYED: Final = 20_000
"""Who is further behind loads the page again: that costs less than so many events."""
ASIDES: Final = 50
BEHIND, RIGHTS = "behind", "rights"


class Client:
    """It keeps a position and no events: what it has not taken waits in the window, once for everybody."""

    __slots__ = (
        "_asides",
        "_beat",
        "_cut",
        "_ended",
        "_send",
        "_waits",
        "doubtful",
        "listener",
        "position",
        "reset",
        "session_key",
        "slug",
        "writing_since",
        "wrote_at",
    )  # fmt: skip

    def __init__(
        self, listener: Listener, *, slug: str, session_key: str, position: int | None, send: Send, cut: Callable[[], None] | None
    ) -> None:
        self.listener, self.slug, self.session_key = listener, slug, session_key
        self.position = position if position is not None else -1
        self.doubtful = False
        self.reset = ""
        """Why the page must be loaded again, where that is why it ended."""
        self.wrote_at = self.writing_since = 0.0
        self._send, self._cut = send, cut
        self._ended = self._beat = False
        self._asides: deque[bytes] | None = None
        self._waits: asyncio.Future[None] | None = None

    def wake(self) -> None:
        """There is something to write, or it has ended."""
        if self._waits is not None and not self._waits.done():
            self._waits.set_result(None)

    def end(self, reset: str = "") -> None:
        """No more is written, but for the reason why the page must be loaded again."""
        if not self._ended:
            self._ended, self.reset = True, reset
            self.wake()

    def doubt(self) -> None:
        """Nothing is written any more before the rights have been looked at."""
        self.doubtful = True
        self.wake()

    def beat(self) -> None:
        """Write a sign of life."""
        self._beat = True
        self.wake()

    def aside(self, text: bytes, shop_id: int | None) -> None:
        """Write something beside the log, if it may be seen. Of many that wait the oldest are dropped."""
        if shop_id is None or shop_id in self.listener.shops:
            if self._asides is None:
                self._asides = deque(maxlen=ASIDES)
            self._asides.append(text)
            self.wake()

    def cut(self) -> None:
        """End the connection of somebody who takes nothing: what lies in the socket's buffer would lie there for ever."""
        self.end()
        if self._cut is not None:
            self._cut()

    async def run(self, reader: "DeskReader") -> None:
        """Write until it ends: first what is missing, then what comes."""
        if self.position < 0:
            self.position = reader.window.last
        await self._write(OPENING)
        try:
            await self._follow(reader)
        except DatabaseError:
            # Nothing can be looked up: the page connects again, and is told to wait until it can.
            self.end()
        if self.reset:
            await self._write(event("reset", {"reason": self.reset}))

    async def _follow(self, reader: "DeskReader") -> None:
        await self._catch_up(reader)
        while not self._ended:
            if self.doubtful:
                await self._look_again(reader)
            elif piece := self._next(reader):
                await self._write(piece)
            else:
                await self._wait()

    def _next(self, reader: "DeskReader") -> bytes:
        """Everything that is ready for this client, as one write."""
        parts = []
        if self.position < reader.window.last:
            if self.position < reader.window.first:
                # It was slow, and the window has moved on.
                self.end(BEHIND)
                return b""
            parts.append(reader.piece(self.position, self.listener.shops))
            self.position = min(reader.window.last, self.position + reader.most)
        if self._asides:
            parts += self._asides
            self._asides.clear()
        if self._beat and not parts:
            parts.append(BEAT)
        self._beat = False
        return b"".join(parts)

    async def _wait(self) -> None:
        self._waits = asyncio.get_running_loop().create_future()
        await self._waits
        self._waits = None

    async def _write(self, piece: bytes) -> None:
        now = asyncio.get_running_loop().time
        self.writing_since = now()
        await self._send({"type": "http.response.body", "body": piece, "more_body": True})
        self.writing_since, self.wrote_at = 0.0, now()

    async def _catch_up(self, reader: "DeskReader") -> None:
        """From Postgres up to where the window begins; not at all where something is missing or it is too much."""
        if self.position > reader.window.last and self.position > await reader.newest():
            self.end(BEHIND)
        while not self._ended and self.position < reader.window.first:
            if reader.window.last - self.position > REPLAYED:
                self.end(BEHIND)
                return
            found = await reader.read_for(self.position)
            # The reader may not have come to a change of rights that stands here already: what follows it is not for whom it was.
            if self.doubtful or any(frame.doubt in {EVERYBODY, self.listener.person_id} for frame in found.frames):
                await self._look_again(reader)
            if not found.whole or not found.frames:
                self.end(BEHIND)
            elif not self._ended:
                await self._write(joined(found.frames, self.listener.shops))
                self.position = found.frames[-1].number

    async def _look_again(self, reader: "DeskReader") -> None:
        """Go on with the rights as they are now, or end where something was taken away: the page must forget it."""
        self.doubtful = False
        before = self.listener
        try:
            now = await reader.admit(self.session_key, self.slug)
        except (Nobody, NotVisible):
            self.end(RIGHTS)
            return
        if _who(now) != _who(before) or before.shops - now.shops:
            self.end(RIGHTS)
        self.listener = now


def _who(listener: Listener) -> tuple[int, int, str, frozenset[str]]:
    return listener.desk_id, listener.person_id, listener.role, listener.held
