"""What this room shows where pages of the whole desk are put together."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from returns.domain.facts import KIND, claim_of
from returns.domain.filters import Filter
from returns.domain.refusal_filters import Filter as RefusalFilter
from returns.queries import listing, refused
from returns.queries.searching import Places
from sellerdesk import wording
from sellerdesk.domain import permissions
from sellerdesk.domain.scripts import lang_of
from sellerdesk.panels import Subject
from sellerdesk.rooms import Described, Hit, May
from sellerdesk.shops import ShopFacts


BESIDE = 5
"""Claims of a buyer that stand beside something else."""
_SUBJECT = re.compile(f"{KIND}:[0-9]{{1,18}}")


def beside(desk_id: int, _shop: ShopFacts, subject: Subject, _now: datetime, /) -> dict[str, Any] | None:
    """The claims of a buyer, beside a conversation, a review or another claim of theirs; None where there is none."""
    if subject.buyer_id is None:
        return None
    own = claim_of(subject.besides) if _SUBJECT.fullmatch(subject.besides) else 0
    found = listing.of_buyer(desk_id, subject.buyer_id, besides=own, limit=BESIDE)
    return {"claims": found} if found else None


def describe(desk_id: int, desk_slug: str, subjects: Sequence[str], _now: datetime, /) -> Mapping[str, Described]:
    """Open work items about claims: who wants what for which reason."""
    ids = {subject: claim_of(subject) for subject in subjects if _SUBJECT.fullmatch(subject)}
    rows = listing.by_ids(desk_id, list(ids.values()))
    return {
        subject: Described(
            title=row.buyer or _("Claim %(number)s") % {"number": row.number},
            text=row.text,
            href=reverse("claim", args=[desk_slug, row.id]),
            lang=lang_of(row.text),
            product=row.product,
            image=row.image,
        )
        for subject, own in ids.items()
        if (row := rows.get(own)) is not None
    }


def find(desk_id: int, desk_slug: str, shop_ids: Sequence[int], words: str, limit: int, may: May, /) -> Sequence[Hit]:
    """The search box: claims by their number, words, parcel, buyer, article, and by their order for who may see orders."""
    now = datetime.now(UTC)  # noqa: TID251 - the search asks without a moment; nothing here is of a period
    orders = may(permissions.ORDERS_SEE)
    page = listing.page(desk_id, shop_ids, Filter(view="all", words=words), now=now, size=limit, orders=orders)
    return [
        Hit(
            title=_("Claim %(number)s") % {"number": row.number},
            href=f"{reverse('claim', args=[desk_slug, row.id])}?show=all",
            text=row.text,
            lang=lang_of(row.text),
            note=_noted(row.product or row.buyer, row.at, now),
        )
        for row in page.rows
    ]


def find_refusals(desk_id: int, desk_slug: str, shop_ids: Sequence[int], words: str, limit: int, may: May, /) -> Sequence[Hit]:
    """The same for refusals, which open the list of them."""
    now = datetime.now(UTC)  # noqa: TID251 - as above
    places = Places(desk_id, shop_ids, orders=may(permissions.ORDERS_SEE))
    page = refused.page(places, RefusalFilter(words=words), now=now, size=limit)
    return [
        Hit(
            title=_("Refusal %(number)s") % {"number": row.outside_id},
            href=f"{reverse('refusals', args=[desk_slug])}?{urlencode({'q': row.outside_id})}",
            text=row.text,
            lang=lang_of(row.text),
            note=_noted(row.product or row.buyer, row.at, now),
        )
        for row in page.rows
    ]


def _noted(about: str, at: datetime, now: datetime) -> str:
    day = wording.stamp(at, now=now)
    return _("%(product)s, %(day)s") % {"product": about, "day": day} if about else day
