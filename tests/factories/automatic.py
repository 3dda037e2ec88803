"""Rules for automatic answers, for tests: one that answers five stars, turned on before the reviews of `GIVEN`."""

from datetime import datetime, timedelta
from typing import Any

from reviews.domain.automatic import Conditions
from reviews.domain.rotation import Blocks
from reviews.models import AutomaticRule, Review
from reviews.services import automatic, automatic_queue, automatic_rules
from reviews.services.automatic import Decided
from reviews.services.automatic_rules import Wanted
from sellerdesk import shops
from sellerdesk.domain import actor
from sellerdesk.models import Shop
from tests.factories.answering import GIVEN, NOW, reviewed
from tests.factories.feed import BUYER, Record, review


EARLIER = GIVEN - timedelta(days=1)
BLOCKS = Blocks(
    greeting=("Hello, {buyer_name}!", "Good day!"),
    thanks=("Thank you for writing to us.", "Thank you for taking the time to write."),
    body=("We are glad that you like it.", "It is good to hear that it suits you.", "Enjoy it for a long time."),
)


def wanted(name: str = "Five stars", *, blocks: Blocks = BLOCKS, cap: int = 20, **conditions: Any) -> Wanted:
    """A rule that answers five stars."""
    return Wanted(name=name, conditions=Conditions(**conditions), blocks=blocks, cap=cap)


def make_rule(shop: Shop, name: str = "Five stars", *, on: datetime | None = EARLIER, **told: Any) -> AutomaticRule:
    """A rule that is there, on since `on`."""
    which: dict[str, Any] = {"desk_id": shop.desk_id, "shop_ids": [shop.pk], "actor": actor.SYSTEM}
    rule_id = automatic_rules.make(**which, shop_id=shop.pk, wanted=wanted(name, **told), now=EARLIER)
    if on is not None:
        automatic_rules.turn(**which, rule_id=rule_id, on=True, now=on)
    return AutomaticRule.objects.get(pk=rule_id)


def good(ref: str = "R1", **fields: Any) -> Record:
    """A good review of five stars, without an order."""
    return review(
        ref, fields.pop("order", None), **{"verdict": "good", "stars": 5, "text": "Soft and warm, thank you", "buyer": BUYER, **fields}
    )


def praised(shop: Shop, ref: str = "R1", **fields: Any) -> Review:
    """A good review, judged."""
    return reviewed(shop, [good(ref, **fields)], ref)


def decide_all(shop: Shop, *, now: datetime = NOW) -> list[Decided]:
    """What the worker does with all that waits."""
    facts = shops.facts(shop)
    return [automatic.decide(shop=facts, wait_id=one, now=now) for one in automatic_queue.due(facts, now=now)]
