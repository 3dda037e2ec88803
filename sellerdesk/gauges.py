"""Figures for a program that watches: what rooms and kernel measure, read at most every few seconds.

No label names a desk, a shop or a person: whoever reads these figures need not be anybody in a desk.
"""

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from django.db import DatabaseError, connection


KEPT_SECONDS = 5.0
PATIENCE_SECONDS = 3
"""Seconds that one statement may take."""

_log = structlog.get_logger(__name__)
Labels = Mapping[str, str]
Read = Callable[[datetime], Iterable[tuple[Labels, float]]]
"""Takes the present moment; gives values by their labels. Bounded queries."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """One figure: its name without the prefix, what it means, what reads it, whether it only grows."""

    name: str
    help: str
    read: Read
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure with its values."""

    gauge: Gauge
    values: Sequence[tuple[Labels, float]]


@dataclass(slots=True)
class _Kept:
    gauges: dict[str, Gauge] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    measured: list[Measured] = field(default_factory=list)
    until: float = 0.0


_kept = _Kept()


def add_gauge(gauge: Gauge) -> None:
    """Add a figure under a name of its own."""
    if _kept.gauges.setdefault(gauge.name, gauge) is not gauge:
        raise ValueError(f"The figure {gauge.name} is there already.")


def measure(now: datetime) -> list[Measured]:
    """All figures by name, at most five seconds old. One that cannot be read is left out and counted in `unreadable`."""
    with _kept.lock:
        if time.monotonic() >= _kept.until:
            _kept.measured = _read(now)
            _kept.until = time.monotonic() + KEPT_SECONDS
        return _kept.measured


def forget() -> None:
    """The next `measure` reads anew."""
    _kept.until = 0.0


def _read(now: datetime) -> list[Measured]:
    measured, unreadable = [], 0
    with _quick():
        for name in sorted(_kept.gauges):
            gauge = _kept.gauges[name]
            try:
                measured.append(Measured(gauge, list(gauge.read(now))))
            except Exception:  # noqa: BLE001 - a figure that is missing must not hide the others
                _log.exception("gauge_unreadable", gauge=name)
                unreadable += 1
    measured.append(Measured(Gauge("unreadable", "Figures that could not be read this time.", lambda _now: ()), [({}, unreadable)]))
    return measured


@contextlib.contextmanager
def _quick() -> Iterator[None]:
    """Watching must never be what makes the desk slow: while the block runs no statement takes longer than the patience."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = {PATIENCE_SECONDS * 1000}")
    except DatabaseError:
        # Redis and the disk can still be looked at.
        _log.warning("gauges_without_database")
        yield
        return
    try:
        yield
    finally:
        with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("RESET statement_timeout")
