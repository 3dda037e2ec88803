"""Decisions about claims for tests: a taobao shop, one claim for a refund, decided by bob, carried by a worker that is played."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from returns.domain.deciding import Kind, Wanted
from returns.models import Claim, Decision, RefundLimit
from returns.services import deciding, decision_fates
from returns.services.deciding import Decided
from sellerdesk import shops
from sellerdesk.domain import actor
from sellerdesk.marketplaces import reading
from sellerdesk.models import Shop, User
from tests.factories.delivering import Clock
from tests.factories.feed import AT, MONEY, Record, load, order
from tests.factories.returns import claim


SINCE = datetime.fromisoformat(AT)
NOW = SINCE + timedelta(hours=1)
DUE = SINCE + timedelta(hours=48)
"""The last instant of the first answer, taobao."""
LEAVES = NOW + timedelta(seconds=10)


def ask(shop: Shop, *records: Record, wants: str = "refund", now: datetime = NOW, **fields: Any) -> Claim:
    """One claim of a delivered order under the rules of taobao, and whatever else is told."""
    Shop.objects.filter(pk=shop.pk).update(rules="taobao")
    shop.refresh_from_db()
    told = [order("O1", status="delivered", completed_at=None), claim(wants=wants, **{"amount": MONEY, **fields})]
    load(shops.facts(shop), *told, *records, now=now)
    return Claim.objects.get(shop=shop, outside_id="CL1")


def tell(shop: Shop, *records: Record, now: datetime = NOW) -> Claim:
    """More of it."""
    load(shops.facts(shop), *records, now=now)
    return Claim.objects.get(shop=shop, outside_id="CL1")


def decide(row: Claim, person: User, kind: Kind = "refund", *, now: datetime = NOW, **fields: Any) -> Decided:
    """Decide it; what is no part of `Wanted` goes to the command."""
    own = {name: fields.pop(name) for name in ("action", "comes_back", "amount_minor", "product_id", "text") if name in fields}
    told = {"client_key": uuid.uuid4(), **fields}
    return deciding.decide(
        desk_id=row.desk_id, shop_ids=[row.shop_id], claim_id=row.pk, wanted=Wanted(kind, **own), user_id=person.pk,
        actor=actor.person(person.pk, person.email), now=now, **told,
    )  # fmt: skip


def take_back(row: Claim, person: User, decision_id: int, *, now: datetime = NOW) -> Decision:
    """Before it leaves."""
    return decision_fates.take_back(
        desk_id=row.desk_id, shop_ids=[row.shop_id], claim_id=row.pk, decision_id=decision_id,
        actor=actor.person(person.pk, person.email), now=now,
    )  # fmt: skip


def confirm(row: Claim, person: User, decision_id: int, *, now: datetime = NOW) -> Decided:
    """As the second person."""
    return decision_fates.confirm(
        desk_id=row.desk_id, shop_ids=[row.shop_id], claim_id=row.pk, decision_id=decision_id, user_id=person.pk,
        actor=actor.person(person.pk, person.email), now=now,
    )  # fmt: skip


def limit(shop: Shop, role: str = "agent", amount_minor: int = 1000) -> None:
    """A refund limit in yuan."""
    RefundLimit.objects.create(desk_id=shop.desk_id, shop=shop, role=role, amount_minor=amount_minor, currency="CNY")


def read_back(shop: Shop, clock: Clock) -> None:
    """Load what the simulated marketplace tells."""
    reading.read_shop(shop=shops.facts(shop), clock=clock)


def states() -> list[str]:
    """Of all decisions, the oldest first."""
    return list(Decision.objects.order_by("pk").values_list("state", flat=True))
