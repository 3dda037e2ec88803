"""The claim that a decision is about, and its facts as the rules see them."""

from collections.abc import Collection
from typing import Any, Protocol

from returns.domain.deciding import ClaimFacts
from returns.domain.moving import State
from returns.models import Claim, Decision
from returns.models.deciding import HOLDS
from sellerdesk import writing
from sellerdesk.shops import ShopFacts


class Standing(Protocol):
    """A claim as its row or its page has it."""

    ruling: str
    wants: str
    actions: Any
    money: str
    goods: str
    talk: str
    amount_minor: Any
    due_at: Any
    outcome: str


def claim(desk_id: int, shop_ids: Collection[int], claim_id: int) -> Claim:
    """A claim, locked until the command ends: everything that is decided about one queues here, loads among it. Else NotVisible."""
    return writing.locked(Claim.objects.filter(desk_id=desk_id, shop_id__in=list(shop_ids), pk=claim_id))


def held_by(desk_id: int, claim_id: int) -> Decision | None:
    """The decision that stands in the way of another; a question for more evidence does so only until it is sent."""
    found = Decision.objects.filter(desk_id=desk_id, claim_id=claim_id, state__in=HOLDS).exclude(state=Decision.State.SENT, event="")
    return found.select_related("author").order_by("-pk").first()


def facts(row: Any, shop: ShopFacts) -> ClaimFacts:
    """A claim as far as deciding it goes."""
    return ClaimFacts(
        ruling=row.ruling,
        state=State(row.money, row.goods, row.talk),
        wants=row.wants,
        told=row.actions,
        asked_minor=row.amount_minor,
        due_at=row.due_at,
        outcome=row.outcome,
        rules=shop.rules,
    )
