"""How a table is written: its separator, the line of its header, the names of its columns."""

import csv
import re
from collections import Counter
from dataclasses import dataclass

from sellerdesk.upload.domain.unusable import Unusable


SEPARATORS = (",", ";", "\t", "|")
MOST_COLUMNS = 500
_LOOKED_AT = 60
"""Rows."""
_TOLD = re.compile(r"sep=([,;|\t])\r?\n?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """`skipped`: lines before the header (a title, a hint for a spreadsheet)."""

    separator: str
    skipped: int
    headers: tuple[str, ...]


def dialect_of(lines: list[str]) -> Dialect:
    """The dialect of the table that begins with these lines (with their ends).

    The separator that cuts the most rows into the same number of cells, and of these the one with more cells. Refused:
    no_columns, too_many_columns.
    """
    told = _TOLD.fullmatch(lines[0]) if lines else None
    if told:
        lines = lines[1:]
    found = [_try(lines, separator) for separator in ([told[1]] if told else SEPARATORS)]
    share, cells, dialect = max(found, key=lambda one: (one[1] > 1, round(one[0], 1), one[1]))
    if dialect is None or share < 0.5 or cells < 2:
        raise Unusable("no_columns")
    if cells > MOST_COLUMNS:
        raise Unusable("too_many_columns", columns=cells, most=MOST_COLUMNS)
    return Dialect(dialect.separator, dialect.skipped + bool(told), dialect.headers)


def _try(lines: list[str], separator: str) -> tuple[float, int, Dialect | None]:
    """(share of rows with the usual number of cells, that number, the dialect) if `separator` is it."""
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(iter(lines), delimiter=separator)
    before = 0
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((before, row))
            before = reader.line_num
            if len(rows) == _LOOKED_AT:
                break
    except csv.Error:
        pass
    counts = Counter(len(row) for _, row in rows)
    usual = max(counts, key=lambda number: (counts[number], number), default=0)
    for start, row in rows:
        if len(row) == usual and sum(1 for cell in row if cell.strip()) * 2 >= usual:
            return counts[usual] / len(rows), usual, Dialect(separator, start, names_of(row))
    return 0.0, 0, None


def names_of(row: list[str]) -> tuple[str, ...]:
    """The names of the columns; a nameless one is called by its number."""
    return tuple(" ".join(cell.split())[:200] or str(number) for number, cell in enumerate(row, start=1))
