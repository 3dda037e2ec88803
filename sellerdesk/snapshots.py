"""Reading many rows as they stood at one instant, without holding anybody up."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Inside, every query sees the same committed state, and nothing can be written."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def one_instant() -> Iterator[None]:
    """For an answer made of several queries: a snapshot, unless the caller's own transaction is open already."""
    if connection.in_atomic_block:
        yield
    else:
        with snapshot():
            yield


@contextmanager
def one_setting() -> Iterator[None]:
    """For one query with a setting of its own (SET LOCAL), which must end with it: one statement sees one instant by itself."""
    with transaction.atomic(savepoint=False):
        yield
