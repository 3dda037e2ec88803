"""What a letter to a marketplace's support is made from: the claim that was read, and the moments of its order."""

from datetime import datetime

from returns.domain.deciding import ClaimFacts, version
from returns.domain.letter import Case, Happened
from returns.domain.moving import State
from returns.models import Claim as Row
from returns.queries.reading import Claim
from sellerdesk import setwise
from sellerdesk.domain.money import Money
from sellerdesk.shops import ShopFacts


def case(desk_id: int, shop: ShopFacts, claim: Claim) -> Case:
    """The case of a claim of this shop. One query beside those that read the claim."""
    placed, shipped, delivered = _moments(desk_id, shop.id, claim.order_ref)
    return Case(
        number=claim.number, order=claim.order_ref, product=claim.product, at=claim.at, wants=claim.wants, reason=claim.reason,
        words=claim.text, amount=_money(claim.amount_minor, claim.amount_currency), state=State(claim.money, claim.goods, claim.talk),
        photos=len(claim.photos), film=bool(claim.video), listing=bool(claim.image),
        profile=shop.rules.name, zone=shop.zone, stage=claim.stage, clock_since=claim.clock_since, due_at=claim.due_at,
        outcome=claim.outcome, placed_at=placed, shipped_at=shipped, delivered_at=delivered,
        steps=[
            Happened(one.at, one.event, one.by, _money(one.amount_minor, one.amount_currency), one.tracking)
            for one in claim.course
            if not one.ruling and not one.finding
        ],
    )  # fmt: skip


def standing(desk_id: int, shop: ShopFacts, claim_id: int) -> tuple[ClaimFacts, str]:
    """How a claim stands for who would decide it, and the version that they have seen then. One query."""
    row = Row.objects.get(desk_id=desk_id, pk=claim_id)
    facts = ClaimFacts(
        ruling=row.ruling, state=State(row.money, row.goods, row.talk), wants=row.wants, told=row.actions, asked_minor=row.amount_minor,
        due_at=row.due_at, outcome=row.outcome, rules=shop.rules,
    )  # fmt: skip
    return facts, version(row.told_at, row.moved_at)


def _moments(desk_id: int, shop_id: int, order_ref: str) -> tuple[datetime | None, datetime | None, datetime | None]:
    found = setwise.rows(
        "SELECT placed_at, shipped_at, delivered_at FROM sellerdesk_order WHERE desk_id = %s AND shop_id = %s AND outside_id = %s",
        [desk_id, shop_id, order_ref],
    )
    placed, shipped, delivered = found[0] if found else (None, None, None)
    return placed, shipped, delivered


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)
