"""The measuring end of `bench live`, a process of its own: many open streams, and when each message came to the last of them.

Reads one JSON line (port, streams as [desk, path, cookie]), says "open" when all are, then answers every line with what came since.
"""

import asyncio
import gc
import json
import re
import sys
import time
from typing import Any


NUMBER = re.compile(rb"^id: (\d+)$", re.MULTILINE)


class Ear(asyncio.Protocol):
    """One stream. It looks at the numbers only: whoever measures must cost less than what is measured."""

    def __init__(self, desk: str, request: bytes, came: dict[str, dict[int, list[float]]], opened: asyncio.Semaphore) -> None:
        self.came = came.setdefault(desk, {})
        self.request, self.opened, self.is_open = request, opened, False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        assert isinstance(transport, asyncio.Transport)
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        """When, and which numbers."""
        now = time.monotonic()
        if not self.is_open:
            assert data.startswith(b"HTTP/1.1 200"), data[:300]
            self.is_open = True
            self.opened.release()
        for number in NUMBER.findall(data):
            seen = self.came.setdefault(int(number), [0, 0.0])
            seen[0] += 1
            seen[1] = now


async def listen() -> None:
    """Open, say so, answer."""
    facts = json.loads(sys.stdin.readline())
    came: dict[str, dict[int, list[float]]] = {}
    opened = asyncio.Semaphore(0)
    loop = asyncio.get_running_loop()
    kept: list[Any] = []
    for desk, path, cookie in facts["streams"]:
        request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n".encode()
        made = await loop.create_connection(lambda desk=desk, request=request: Ear(desk, request, came, opened), "127.0.0.1", facts["port"])
        kept.append(made)
        # A few at a time: how fast streams open is not what is measured.
        if len(kept) > 16:
            await opened.acquire()
    for _ in range(min(16, len(kept))):
        await opened.acquire()
    gc.freeze()
    gc.disable()
    print("open", flush=True)
    while await loop.run_in_executor(None, sys.stdin.readline):
        print(json.dumps(came), flush=True)
        for numbers in came.values():
            numbers.clear()


if __name__ == "__main__":  # with this remark `./desk bench` does not take it for a bench
    asyncio.run(listen())
