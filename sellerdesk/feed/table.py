"""Kept records as a table for spreadsheets."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

from django.utils import translation
from django.utils.translation import gettext as _

from sellerdesk.feed import kept
from sellerdesk.feed.keeping import STORE_RATING


_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_EVERY = 200


def rejected(wanted: kept.Wanted, language: str) -> Iterator[str]:
    """CSV in pieces: line, type, id, code, sentence, content, number. Made long after the page's language was set.

    Of store ratings there is one row for each reason, at the end, with their number and nothing of any of them (rulebook 9).
    """
    with translation.override(language):
        head = _written([[_("Line"), _("Type"), _("Id"), _("Code"), _("Why"), _("Content"), _("Records")]])
    # The mark tells spreadsheets that this is UTF-8.
    yield f"\ufeff{head}"
    rows: list[list[str]] = []
    records = kept.every(wanted)
    while True:
        with translation.override(language):
            for record in records:
                rows.append([str(record.line), record.type, record.outside_id, record.code, record.sentence, record.raw, "1"])
                if len(rows) == _EVERY:
                    break
        if not rows:
            break
        yield _written(rows)
        rows = []
    with translation.override(language):
        ratings, _more = kept.reasons(replace(wanted, type=STORE_RATING), counted=None)
        yield _written([["", one.type, "", one.code, one.sentence, "", str(one.number)] for one in ratings])


def _written(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def harmless(cell: str) -> str:
    """The cell, with a quote before what a spreadsheet would take for a formula: its text may come from anybody."""
    return f"'{cell}" if cell.lstrip(" \u00a0\ufeff").startswith(_STARTS_A_FORMULA) else cell
