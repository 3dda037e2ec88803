"""Set-based SQL for ledgers: many rows, one statement.

A feed batch touches up to 500 records and thousands of rows. Building a model instance for each would
cost more than judging it, so the loaders speak SQL in sets; nothing else does.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from psycopg2.extras import Json, execute_values


Row = Sequence[Any]
PAGE = 1000


def insert(table: str, columns: str, rows: Sequence[Row], *, tail: str = "", template: str | None = None) -> list[tuple[Any, ...]]:
    """INSERT rows; `tail` is the ON CONFLICT and RETURNING part. Returns what RETURNING gives, else nothing."""
    if not rows:
        return []
    return values(f"INSERT INTO {table} ({columns}) VALUES %s {tail}", rows, template=template, fetch="RETURNING" in tail)


def values(sql: str, rows: Sequence[Row], *, template: str | None = None, fetch: bool = False) -> list[tuple[Any, ...]]:
    """Run a statement whose single %s is a VALUES list of `rows`, in pages; returns the rows fetched."""
    if not rows:
        return []
    with connection.cursor() as cursor:
        # Django's wrapper counts and guards queries; the driver's own cursor inside it knows execute_values.
        fetched = execute_values(cursor.cursor, sql, rows, template=template, page_size=PAGE, fetch=fetch)
    return fetched or []


def rows(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of one query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def run(sql: str, parameters: Sequence[Any]) -> int:
    """Run one statement; returns how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)


def json(value: Any) -> Json:
    """A value for a jsonb column."""
    return Json(value)
