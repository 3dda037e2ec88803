"""The rows behind the numbers of one buyer's page: which, when, and where each can be read. Not their words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse

from sellerdesk.errors import NotVisible
from sellerdesk.privacy import buyers, kernel, registry
from sellerdesk.privacy.places import Page, finding


_MOMENTS: Final = ("at", "placed_at", "made_at", "written_at", "created_at")
_NAMES: Final = ("outside_id", "order_ref", "id")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it is called outside or here, its moment where it has one, and its page with the id or the words that lead there."""

    name: str
    at: datetime | None
    page: Page | None
    key: str


def rows(desk_id: int, shop_ids: Sequence[int], buyer_id: int, matter: str) -> list[Row]:
    """All rows of a matter that the buyer's page counts, in the order of the file. NotVisible where there is none."""
    told = buyers.told(desk_id, shop_ids, buyer_id)
    if not told.get(matter):
        raise NotVisible
    find = finding(_pages().get(matter, ()), told)
    return [_row(row, find(row)) for row in told[matter]]


def href(desk: str, row: Row, may: Callable[[str], bool]) -> str:
    """The address of a row's page in the desk of this slug; empty where there is none, or none that the reader may open."""
    if row.page is None or not may(row.page.may):
        return ""
    if row.page.is_search:
        return f"{reverse(row.page.page, args=[desk])}?{urlencode({'q': row.key})}"
    return reverse(row.page.page, args=[desk, row.key])


def _pages() -> dict[str, Sequence[Page]]:
    found: dict[str, Sequence[Page]] = dict(kernel.PAGES)
    for part in registry.parts():
        found |= part.pages
    return found


def _row(row: Mapping[str, Any], found: tuple[Page, str] | None) -> Row:
    name = next((str(row[column]) for column in _NAMES if row.get(column)), "")
    moment = next((row[column] for column in _MOMENTS if row.get(column)), None)
    page, key = found or (None, "")
    return Row(name, datetime.fromisoformat(moment) if moment else None, page, key)
