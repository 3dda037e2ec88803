"""What is said on standard error while it goes on: each step, and now and then how far it is."""

import sys
import time
from collections.abc import Iterable, Iterator


EVERY_SECONDS = 5.0


def say(line: str) -> None:
    """One line of progress."""
    print(f"  {line}", file=sys.stderr, flush=True)


def counted(what: str, blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The same blocks; says every five seconds how many bytes there were."""
    size, told = 0, time.monotonic()
    for block in blocks:
        size += len(block)
        if time.monotonic() - told > EVERY_SECONDS:
            say(f"{what}: {amount(size)} so far")
            told = time.monotonic()
        yield block


def amount(size: int) -> str:
    """Bytes as a person reads them."""
    number = float(size)
    for unit in ("B", "kB", "MB", "GB"):
        if number < 1000:
            return f"{number:.0f} {unit}" if unit == "B" else f"{number:.1f} {unit}"
        number /= 1000
    return f"{number:.1f} TB"
