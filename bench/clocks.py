"""Seconds on the wall, and seconds of CPU of this process and of the Postgres backend that serves it."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from django.db import connection


@dataclass(frozen=True)
class Spent:
    """What a piece of work took. `cpu` is both sides together; 0 where the system does not tell."""

    wall: float
    cpu: float


class Clock:
    """Started when made; `spent` tells since then. The connection must stay the same."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self._backend = int(cursor.fetchone()[0])
        self._served = _served(self._backend)
        self._wall, self._own = time.perf_counter(), time.process_time()

    def spent(self) -> Spent:
        """Since the clock was made."""
        wall, own, served = time.perf_counter() - self._wall, time.process_time() - self._own, _served(self._backend)
        return Spent(wall, own + served - self._served if served else 0.0)


def _served(pid: int) -> float:
    """CPU seconds of a backend on this machine, from /proc; 0 where there is none."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / float(os.sysconf("SC_CLK_TCK"))
