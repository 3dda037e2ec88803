"""What this room shows where pages of the whole desk are put together."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from returns.domain.facts import KIND, claim_of
from returns.domain.filters import Filter
from returns.domain.refusal_filters import Filter as RefusalFilter
from returns.domain.risks import risk_of
from returns.domain.signals import signal_of
from returns.queries import listing, refused, risks, signal_words, signals
from returns.queries.risk_words import RISKS
from returns.queries.searching import Places
from returns.services import refund_limits
from sellerdesk import wording
from sellerdesk.domain import permissions
from sellerdesk.domain.scripts import lang_of
from sellerdesk.notices import Reader, Said, Told
from sellerdesk.panels import Subject
from sellerdesk.rooms import Described, Hit, May, RoleRow
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


def say_second(told: Sequence[Told], reader: Reader, /) -> Mapping[int, Said]:
    """A decision that waits for a second person. What waits no more, or is out of sight, is left out."""
    ids = [claim_of(one.subject) for one in told if _SUBJECT.fullmatch(one.subject)]
    rows = listing.by_ids(reader.here.desk.pk, ids)
    shops = {shop.pk for shop in reader.here.shops}
    return {
        one.id: Said(
            _("A decision waits for you to confirm it: claim %(number)s") % {"number": row.number},
            reverse("claim", args=[reader.here.desk.slug, row.id]),
        )
        for one in told
        if (row := rows.get(claim_of(one.subject))) is not None and row.shop_id in shops and row.decision == "waiting"
    }


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


def find(desk_id: int, desk_slug: str, shop_ids: Sequence[int], words: str, limit: int, may: May, now: datetime, /) -> Sequence[Hit]:
    """The search box: claims by their number, words, parcel, buyer, article, and by their order for who may see orders."""
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


def find_refusals(
    desk_id: int, desk_slug: str, shop_ids: Sequence[int], words: str, limit: int, may: May, now: datetime, /
) -> Sequence[Hit]:
    """The same for refusals, which open the list of them."""
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


def describe_risks(desk_id: int, desk_slug: str, subjects: Sequence[str], _now: datetime, /) -> Mapping[str, Described]:
    """Open work items about orders at risk: whose, what is wrong with it. The order's number is for who may see orders."""
    ids = {subject: own for subject in subjects if (own := risk_of(subject)) is not None}
    return {
        subject: Described(
            title=row.buyer or _("Buyer not known"),
            text=row.note if row.risk == "note" else "",
            href=reverse("order_risk", args=[desk_slug, row.id]),
            lang=lang_of(row.note) if row.risk == "note" else "",
            note=str(RISKS[row.risk]),
            product=row.product,
            image=row.image,
        )
        for subject, row in risks.of_subjects(desk_id, ids).items()
    }


def describe_signals(desk_id: int, desk_slug: str, subjects: Sequence[str], _now: datetime, /) -> Mapping[str, Described]:
    """Open work items about signals: what is beyond the usual, of which product or buyer."""
    found = signals.of_subjects(desk_id, [own for subject in subjects if (own := signal_of(subject)) is not None])
    return {
        subject: Described(
            title=signal_words.title(one),
            text="",
            href=reverse("return_signal", args=[desk_slug, one.id]),
            note=one.buyer,
            product=one.product,
            image=one.image,
        )
        for subject, one in found.items()
    }


def tell_of_roles(desk_id: int, desk_slug: str, shops: Sequence[tuple[int, str, str]]) -> list[RoleRow]:
    """A row for each shop, in its order: the limits of who decides claims there, in every currency, or that there is none."""
    limits = refund_limits.of_shops(desk_id, [shop_id for shop_id, _slug, _name in shops])
    deciding = refund_limits.deciding(desk_id)
    rows = []
    for shop_id, slug, name in shops:
        said: dict[str, list[str]] = {role: [] for role in deciding}
        for one in limits.get(shop_id, []):
            if one.role in said:
                said[one.role].append(wording.money(one.amount_minor, one.currency))
        values = {role: wording.listed(amounts) if amounts else _("no limit") for role, amounts in said.items()}
        rows.append(RoleRow(name, reverse("refund_limits", args=[desk_slug, slug]), values))
    return rows
