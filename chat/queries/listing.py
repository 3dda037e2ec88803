"""Which conversations a filter shows, a page at a time."""

from dataclasses import dataclass
from datetime import datetime

from chat.domain.filters import Cursor, Filter
from chat.queries import rows
from chat.queries.finding import Places, listed
from chat.queries.rows import Row


PAGE = 30
MOST_AT_ONCE = 200
"""Of a list that grew while it was open."""
GROUPED_PAGE = 100
"""Grouped by article a page holds more, so that a group is rarely torn."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A row and the part of the list that it stands in: "w" open work, "t" threads."""

    part: str
    row: Row


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page in their order, and where the next one begins, None after the last."""

    rows: tuple[Listed, ...]
    next: Cursor | None


def page(places: Places, asked: Filter, *, now: datetime, upto: Cursor | None = None) -> Page:
    """The page that begins after the filter's cursor; with `upto` all rows until that one, however many came in between."""
    if upto is not None:
        statement = listed(places, asked, now=now, limit=MOST_AT_ONCE, upto=upto)
        found = rows.found(places.desk_id, statement, reader_id=places.reader_id, now=now)
        return Page(tuple(Listed(part, row) for part, _, row in found), None)
    size = GROUPED_PAGE if asked.grouped else PAGE
    found = rows.found(places.desk_id, listed(places, asked, now=now, limit=size + 1), reader_id=places.reader_id, now=now)
    shown = found[:size]
    last = Cursor(shown[-1][0], shown[-1][1], shown[-1][2].id) if len(found) > size else None
    return Page(tuple(Listed(part, row) for part, _, row in shown), last)
