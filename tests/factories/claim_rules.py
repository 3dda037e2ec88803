"""Rules for automatic decisions of claims, for tests: one that pays up to 20 yuan back, turned on before the claims of `GIVEN`."""

from datetime import UTC, datetime, timedelta
from typing import Any

from returns.domain.automatic import Conditions, Does
from returns.models import Claim, ClaimRule
from returns.services import automatic, automatic_queue, automatic_rules
from returns.services.automatic import Decided
from returns.services.automatic_rules import Wanted
from sellerdesk import shops
from sellerdesk.domain import actor
from sellerdesk.models import Shop
from tests.factories.feed import Record, load, order
from tests.factories.returns import claim


NOW = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)
GIVEN = NOW - timedelta(hours=1)
EARLIER = GIVEN - timedelta(days=1)


def wanted(name: str = "Small refunds", *, does: Does = "refund", cap: int = 20, words: str = "", **conditions: Any) -> Wanted:
    """A rule that pays small refunds back."""
    told = {"most_minor": 2_000, "currency": "CNY", **conditions}
    return Wanted(name=name, does=does, conditions=Conditions(**told), cap=cap, words=words)


def make_claim_rule(shop: Shop, name: str = "Small refunds", *, on: datetime | None = EARLIER, **told: Any) -> ClaimRule:
    """A rule that is there, on since `on`."""
    which: dict[str, Any] = {"desk_id": shop.desk_id, "shop_ids": [shop.pk], "actor": actor.SYSTEM}
    rule_id = automatic_rules.make(**which, shop_id=shop.pk, wanted=wanted(name, **told), now=EARLIER)
    if on is not None:
        automatic_rules.turn(**which, rule_id=rule_id, on=True, now=on)
    return ClaimRule.objects.get(pk=rule_id)


def small(ref: str = "CL1", **fields: Any) -> Record:
    """A claim over 15 yuan, an hour ago."""
    said = {"at": GIVEN.isoformat(), "wants": "refund", "amount": {"amount": "15.00", "currency": "CNY"}, **fields}
    return claim(ref, said.pop("order", "O1"), **{"reason": {"text": "Пришло помятым"}, **said})


def claimed(shop: Shop, *records: Record, now: datetime = NOW) -> None:
    """Claims of an order that was delivered, taken in."""
    known = order("O1", at=(EARLIER - timedelta(days=3)).isoformat(), completed_at=None, buyer="B1", status="delivered")
    load(shops.facts(shop), known, *records, now=now)


def one(ref: str = "CL1") -> Claim:
    return Claim.objects.get(outside_id=ref)


def decide_all(shop: Shop, *, now: datetime = NOW) -> list[Decided]:
    """What the worker does with all that waits."""
    facts = shops.facts(shop)
    return [automatic.decide(shop=facts, wait_id=waiting, now=now) for waiting in automatic_queue.due(facts)]
