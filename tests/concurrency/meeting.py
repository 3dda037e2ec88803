"""Races made to happen: threads brought together at one line of code, or one let in between two lines of another."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import SimpleNamespace
from typing import Any
from unittest import mock

from django.db import connection
from django.db.models import QuerySet

from sellerdesk import setwise


PATIENCE = 1.0
"""Seconds. What a lock holds back has not ended by then; what nothing holds back has."""


_begun: list[threading.Thread] = []


def let_all_end() -> None:
    """Wait until whatever was begun and not waited for has ended; half a minute at most for each."""
    while _begun:
        _begun.pop().join(30)


class Meeting:
    """A line at which each of two threads waits for the other; held back by a lock, the other never comes and the first goes on."""

    def __init__(self) -> None:
        self.barrier = threading.Barrier(2, timeout=PATIENCE)
        self.met = False

    def after(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with the meeting as its last line."""

        def meeting(*args: Any, **kwargs: Any) -> Any:
            given = function(*args, **kwargs)
            with suppress(threading.BrokenBarrierError):
                self.barrier.wait()
                self.met = True
            return given

        return meeting


class Meanwhile:
    """An action of another thread, begun once, at a line of ours; `ended` says whether it came to its end while we waited there."""

    def __init__(self, action: Callable[[], Any], patience: float = PATIENCE) -> None:
        self.action, self.patience = action, patience
        self.ended = False
        self.error: Exception | None = None
        self.thread: threading.Thread | None = None

    def begin(self) -> None:
        """Start it, unless it was, and wait a while."""
        if self.thread is not None:
            return
        self.thread = threading.Thread(target=self._run)
        _begun.append(self.thread)
        self.thread.start()
        self.thread.join(self.patience)
        self.ended = not self.thread.is_alive()

    def before(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with the action begun just before it."""

        def late(*args: Any, **kwargs: Any) -> Any:
            self.begin()
            return function(*args, **kwargs)

        return late

    def after(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with the action begun just after it."""

        def early(*args: Any, **kwargs: Any) -> Any:
            given = function(*args, **kwargs)
            self.begin()
            return given

        return early

    def finish(self) -> bool:
        """Wait for its end, raise what it raised; returns whether it had ended while we waited at the line."""
        assert self.thread is not None, "the line was never reached"
        self.thread.join(30)
        assert not self.thread.is_alive(), "it never ended"
        if self.error is not None:
            raise self.error
        return self.ended

    def _run(self) -> None:
        try:
            self.action()
        except Exception as error:  # noqa: BLE001 - raised again in the test's thread
            self.error = error
        finally:
            connection.close()


@contextmanager
def without_row_locks() -> Iterator[None]:
    """Whatever asks for rows to change them gets them unlocked."""
    with mock.patch.object(QuerySet, "select_for_update", lambda self, **_: self):
        yield


def without(*words: str) -> SimpleNamespace:
    """The module `setwise` whose queries lose these words, a lock for example. `lost` says which were met at all."""
    lost: set[str] = set()

    def rows(sql: str, parameters: Any) -> list[tuple[Any, ...]]:
        for word in words:
            if word in sql:
                lost.add(word)
                sql = sql.replace(word, "")
        return setwise.rows(sql, parameters)

    return SimpleNamespace(**(vars(setwise) | {"rows": rows, "lost": lost}))
