"""Somebody who reads pages through the whole stack but for the socket, and what that takes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Visitor:
    """A person who is signed in."""

    def __init__(self, person: Any) -> None:
        from django.test import Client

        self._client = Client(headers={"host": "127.0.0.1"})
        self._client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")

    def get(self, address: str) -> Any:
        """The whole answer, which must be 200."""
        answer = self._client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        return answer

    def read(self, address: str) -> tuple[float, int]:
        """Seconds from the request to the whole answer, and how many queries it took."""
        with counted() as asked:
            started = time.perf_counter()
            self.get(address)
            seconds = time.perf_counter() - started
        return seconds, len(asked)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The queries that are asked while the block runs."""
    from django.db import connection

    asked: list[str] = []

    def counting(execute: Any, sql: str, *arguments: Any) -> Any:
        asked.append(sql)
        return execute(sql, *arguments)

    with connection.execute_wrapper(counting):
        yield asked
