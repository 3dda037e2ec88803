"""Threads that start at one moment, each with its own database connection."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection


R = TypeVar("R")


def together(*actions: Callable[[], R]) -> list[R | BaseException]:
    """Run the actions in a thread each, released by one barrier; what each returned or raised, in their order."""
    barrier = threading.Barrier(len(actions), timeout=20)

    def run(action: Callable[[], R]) -> R | BaseException:
        try:
            barrier.wait()
            return action()
        except Exception as error:  # noqa: BLE001 - the test judges it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))
