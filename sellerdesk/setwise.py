"""Set-based SQL for ledgers: many rows, one statement.

A feed batch touches up to 500 records and thousands of rows. Building a model instance for each would
cost more than judging it, so the loaders speak SQL in sets; nothing else does.
"""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from psycopg2.extras import Json

from sellerdesk import planned


Row = Sequence[Any]
COPY_PIECE = 1 << 20
"""Bytes that go to Postgres at once."""
LARGEST_STATEMENT = 32_000_000
"""Characters. A statement of more is sent in halves: Postgres takes no text of a gigabyte."""


def append(table: str, columns: str, rows: Sequence[Row]) -> None:
    """COPY rows that are known not to be there yet; one that is there breaks its constraint.

    Half the cost of `insert`: nothing is looked up first, and the rows are neither a literal nor an array to be parsed.
    """
    if not rows:
        return
    types = _types(table)
    cells = [_copied(types[name], values) for name, values in zip(columns.split(", "), zip(*rows, strict=True), strict=True)]
    text = "\n".join(map("\t".join, zip(*cells, strict=True)))
    # Only the driver's own cursor can copy: its errors are translated here: whoever catches Django's would miss them.
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", io.BytesIO(text.encode()), size=COPY_PIECE)


def numbers(table: str, count: int) -> list[int]:
    """So many ids of a table, taken before its rows are written, so that other rows can name them."""
    if not count:
        return []
    taken = rows("SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [_sequence(table), count])
    return [number for (number,) in taken]


@lru_cache(maxsize=256)
def _sequence(table: str) -> str:
    """Where a table's ids come from, asked once: asking for each of them costs more than taking it."""
    return str(rows("SELECT pg_get_serial_sequence(%s, 'id')", [table])[0][0])


def _copied(kind: str, cells: Sequence[Any]) -> Sequence[str]:
    """The cells of one column as COPY's text format spells them."""
    first = cells[0]
    if first is cells[-1] and cells.count(first) == len(cells):
        # The desk, the shop, the load, and most of what is seldom said.
        return [_one(kind, first)] * len(cells)
    if kind in _PLAIN:
        spelled = list(map(str, cells))
        return [NULL if cell == "None" else cell for cell in spelled] if "None" in spelled else spelled
    if kind == "bytea" or kind.endswith("[]"):
        return [_one(kind, cell) for cell in cells]
    try:
        joined = "\0".join(cells)
    except TypeError:
        return [_one(kind, cell) for cell in cells]
    # Hardly any text holds a character that must be escaped: one look at all of them is cheaper than one at each.
    return [_SPECIAL.sub(_escaped, text) for text in cells] if _SPECIAL.search(joined) else cells


def _one(kind: str, cell: Any) -> str:
    if cell is None:
        return NULL
    if kind in _PLAIN:
        return str(cell)
    if kind == "bytea":
        return f"\\\\x{cell.hex()}"
    text = cell if cell.__class__ is str else _text(cell)
    return _SPECIAL.sub(_escaped, text) if _SPECIAL.search(text) else text


NULL = "\\N"
_PLAIN = frozenset(("bigint", "integer", "smallint", "boolean", "date", "timestamp with time zone", "timestamptz"))
_SPECIAL = re.compile(r"[\\\n\r\t]")
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _escaped(found: "re.Match[str]") -> str:
    return _ESCAPES[found[0]]


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
        planned.execute(cursor, f"INSERT INTO {table} ({columns}) {_selected(tuple(names), tuple(types))} {tail}", arrays)
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


def _array(kind: str, cells: Sequence[Any]) -> str:
    """The cells of one column as Postgres spells an array of its type."""
    spell = _SPELLINGS.get(kind, _quoted)
    if spell is str:
        # Numbers, booleans, dates and instants need no quotes, and none of them spells None.
        return f"{{{','.join(map(str, cells))}}}".replace("None", "NULL")
    if spell is _quoted and cells:
        # Hardly any text holds a quote or a backslash: one look at all of them is cheaper than one at each.
        try:
            joined = '","'.join(cells)
        except TypeError:
            pass
        else:
            if "\\" not in joined and joined.count('"') == 2 * (len(cells) - 1):
                return f'{{"{joined}"}}'
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
    **dict.fromkeys(_PLAIN, str),
    "bytea": _bytes,
}


def change(sql: str, types: str, told: Sequence[Row], *, fetch: bool = False) -> list[tuple[Any, ...]]:
    """Run an UPDATE or DELETE against `told`, which stands where the statement says {told}; returns the rows fetched.

    `types` are those of its columns.
    """
    if not told:
        return []
    kinds = types.split(", ")
    arrays = [_array(kind, cells) for kind, cells in zip(kinds, zip(*told, strict=True), strict=True)]
    unnested = f"unnest({', '.join(f'%s::{kind}[]' for kind in kinds)})"
    with connection.cursor() as cursor:
        planned.execute(cursor, sql.replace("{told}", unnested), arrays)
        fetched: list[tuple[Any, ...]] = cursor.fetchall() if fetch else []
    return fetched


def rows(sql: str, parameters: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of one query. A list among the parameters is an array (for = ANY)."""
    with connection.cursor() as cursor:
        planned.execute(cursor, sql, _spelled(parameters))
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def run(sql: str, parameters: Sequence[Any]) -> int:
    """Run one statement; returns how many rows it touched. Lists as in `rows`."""
    with connection.cursor() as cursor:
        planned.execute(cursor, sql, _spelled(parameters))
        return int(cursor.rowcount)


def _spelled(parameters: Sequence[Any] | Mapping[str, Any]) -> list[Any] | dict[str, Any]:
    """Lists as one literal each: the driver's own ARRAY[...] makes Postgres parse every element as an expression."""
    if isinstance(parameters, Mapping):
        return {name: _listed(given) if given.__class__ is list else given for name, given in parameters.items()}
    return [_listed(given) if given.__class__ is list else given for given in parameters]


def _listed(cells: Sequence[Any]) -> str:
    kind = cells[0].__class__ if cells else str
    return _array("bytea" if kind is bytes else "bigint" if kind is int else "text", cells)


def json(value: Any) -> Json:
    """A value for a jsonb column."""
    return Json(value)
