"""Offers and appeals where other rooms' pages are put together: beside a conversation, and among what waits."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from reviews.queries import appealing
from sellerdesk.domain.scripts import lang_of
from sellerdesk.rooms import Described


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
