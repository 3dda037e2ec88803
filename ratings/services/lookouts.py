"""How far ahead a shop's ratings are watched, and from which chance on somebody is told."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from ratings.domain.alerts import FARTHEST_DAYS, LEAST_PERCENT, MOST_PERCENT, Lookout
from ratings.models import RatingLookout
from sellerdesk import audit, writing
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import Refusal
from sellerdesk.models import Shop


def of(desk_id: int, shop_id: int) -> Lookout:
    """What a shop has set, else the usual. One query."""
    row = RatingLookout.objects.filter(desk_id=desk_id, shop_id=shop_id).first()
    return Lookout() if row is None else Lookout(row.days, row.percent)


def why_not_lookout(wanted: Lookout) -> Refusal | None:
    """Refused: days_out_of_range, percent_out_of_range."""
    if not 1 <= wanted.days <= FARTHEST_DAYS:
        return Refusal("days_out_of_range", _("It can look from 1 to 60 days ahead."), _("Choose a number between them."))
    if not LEAST_PERCENT <= wanted.percent <= MOST_PERCENT:
        return Refusal("percent_out_of_range", _("A chance can be from 50 to 99 percent."), _("Choose a number between them."))
    return None


@command
def change(*, desk_id: int, shop_ids: Collection[int], shop_id: int, wanted: Lookout, actor: Actor, now: datetime) -> None:
    """Set it for one of these shops; it holds from the next look on. Refused as by `why_not_lookout`; another shop is NotVisible."""
    writing.locked(Shop.objects.filter(desk_id=desk_id, pk=shop_id, pk__in=list(shop_ids)))
    if refusal := why_not_lookout(wanted):
        raise refusal
    before = of(desk_id, shop_id)
    if before == wanted:
        return
    RatingLookout.objects.update_or_create(desk_id=desk_id, shop_id=shop_id, defaults={"days": wanted.days, "percent": wanted.percent})
    told = [{"days": one.days, "percent": one.percent} for one in (before, wanted)]
    audit.record(desk_id, actor, "rating_lookout.changed", f"shop:{shop_id}", told[0], told[1], now)
    note(desk_id, "shop.changed", shop=shop_id)
