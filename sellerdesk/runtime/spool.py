"""Takes request bodies whole before a thread is: onto disk, with limits of size, rate and time.

A thread that reads a body waits for its sender. Eight senders that stop half-way would hold all eight
threads; here they hold a file handle each, for as long as the limits allow.
"""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from sellerdesk.runtime.answers import Application, Message, Receive, Refused, Scope, Send


CHUNK: Final = 262_144
IN_MEMORY: Final = 65_536


@dataclass(frozen=True, slots=True)
class Limits:
    """What one body and all bodies together may take. Sizes in bytes, times in seconds."""

    body: int = 26_214_400
    all_bodies: int = 1_073_741_824
    uploads: int = 64
    silence: float = 15.0
    whole: float = 300.0
    grace: float = 10.0
    least_rate: float = 2_048.0
    requests: int = 136


class ShortBody(Exception):
    """The sender went away before the body was whole: there is nobody left to answer."""


class Spool:
    """An ASGI application before another one, which only ever sees whole bodies."""

    def __init__(self, app: Application, folder: Path, limits: Limits, stopping: asyncio.Event) -> None:
        self.app = app
        self.folder = folder
        self.limits = limits
        self.stopping = stopping
        self.uploads = 0
        self.bytes = 0
        self.requests = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refused with bad_request, body_too_large, body_too_slow, busy (503, Retry-After) or stopping (the same)."""
        declared = _declared_length(scope)
        if declared is not None and declared > self.limits.body:
            raise Refused("body_too_large")
        if declared == 0:
            await self._pass_on(scope, receive, send)
            return
        async with self._place() as file:
            length = await self._take(file, receive)
            try:
                if declared is not None and length != declared:
                    raise Refused("bad_request")
                file.seek(0)
                await self._pass_on(_with_length(scope, length), _Replay(file, length, receive), send)
            finally:
                self.bytes -= length

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The application's threads and a bounded queue before them; past it, waiting would only grow."""
        if self.requests >= self.limits.requests:
            raise Refused("busy")
        self.requests += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.requests -= 1

    @contextlib.asynccontextmanager
    async def _place(self) -> AsyncIterator[IO[bytes]]:
        if self.uploads >= self.limits.uploads or self.bytes >= self.limits.all_bodies:
            raise Refused("busy")
        self.uploads += 1
        try:
            # Nameless once open (Unix), so that even kill -9 leaves no file; small bodies never touch the disk.
            with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(self.folder)) as file:
                yield file
        finally:
            self.uploads -= 1

    async def _take(self, file: IO[bytes], receive: Receive) -> int:
        """Reads the whole body into the file; returns its length, which then counts among all bodies."""
        clock = asyncio.get_running_loop().time
        started, length, whole = clock(), 0, False
        try:
            while True:
                message = await self._next(receive, started + self.limits.whole - clock())
                if message["type"] == "http.disconnect":
                    raise ShortBody
                chunk = message.get("body", b"")
                length += len(chunk)
                self.bytes += len(chunk)
                if length > self.limits.body:
                    raise Refused("body_too_large")
                if self.bytes > self.limits.all_bodies:
                    raise Refused("busy")
                file.write(chunk)
                if not message.get("more_body", False):
                    whole = True
                    return length
                elapsed = clock() - started
                if elapsed > self.limits.grace and length < elapsed * self.limits.least_rate:
                    raise Refused("body_too_slow")
        finally:
            if not whole:
                self.bytes -= length

    async def _next(self, receive: Receive, left: float) -> Message:
        """The next message, unless the sender is silent too long, or the process is asked to stop."""
        reading = asyncio.ensure_future(receive())
        stop = asyncio.ensure_future(self.stopping.wait())
        try:
            await asyncio.wait({reading, stop}, timeout=max(0.0, min(self.limits.silence, left)), return_when=asyncio.FIRST_COMPLETED)
            if reading.done():
                return reading.result()
            raise Refused("stopping" if self.stopping.is_set() else "body_too_slow")
        finally:
            reading.cancel()
            stop.cancel()


class _Replay:
    """`receive` of the application: the body from the file, then whatever the server says."""

    def __init__(self, file: IO[bytes], length: int, after: Receive) -> None:
        self.file = file
        self.left = length
        self.finished = False
        self.after = after

    async def __call__(self) -> Message:
        if self.finished:
            return await self.after()
        chunk = self.file.read(min(CHUNK, self.left))
        self.left -= len(chunk)
        self.finished = self.left == 0
        return {"type": "http.request", "body": chunk, "more_body": not self.finished}


def _declared_length(scope: Scope) -> int | None:
    """The body's length as its headers say; 0 without a body, None when it comes in chunks of unknown number."""
    headers = scope["headers"]
    if any(name == b"transfer-encoding" for name, _value in headers):
        return None
    lengths = {value for name, value in headers if name == b"content-length"}
    if not lengths:
        return 0
    value = lengths.pop()
    if lengths or not value.isdigit() or len(value) > 15:
        raise Refused("bad_request")
    return int(value)


def _with_length(scope: Scope, length: int) -> Scope:
    """WSGI reads as far as Content-Length and nothing without it, so a chunked body gets the one it turned out to have."""
    kept = [(name, value) for name, value in scope["headers"] if name not in {b"content-length", b"transfer-encoding"}]
    return {**scope, "headers": [*kept, (b"content-length", str(length).encode())]}
