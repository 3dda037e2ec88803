"""Offers and appeals where other rooms' pages are put together: beside a conversation, and among what waits."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from reviews.queries import appealing, offering
from sellerdesk.domain.scripts import lang_of
from sellerdesk.panels import Subject
from sellerdesk.rooms import Described
from sellerdesk.shops import ShopFacts


SHOWN = 5


def beside(desk_id: int, shop: ShopFacts, subject: Subject, _now: datetime, /) -> dict[str, Any] | None:
    """What a buyer was offered in this shop, beside a conversation with them; None where that is nothing."""
    if subject.buyer_id is None:
        return None
    found = offering.of_buyer(desk_id, shop.id, subject.buyer_id, limit=SHOWN)
    return {"offers": found} if found else None


def describe(desk_id: int, desk_slug: str, subjects: Sequence[str], _now: datetime, /) -> Mapping[str, Described]:
    """Appeals whose answer is overdue: whose review, and what it says."""
    return {
        subject: Described(
            title=_("The answer to an appeal is overdue"),
            text=row.text,
            href=reverse("review", args=[desk_slug, row.review_id]) + "?show=all",
            lang=lang_of(row.text),
            stars=row.stars,
            product=row.product,
        )
        for subject, row in appealing.of_subjects(desk_id, subjects).items()
    }
