"""Who runs the stores of a state directory, and who only uses them."""

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sellerdesk.runtime import orphans
from sellerdesk.runtime.failures import Failure
from sellerdesk.runtime.paths import Places
from sellerdesk.runtime.stores import Stores, Urls


WAIT_LIMIT = 300.0


@contextlib.contextmanager
def held(file: Path, how: int) -> Iterator[int | None]:
    """The advisory lock on `file` while the block runs; the kernel gives it back however the process ends.

    Yields its descriptor, or None when it was not given (with LOCK_NB it may not be).
    """
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, how)
        except BlockingIOError:
            yield None
        else:
            yield descriptor
    finally:
        os.close(descriptor)


def announce(places: Places, kind: str, urls: Urls, address: str = "") -> None:
    """Writes who runs the stores and how to reach them, for their owner's eyes only."""
    draft = places.running.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump({"pid": os.getpid(), "kind": kind, "address": address, "urls": urls.as_dict()}, file)
    draft.replace(places.running)


def running(places: Places) -> dict[str, Any]:
    """What the holder of the lock announced; empty when it has not yet. Only true while the lock is held."""
    try:
        found = json.loads(places.running.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


@contextlib.contextmanager
def front(places: Places, say: Callable[[str], None]) -> Iterator[None]:
    """The lock for `up`. A second `up` is refused with Failure; a management command's stores are waited for."""
    limit = time.monotonic() + WAIT_LIMIT
    waited = False
    while True:
        with held(places.lock, fcntl.LOCK_EX | fcntl.LOCK_NB) as mine:
            if mine is not None:
                places.running.unlink(missing_ok=True)
                try:
                    yield
                finally:
                    places.running.unlink(missing_ok=True)
                return
        holder = running(places)
        # What a killed `up` announced may still lie there while a command is taking its place.
        alive = bool(orphans.command_line(int(holder.get("pid", 0))))
        if (holder.get("kind") == "up" and alive) or time.monotonic() > limit:
            raise Failure(
                f"It is already running: process {holder.get('pid')}, {holder.get('address') or 'no address yet'}.",
                f"Use that one, stop it with Ctrl-C or kill {holder.get('pid')}, or set SELLERDESK_STATE to another directory.",
            )
        if not waited and holder:
            say(f"waiting for the management command {holder.get('pid')}, which holds the stores")
            waited = True
        time.sleep(0.1)


@contextlib.contextmanager
def stores(places: Places, say: Callable[[str], None]) -> Iterator[tuple[Urls, bool]]:
    """Stores for one command: those of whoever runs them, else our own for as long as the block lasts.

    Yields the addresses, and whether the stores are private ones. Whoever started them waits for the
    others before it stops them: each user holds `users` shared, the stopper takes it alone.
    """
    if "DATABASE_URL" in os.environ and "REDIS_URL" in os.environ:
        yield Stores(places).urls(), False
        return
    limit = time.monotonic() + WAIT_LIMIT
    while time.monotonic() < limit:
        with held(places.users, fcntl.LOCK_SH) as user, held(places.lock, fcntl.LOCK_EX | fcntl.LOCK_NB) as mine:
            assert user is not None
            if mine is not None:
                with _own(places, user, say) as urls:
                    yield urls, True
                return
            if found := running(places).get("urls"):
                yield Urls(**found), True
                return
        # Somebody is starting the stores this very moment; the shared hold is let go so that it could also stop.
        time.sleep(0.05)
    raise Failure(f"Another process holds {places.lock} and does not say how to reach its stores.", "End it and try again.")


@contextlib.contextmanager
def _own(places: Places, user: int, say: Callable[[str], None]) -> Iterator[Urls]:
    places.running.unlink(missing_ok=True)
    ours = Stores(places, say=say)
    urls = ours.start()
    try:
        announce(places, "manage", urls)
        yield urls
    finally:
        # Turning the shared hold into one of our own waits until the last other user is gone.
        fcntl.flock(user, fcntl.LOCK_EX)
        places.running.unlink(missing_ok=True)
        ours.stop()
