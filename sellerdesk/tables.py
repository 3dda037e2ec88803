"""Tables for spreadsheets: CSV of which no cell is taken for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final


MARK: Final = "\ufeff"
"""At the beginning of a file: tells spreadsheets that it is UTF-8."""
_BLANK: Final = "".join(map(chr, (0, 0x0B, 0x0C, 0x20, 0xA0, 0x1680, *range(0x2000, 0x2010), 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF)))
"""What spreadsheets leave out before they look whether a cell is a formula."""
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


_INSIDE: Final = re.compile(rf'(?<=[;\t\r\n])([{re.escape(_BLANK)}"]*)(?=[=+\-@＝＋－＠])')
"""Where a cell would begin for a spreadsheet that cuts at semicolons, as it does in half of Europe, and so does not see our quotes."""
_NUMBER: Final = re.compile(r"[+-]?\d{1,30}(?:[.,]\d{1,30})?%?|[+-]?\d{1,30}/\d{1,30}")
"""Decimal, or a fraction as ratings are told in."""


def written(rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV, every cell quoted and harmless."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def for_programs(rows: Iterable[Sequence[object]]) -> str:
    """The same for files that programs read as well: cells are quoted where they must be."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def harmless(cell: object) -> str:
    """The cell, with a quote before what a spreadsheet would take for a formula: its text may come from anybody.

    So, too, behind a semicolon, a tab and a line's end inside it. A number stays a number, with its sign; nothing becomes an empty cell.
    """
    text = _INSIDE.sub(r"\1'", "" if cell is None else str(cell))
    if not text.lstrip(_BLANK).startswith(_STARTS_A_FORMULA) or _NUMBER.fullmatch(text):
        return text
    return f"'{text}"
