"""Notes pinned to days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from ratings.domain.pinning import may_change
from ratings.models import DayNote
from sellerdesk.shops import ShopFacts


@dataclass(frozen=True, slots=True)
class Note:
    """One note as a reader sees it."""

    id: int
    day: date
    text: str
    author: str
    """Empty where the person is gone."""
    is_changed: bool
    may_change: bool


def of_shop(desk_id: int, shop_id: int) -> QuerySet[DayNote]:
    """All notes of a shop, for a page of them or one."""
    return DayNote.objects.filter(desk_id=desk_id, shop_id=shop_id)


def notes(shop: ShopFacts, *, first: date, last: date, user_id: int | None, writes: bool, manages: bool) -> Sequence[Note]:
    """The notes of these days, the latest day first. `writes` and `manages`: what the reader may do."""
    found = of_shop(shop.desk_id, shop.id).filter(day__range=(first, last)).select_related("author")
    return [
        Note(
            id=row.pk,
            day=row.day,
            text=row.text,
            author="" if row.author is None else str(row.author),
            is_changed=row.changed_at is not None,
            may_change=writes and may_change(author=row.author_id, who=user_id, manages=manages),
        )
        for row in found.order_by("-day", "-id")
    ]
