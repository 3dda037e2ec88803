"""What this room shows where pages of the whole desk are put together."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from returns.domain.facts import KIND, claim_of
from returns.queries import listing
from sellerdesk.domain.scripts import lang_of
from sellerdesk.notices import Reader, Said, Told
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
