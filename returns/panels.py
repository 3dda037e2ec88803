"""What this room shows where pages of the whole desk are put together."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from returns.domain.facts import KIND, claim_of
from returns.domain.risks import risk_of
from returns.domain.signals import signal_of
from returns.queries import listing, risks, signal_words, signals
from returns.queries.risk_words import RISKS
from sellerdesk.domain.scripts import lang_of
from sellerdesk.panels import Subject
from sellerdesk.rooms import Described
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
