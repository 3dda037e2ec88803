"""Claims, steps and refusals as the feed tells them, and what a shop's ledger holds of them."""

from typing import Any

from returns.models import Claim, ClaimStep, Move, Refusal
from sellerdesk.models import FeedRecord, OrderMark, WorkItem
from sellerdesk.shops import ShopFacts
from tests.factories.feed import AT, Record, told


def claim(ref: str = "CL1", order: str = "O1", *, at: str = AT, wants: str = "return", **fields: Any) -> Record:
    """A claim for the whole order, whose reason is told in words."""
    return told("claim", ref, at, order=order, wants=wants, **{"reason": {"text": "Термос протекает"}, **fields})


def step(what: str, at: str = AT, *, ref: str = "T9", claim: str = "CL1", by: str = "seller", **fields: Any) -> Record:
    """A step of a claim, taken by the shop unless said."""
    return told("claim_step", ref, at, claim=claim, step=what, by=by, **fields)


def refusal(ref: str = "U1", order: str = "O1", *, at: str = AT, stage: str = "at_pickup", **fields: Any) -> Record:
    """Goods that were not taken."""
    return told("refusal", ref, at, order=order, stage=stage, **fields)


def picture(shop: ShopFacts) -> dict[str, Any]:
    """All that this room knows of a shop, without ids and moments of arrival: equal for equal facts, however they came."""
    claims = Claim.objects.filter(shop_id=shop.id).order_by("outside_id")
    moves = Move.objects.filter(claim__shop_id=shop.id).order_by("claim__outside_id", "place")
    pairs = [f"{axis}_{side}" for axis in ("money", "goods", "talk") for side in ("before", "after")]
    hidden = {"id", "received_at", "order_id", "product_id", "buyer_id", "shop_id", "desk_id"}
    return {
        "claims": [{key: value for key, value in row.items() if key not in hidden} for row in claims.values()],
        "placed": list(claims.values_list("outside_id", "order__outside_id", "product__outside_id", "buyer__outside_id")),
        "moves": list(moves.values_list("claim__outside_id", "place", "at", "event", "by", "step__outside_id", *pairs)),
        "steps": list(
            ClaimStep.objects.filter(shop_id=shop.id).order_by("outside_id").values_list("outside_id", "claim_ref", "step", "ruling")
        ),
        "refusals": list(
            Refusal.objects.filter(shop_id=shop.id)
            .order_by("outside_id")
            .values_list("outside_id", "stage", "reason", "ruling", "order__outside_id", "product__outside_id", "buyer__outside_id")
        ),
        "marks": list(
            OrderMark.objects.filter(order__shop_id=shop.id, kind__in=["claim", "refusal"])
            .order_by("order__outside_id", "kind")
            .values_list("order__outside_id", "kind", "code", "at")
        ),
        "records": list(
            FeedRecord.objects.filter(shop_id=shop.id, type__in=["claim", "claim_step", "refusal"])
            .order_by("type", "outside_id", "content_hash")
            .values_list("type", "outside_id", "state", "code")
        ),
    }


def waits(shop: ShopFacts) -> dict[str, Any]:
    """Outside id of each claim that waits -> its deadline."""
    found = WorkItem.objects.filter(shop_id=shop.id, kind="claim", state="open").values_list("subject", "due_at")
    names = dict(Claim.objects.filter(shop_id=shop.id).values_list("id", "outside_id"))
    return {names[int(subject.removeprefix("claim:"))]: due_at for subject, due_at in found}
