"""Which claims the list shows, read from an address and told to one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple, get_args


View = Literal["open", "decide", "buyer", "marketplace", "closed"]
VIEWS: tuple[View, ...] = get_args(View)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LARGEST = 2**63 - 1
_FARTHEST = 253_402_300_799_000_000
"""Microseconds to the end of the year 9999."""


class Cursor(NamedTuple):
    """The last row of a page: its place in the order, and its id."""

    at: datetime
    id: int

    def text(self) -> str:
        """As an address carries it."""
        return f"{(self.at - _EPOCH) // timedelta(microseconds=1)}-{self.id}"


@dataclass(frozen=True, slots=True)
class Filter:
    """The view, and the place behind which its page begins."""

    view: View = "open"
    after: Cursor | None = None


def read(query: Mapping[str, str]) -> Filter:
    """What an address asks for; what makes no sense asks for nothing."""
    asked: View = next((view for view in VIEWS if view == query.get("show")), "open")
    return Filter(asked, cursor(query.get("after", "")))


def told(asked: Filter) -> dict[str, str]:
    """The parameters that ask for it, without what is meant anyway."""
    return ({"show": asked.view} if asked.view != "open" else {}) | ({"after": asked.after.text()} if asked.after else {})


def cursor(text: str) -> Cursor | None:
    """A place from its text; None for anything that is none."""
    at, _, own = text.partition("-")
    if not (at.isascii() and at.isdigit() and own.isascii() and own.isdigit()) or len(at) > 18 or len(own) > 19:
        return None
    moment, own_id = int(at), int(own)
    if moment > _FARTHEST or own_id > _LARGEST:
        return None
    return Cursor(_EPOCH + timedelta(microseconds=moment), own_id)
