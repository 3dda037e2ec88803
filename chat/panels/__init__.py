"""What this room shows where pages of the whole desk are put together."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from chat.domain import showing
from chat.domain.facts import thread_of
from chat.domain.filters import Filter
from chat.queries import buyers, counting, describing, searching
from chat.queries.finding import Places
from chat.queries.rows import Row
from sellerdesk import wording
from sellerdesk.domain import permissions
from sellerdesk.domain.scripts import lang_of
from sellerdesk.panels import Subject
from sellerdesk.rooms import Described, Hit, May
from sellerdesk.shops import ShopFacts


NOBODY_READS = 0
"""The search box does not say who asks: nothing that it shows depends on it."""


def unread(desk_id: int, shop_ids: Sequence[int], /) -> int:
    """How many conversations nobody has read, for the rail."""
    return counting.unread(desk_id, list(shop_ids))


def beside(desk_id: int, _shop: ShopFacts, subject: Subject, _now: datetime, /) -> dict[str, Any] | None:
    """The conversations of a buyer, beside a review or a claim of theirs; None where there is none."""
    if subject.buyer_id is None:
        return None
    own = thread_of(subject.besides) if subject.besides.startswith("thread:") else 0
    found = buyers.talks(desk_id, subject.buyer_id, besides=own)
    return {"talks": found} if found else None


def describe(desk_id: int, desk_slug: str, subjects: Sequence[str], now: datetime, /) -> Mapping[str, Described]:
    """Open work items about conversations: who wrote what, about which product."""
    found = describing.of_subjects(desk_id, subjects, now=now)
    return {
        subject: Described(
            title=showing.unturned(row.buyer),
            text=_said(row),
            href=reverse("chat", args=[desk_slug, thread_of(subject)]),
            lang=lang_of(row.excerpt),
            product=row.product,
            image=row.image,
        )
        for subject, row in found.items()
    }


def find(desk_id: int, desk_slug: str, shop_ids: Sequence[int], words: str, limit: int, may: May, now: datetime, /) -> Sequence[Hit]:
    """The search box: conversations by their words, buyer, article, and by their order for who may see orders."""
    places = Places(desk_id, shop_ids, NOBODY_READS, orders=may(permissions.ORDERS_SEE))
    found = searching.search(places, Filter(tab="all", words=words), now=now, limit=limit)
    return [_hit(desk_slug, hit, now) for hit in found.hits]


def _hit(desk_slug: str, hit: searching.Hit, now: datetime) -> Hit:
    at = f"?show=all&at={hit.match.message_id}" if hit.match.message_id else "?show=all"
    text = showing.unturned(hit.text)[:200] or _said(hit.row)
    stamp = wording.stamp(hit.match.at, now=now)
    note = _("%(product)s, %(day)s") % {"product": hit.row.product, "day": stamp} if hit.row.product else stamp
    href = reverse("chat", args=[desk_slug, hit.row.id]) + at
    return Hit(title=showing.unturned(hit.row.buyer), href=href, text=text, lang=lang_of(text), note=note)


def _said(row: Row) -> str:
    if row.excerpt:
        return showing.unturned(row.excerpt)
    return _("removed") if row.removed else _("photo") if row.photos else _("file")
