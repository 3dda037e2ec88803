"""Set-based SQL for ledgers: many rows, one statement.

A feed batch touches up to 500 records and thousands of rows. Building a model instance for each would
cost more than judging it, so the loaders speak SQL in sets; nothing else does.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from psycopg2.extras import Json, execute_values


Row = Sequence[Any]
PAGE = 1000
LARGEST_STATEMENT = 32_000_000
"""Characters. A statement of more is sent in halves: Postgres takes no text of a gigabyte."""


def insert(table: str, columns: str, rows: Sequence[Row], *, tail: str = "") -> list[tuple[Any, ...]]:
    """INSERT rows; `tail` is the ON CONFLICT and RETURNING part. Returns what RETURNING gives, else nothing.

    The rows travel as one array per column: a VALUES list costs Postgres more to parse and plan than to write.
    """
    if not rows:
        return []
    names = columns.split(", ")
    types = [_types(table)[name] for name in names]
    arrays = [_array(kind, values) for kind, values in zip(types, zip(*rows, strict=True), strict=True)]
    if len(rows) > 1 and sum(map(len, arrays)) > LARGEST_STATEMENT:
        half = len(rows) // 2
        return insert(table, columns, rows[:half], tail=tail) + insert(table, columns, rows[half:], tail=tail)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) {_selected(tuple(names), tuple(types))} {tail}", arrays)
        made: list[tuple[Any, ...]] = cursor.fetchall() if "RETURNING" in tail else []
    return made


@lru_cache(maxsize=256)
def _selected(names: tuple[str, ...], types: tuple[str, ...]) -> str:
    """SELECT ... FROM unnest(...), one parameter per column. An array in a cell travels as its text: unnest would flatten it."""
    cells = ", ".join(f"{name}::{kind}" if kind.endswith("[]") else name for name, kind in zip(names, types, strict=True))
    arrays = ", ".join(f"%s::{'text' if kind.endswith('[]') else kind}[]" for kind in types)
    return f"SELECT {cells} FROM unnest({arrays}) AS told ({', '.join(names)})"


@lru_cache(maxsize=256)
def _types(table: str) -> dict[str, str]:
    """The columns of a table and their types, asked once: they change only with the code."""
    found = rows("SELECT attname, format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0", [table])
    return dict(found)


def _array(kind: str, cells: Iterable[Any]) -> str:
    """The cells of one column as Postgres spells an array of its type."""
    spell = _SPELLINGS.get(kind, _quoted)
    if spell is str:
        # Numbers, booleans, dates and instants need no quotes, and none of them spells None.
        return f"{{{','.join(map(str, cells))}}}".replace("None", "NULL")
    return f"{{{','.join(['NULL' if cell is None else spell(cell) for cell in cells])}}}"


def _quoted(cell: Any) -> str:
    text = cell if type(cell) is str else _text(cell)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _text(cell: Any) -> str:
    if isinstance(cell, Json):
        return str(cell.dumps(cell.adapted))
    return f"{{{','.join(map(str, cell))}}}" if isinstance(cell, (list, tuple)) else str(cell)


def _bytes(cell: bytes) -> str:
    return f'"\\\\x{cell.hex()}"'


_SPELLINGS: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(("bigint", "integer", "smallint", "boolean", "date", "timestamp with time zone"), str),
    "bytea": _bytes,
}


def values(sql: str, rows: Sequence[Row], *, template: str | None = None, fetch: bool = False) -> list[tuple[Any, ...]]:
    """Run a statement whose single %s is a VALUES list of `rows`, in pages; returns the rows fetched."""
    if not rows:
        return []
    # Django's cursor counts and guards queries; only the driver's own one inside it can be given to execute_values, so its
    # errors are translated here: whoever catches Django's would miss them, and a dead connection would be kept.
    with connection.cursor() as cursor, connection.wrap_database_errors:
        fetched = execute_values(cursor.cursor, sql, rows, template=template, page_size=PAGE, fetch=fetch)
    return fetched or []


def rows(sql: str, parameters: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
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
