"""What reached the simulated marketplace and what it has to tell, in tables, so that all processes see the same."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from sellerdesk.models import FeedRecord, SimulatedEvent, SimulatedParcel, SimulatedShop
from sellerdesk.shops import ShopFacts


PAGE = 200
SHOWN, REFUSED = "shown", "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """How a parcel comes to be there: when, and what a moderator will say at which moment."""

    at: datetime
    verdict: str = ""
    judged_at: datetime | None = None


def began(shop: ShopFacts, key: str, place: str, text: str) -> SimulatedParcel:
    """Count a try of a parcel; returns it as it stands now, with this try."""
    mine = {"desk_id": shop.desk_id, "shop_id": shop.id, "key": key}
    with transaction.atomic():
        row, _made = SimulatedParcel.objects.select_for_update(no_key=True).get_or_create(**mine, defaults={"place": place, "text": text})
        row.tries += 1
        row.save(update_fields=["tries"])
    return row


def arrive(shop: ShopFacts, key: str, arrival: Arrival, told: list[tuple[datetime, dict[str, Any]]], *, keyed: bool) -> SimulatedParcel:
    """Put a parcel there, with the events that it causes. Where keys are known, the second time changes nothing."""
    with transaction.atomic():
        row = SimulatedParcel.objects.select_for_update(no_key=True).get(desk_id=shop.desk_id, shop_id=shop.id, key=key)
        if row.arrivals and keyed:
            return row
        row.arrivals += 1
        row.arrived_at, row.verdict, row.judged_at = arrival.at, arrival.verdict, arrival.judged_at
        row.save(update_fields=["arrivals", "arrived_at", "verdict", "judged_at"])
        later(shop, told)
    return row


def later(shop: ShopFacts, told: list[tuple[datetime, dict[str, Any]]]) -> None:
    """Have records told from their moments on."""
    SimulatedEvent.objects.bulk_create(
        [SimulatedEvent(desk_id=shop.desk_id, shop_id=shop.id, due_at=at, record=record) for at, record in told]
    )


def there(shop: ShopFacts, *, now: datetime, key: str = "", place: str = "", text: str = "", since: datetime | None = None) -> Any:
    """The parcel that has arrived by now: by its key, or the last one of a place with these words since a moment. None where none."""
    mine = SimulatedParcel.objects.filter(desk_id=shop.desk_id, shop_id=shop.id, arrivals__gt=0, arrived_at__lte=now)
    if key:
        return mine.filter(key=key).first()
    since_then = Q(arrived_at__gte=since) if since is not None else Q()
    return mine.filter(since_then, place=place, text=text).order_by("-arrived_at", "-id").first()


def tell(shop: ShopFacts, cursor: int, *, now: datetime) -> tuple[list[dict[str, Any]], int, bool]:
    """(records behind a cursor, the cursor after them, whether there is more).

    What has become due gets its numbers under the lock of the shop's row: a reader that has seen number 7 has seen all up to it.
    """
    mine = {"desk_id": shop.desk_id, "shop_id": shop.id}
    with transaction.atomic():
        SimulatedShop.objects.bulk_create([SimulatedShop(**mine)], ignore_conflicts=True)
        own = SimulatedShop.objects.select_for_update(no_key=True).get(**mine)
        due = list(SimulatedEvent.objects.filter(**mine, number=None, due_at__lte=now).order_by("due_at", "id"))
        for number, event in enumerate(due, start=own.told + 1):
            event.number = number
        SimulatedEvent.objects.bulk_update(due, ["number"], batch_size=500)
        SimulatedShop.objects.filter(pk=own.pk).update(told=F("told") + len(due))
        found = list(SimulatedEvent.objects.filter(**mine, number__gt=cursor).order_by("number")[: PAGE + 1])
    page = found[:PAGE]
    return [event.record for event in page], page[-1].number or cursor if page else cursor, len(found) > PAGE


def buyer_of(shop: ShopFacts, conversation: str) -> dict[str, Any]:
    """Whose conversation it is, as the shop was told; somebody new where it was told of none."""
    known = FeedRecord.objects.filter(desk_id=shop.desk_id, shop_id=shop.id, type="message", raw__conversation=conversation).first()
    buyer = known.raw.get("buyer") if known is not None else None
    return buyer if isinstance(buyer, dict) else {"id": f"buyer of {conversation}"[:100]}
