"""Appeals and offers for tests: made by bob, carried by a worker that is played."""

from datetime import datetime, timedelta
from typing import Any

from reviews.models import Appeal, Offer, Review
from reviews.services import appeal_outcomes, appealing, offering
from reviews.services.appealing import Wanted
from sellerdesk import shops
from sellerdesk.domain import actor
from tests.factories.feed import Record, load
from tests.factories.kernel import NOW, Cast


LEAVES = NOW + timedelta(seconds=10)
"""When a worker may take what was sent at NOW."""


def tell(cast: Cast, *records: Record, now: datetime = NOW) -> None:
    """Records of the cast's shop, and what a worker does about them."""
    facts = shops.facts(cast.shop)
    load(facts, *records, now=now)
    appeal_outcomes.settle_told(shop=facts, now=now)


def the(ref: str) -> Review:
    return Review.objects.get(outside_id=ref)


def by(cast: Cast) -> dict[str, Any]:
    return {"desk_id": cast.desk.pk, "shop_ids": [cast.shop.pk], "actor": actor.person(cast.bob.pk, cast.bob.email)}


def appeal(cast: Cast, ref: str = "R1", detail: str = "links", statement: str = "Spam", *, now: datetime = NOW, **more: Any) -> Appeal:
    """An appeal of bob's, who may see everything."""
    key = more.pop("client_key", None)
    made = appealing.appeal(
        **by(cast), review_id=the(ref).pk, user_id=cast.bob.pk, may=more.pop("may", lambda _permission: True),
        wanted=Wanted(detail, statement, **more), client_key=key, now=now,
    )  # fmt: skip
    return Appeal.objects.get(pk=made)


def offer(cast: Cast, ref: str = "R1", kind: str = "gift", channel: str = "chat", *, now: datetime = NOW, **more: Any) -> Offer:
    """An offer of bob's."""
    key = more.pop("client_key", None)
    wanted = offering.Wanted(kind, channel, **more)
    made = offering.log_offer(**by(cast), review_id=the(ref).pk, user_id=cast.bob.pk, wanted=wanted, client_key=key, now=now)
    return Offer.objects.get(pk=made)


def change(cast: Cast, one: Offer, state: str, note: str = "", *, seen: int = 0, now: datetime = NOW) -> None:
    """What came of an offer, told by bob."""
    offering.change_offer(**by(cast), offer_id=one.pk, user_id=cast.bob.pk, state=state, note=note, seen=seen, now=now)
