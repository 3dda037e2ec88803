"""Tables for spreadsheets: CSV of which no cell is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final


MARK: Final = "\ufeff"
"""At the beginning of a file: tells spreadsheets that it is UTF-8."""
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def written(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV, every cell quoted and harmless."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def harmless(cell: str) -> str:
    """The cell, with a quote before what a spreadsheet would take for a formula: its text may come from anybody."""
    return f"'{cell}" if cell.lstrip(" \u00a0\ufeff").startswith(_STARTS_A_FORMULA) else cell
