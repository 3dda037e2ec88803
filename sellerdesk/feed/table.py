"""Kept records as a table for spreadsheets."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils import translation
from django.utils.translation import gettext as _

from sellerdesk.feed import kept
from sellerdesk.feed.keeping import STORE_RATING
from sellerdesk.tables import MARK, written


_EVERY = 200


def rejected(wanted: kept.Wanted, language: str) -> Iterator[str]:
    """CSV in pieces: line, type, id, code, sentence, content, number. Made long after the page's language was set.

    Of store ratings there is one row for each reason, at the end, with their number and nothing of any of them (rulebook 9).
    """
    with translation.override(language):
        head = written([[_("Line"), _("Type"), _("Id"), _("Code"), _("Why"), _("Content"), _("Records")]])
    yield f"{MARK}{head}"
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
        yield written(rows)
        rows = []
    with translation.override(language):
        ratings, _more = kept.reasons(replace(wanted, type=STORE_RATING), counted=None)
        yield written([["", one.type, "", one.code, one.sentence, "", str(one.number)] for one in ratings])
