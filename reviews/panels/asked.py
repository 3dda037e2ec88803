"""Questions about listings where other pages are put together: among what waits, and in the search."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from reviews.domain.question_filters import Filter
from reviews.queries import question_list
from reviews.queries.finding import Places
from reviews.queries.question_list import Row
from sellerdesk import wording
from sellerdesk.domain.scripts import lang_of
from sellerdesk.rooms import Described, Hit, May


def describe(desk_id: int, desk_slug: str, subjects: Sequence[str], _now: datetime, /) -> Mapping[str, Described]:
    """Open questions: who asks what, about which product."""
    return {
        subject: Described(
            title=_title(row),
            text=row.text,
            href=reverse("review_question", args=[desk_slug, row.id]),
            lang=lang_of(row.text),
            product=row.product,
            image=row.image,
        )
        for subject, row in question_list.of_subjects(desk_id, subjects).items()
    }


def find(desk_id: int, desk_slug: str, shop_ids: Sequence[int], words: str, limit: int, _may: May, now: datetime, /) -> Sequence[Hit]:
    """The search box: questions by their words, their buyer, their article."""
    places = Places(desk_id, shop_ids, orders=False)
    return [
        Hit(
            title=_title(row),
            href=f"{reverse('review_question', args=[desk_slug, row.id])}?show=all",
            text=row.text,
            lang=lang_of(row.text),
            note=_("%(product)s, %(day)s") % {"product": row.product, "day": wording.stamp(row.at, now=now)},
        )
        for row in question_list.page(places, Filter(view="all", words=words), size=limit).rows
    ]


def _title(row: Row) -> str:
    return _("Question of %(buyer)s") % {"buyer": row.buyer} if row.buyer else _("Question about the product")
