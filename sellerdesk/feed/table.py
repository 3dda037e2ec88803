"""Kept records as a table for spreadsheets."""

import csv
import io
from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from sellerdesk.feed import kept


_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_EVERY = 200


def rejected(wanted: kept.Wanted, language: str) -> Iterator[str]:
    """CSV in pieces: line, type, id, code, sentence, content. The pieces are made long after the page's language was set."""
    with translation.override(language):
        head = _written([[_("Line"), _("Type"), _("Id"), _("Code"), _("Why"), _("Content")]])
    # The mark tells spreadsheets that this is UTF-8.
    yield f"\ufeff{head}"
    rows: list[list[str]] = []
    records = kept.every(wanted)
    while True:
        with translation.override(language):
            for record in records:
                rows.append([str(record.line), record.type, record.outside_id, record.code, record.sentence, record.raw])
                if len(rows) == _EVERY:
                    break
        if not rows:
            return
        yield _written(rows)
        rows = []


def _written(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def harmless(cell: str) -> str:
    """The cell, with a quote before what a spreadsheet would take for a formula: its text may come from anybody."""
    return f"'{cell}" if cell.lstrip(" \u00a0\ufeff").startswith(_STARTS_A_FORMULA) else cell
