"""Ratings of buyers for tests: given by bob, carried by a worker that is played."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from reviews.domain.verdicts import Verdict
from reviews.models import BuyerRating
from reviews.services import rating, rating_fates
from reviews.services.rating import Given
from reviews.services.rating_fates import Back
from sellerdesk import shops
from sellerdesk.domain import actor
from sellerdesk.models import OrderLine, Shop, User
from tests.factories.feed import COMPLETED, Record, load, order


DONE = datetime.fromisoformat(COMPLETED)
LAST = DONE + timedelta(days=15)
"""The last instant at which what was completed at DONE may be rated."""
NOW = DONE + timedelta(days=3)
LEAVES = NOW + timedelta(seconds=10)


def trade(number: int = 1, **fields: Any) -> Record:
    """An order of one line, completed at DONE unless told otherwise."""
    return order(f"O{number}", **{"buyer": f"B{number}", **fields})


def rated(ref: str = "S1", order_ref: str = "O1", at: datetime = NOW, **fields: Any) -> Record:
    """The shop's review of a buyer, as the marketplace tells it."""
    told = {"type": "review", "id": ref, "at": at.isoformat(), "author": "seller", "order": order_ref, "verdict": "good"}
    return {**told, **fields}


def tell(shop: Shop, *records: Record, now: datetime = NOW) -> list[int]:
    """Load records; the ids of all lines of the shop."""
    load(shops.facts(shop), *records, now=now)
    return lines(shop)


def lines(shop: Shop) -> list[int]:
    return list(OrderLine.objects.filter(desk_id=shop.desk_id, order__shop=shop).order_by("pk").values_list("pk", flat=True))


def good(shop: Shop, person: User, line_ids: list[int], *, now: datetime = NOW, key: uuid.UUID | None = None) -> Given:
    """Many at once."""
    return rating.rate_good(
        desk_id=shop.desk_id, shop_ids=[shop.pk], line_ids=line_ids, user_id=person.pk, actor=actor.person(person.pk, person.email),
        client_key=key or uuid.uuid4(), now=now,
    )  # fmt: skip


def rate(shop: Shop, person: User, line_id: int, verdict: Verdict = Verdict.BAD, *, now: datetime = NOW, **fields: Any) -> Given:
    """One, with words."""
    told = {"text": "The parcel was not collected", "client_key": uuid.uuid4(), **fields}
    return rating.rate(
        desk_id=shop.desk_id, shop_ids=[shop.pk], line_id=line_id, verdict=verdict, user_id=person.pk,
        actor=actor.person(person.pk, person.email), now=now, **told,
    )  # fmt: skip


def back(shop: Shop, person: User, rating_ids: tuple[int, ...], *, now: datetime = NOW) -> Back:
    """Taken back."""
    return rating_fates.take_back(
        desk_id=shop.desk_id, shop_ids=[shop.pk], rating_ids=rating_ids, actor=actor.person(person.pk, person.email), now=now
    )


def states() -> list[str]:
    return list(BuyerRating.objects.order_by("line_id", "pk").values_list("state", flat=True))
