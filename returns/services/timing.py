"""How long a shop takes over claims, where its marketplace leaves that to the shop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from returns.domain.clocks import BY_SHOP, STANDARD
from returns.models import ClockRule
from sellerdesk import audit, shops, writing
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.feed import loading
from sellerdesk.models import Shop


LEAST_HOURS: Final = 1
MOST_HOURS: Final = 60 * 24


@dataclass(frozen=True, slots=True)
class Times:
    """Hours to decide about a claim, and to settle what came back."""

    decide: int
    settle: int


USUAL: Final = Times(
    STANDARD["refund_asked"][0].allowed.days * 24,
    STANDARD["to_settle"][0].allowed.days * 24,
)
"""Where a shop has said nothing."""


def of(desk_id: int, shop_id: int) -> Times:
    """What holds for clocks that begin now."""
    last = ClockRule.objects.filter(desk_id=desk_id, shop_id=shop_id).order_by("-holds_from").first()
    return USUAL if last is None else Times(last.decide_hours, last.settle_hours)


def is_own(rules: str) -> bool:
    """Whether shops of this profile say it themselves."""
    return rules in BY_SHOP


def hold(shop: Shop) -> Shop:
    """Inside a command: what the change locks, in the order that holds everywhere; returns the shop as it stands then.

    What a load folds now has begun before, or is folded after. NotVisible where the shop is gone.
    """
    loading.lock(shops.facts(shop))
    return writing.locked(Shop.objects.filter(desk_id=shop.desk_id, pk=shop.pk))


@command
def change(*, desk_id: int, shop_ids: Sequence[int], shop_id: int, wanted: Times, actor: Actor, now: datetime) -> None:
    """From now on clocks begin with these times; those that run keep the rule they began under.

    Refused: times_of_marketplace, times_out_of_range. NotVisible where the shop is not seen.
    """
    place = Shop.objects.filter(desk_id=desk_id, pk=shop_id, pk__in=list(shop_ids)).first()
    if place is None:
        raise NotVisible
    shop = hold(place)
    if not is_own(shop.rules):
        raise Refusal("times_of_marketplace", _("The marketplace of this shop says itself how long a shop may take."))
    if not all(LEAST_HOURS <= hours <= MOST_HOURS for hours in (wanted.decide, wanted.settle)):
        raise Refusal("times_out_of_range", _("These times are from 1 hour to 60 days."), _("Choose a time in between."))
    before = of(desk_id, shop_id)
    if before == wanted:
        return
    ClockRule.objects.create(desk_id=desk_id, shop_id=shop_id, holds_from=now, decide_hours=wanted.decide, settle_hours=wanted.settle)
    audit.record(desk_id, actor, "shop.claim_times", f"shop:{shop_id}", _told(before), _told(wanted), now)
    note(desk_id, "shop.changed", shop_id=shop_id)


def _told(times: Times) -> dict[str, int]:
    return {"decide_hours": times.decide, "settle_hours": times.settle}
