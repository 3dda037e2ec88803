"""What this room shows where pages and reports of the whole desk are put together."""

from datetime import datetime
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from reviews import queries
from sellerdesk import panels
from sellerdesk.domain.days import WindowKind
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
