"""What this room shows where pages and reports of the whole desk are put together."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from reviews.queries import buyers, credit as queries, describing
from reviews.queries.finding import Places
from reviews.queries.rows import Row
from sellerdesk import panels, wording
from sellerdesk.domain import permissions
from sellerdesk.domain.days import WindowKind
from sellerdesk.domain.scripts import lang_of
from sellerdesk.rooms import Described, Hit, May
from sellerdesk.shops import ShopFacts


def report_part(shop: ShopFacts, as_of: panels.AsOf, _window: WindowKind, /) -> dict[str, Any]:
    """`credit` of the shop's report (feed: commands). Credit has no window."""
    credit = queries.at_end_of(shop, as_of.day) if as_of.instant is None else queries.at_instant(shop, now=as_of.instant)
    return {
        "credit": {
            "score": credit.score,
            "level": credit.level,
            "good": credit.good,
            "neutral": credit.neutral,
            "bad": credit.bad,
            "good_rate": credit.good_rate,
            "not_scored": {"same_item": credit.same_item, "month_cap": credit.month_cap},
        }
    }


def shop_card(shop: ShopFacts, now: datetime) -> list[panels.Figure]:
    """Score and good rate."""
    credit = queries.at_instant(shop, now=now)
    rate = credit.good_rate
    return [
        panels.Figure(_("Credit"), str(credit.score)),
        panels.Figure(_("Good rate"), "–" if rate is None else _("%(rate)s%%") % {"rate": number_format(rate)}),
    ]


def beside(desk_id: int, _shop: ShopFacts, subject: panels.Subject, _now: datetime, /) -> dict[str, Any] | None:
    """The reviews of a buyer and what they were offered, beside a conversation with them; None where they wrote none."""
    if subject.buyer_id is None:
        return None
    told = buyers.buyer(desk_id, subject.buyer_id, besides=0)
    written = told.good + told.neutral + told.bad
    if not written:
        return None
    return {
        "written": written, "good": told.good, "neutral": told.neutral, "bad": told.bad, "others": told.others, "offers": told.offers,
    }  # fmt: skip


def describe(desk_id: int, desk_slug: str, subjects: Sequence[str], _now: datetime, /) -> Mapping[str, Described]:
    """Open work items about reviews: who wrote what, about which product."""
    return {
        subject: Described(
            title=_title(row),
            text=row.text or row.title,
            href=reverse("review", args=[desk_slug, row.id]),
            lang=lang_of(row.text or row.title),
            stars=row.stars,
            product=row.product,
            image=row.image,
        )
        for subject, row in describing.of_subjects(desk_id, subjects).items()
    }


def find(desk_id: int, desk_slug: str, shop_ids: Sequence[int], words: str, limit: int, may: May, now: datetime, /) -> Sequence[Hit]:
    """The search box: reviews by their words, their buyer, their article, and by their order for who may see orders."""
    places = Places(desk_id, shop_ids, orders=may(permissions.ORDERS_SEE))
    return [
        Hit(
            title=_title(row),
            href=f"{reverse('review', args=[desk_slug, row.id])}?show=all",
            text=row.text or row.title,
            lang=lang_of(row.text or row.title),
            note=_("%(product)s, %(day)s") % {"product": row.product, "day": wording.stamp(row.at, now=now)}
            if row.product
            else wording.stamp(row.at, now=now),
        )
        for row in describing.with_words(places, words, limit, now=now)
    ]


def _title(row: Row) -> str:
    if row.buyer:
        return row.buyer
    return _("Anonymous buyer") if row.anonymous else _("Buyer not known")
