"""Claims with their steps, and goods that were not taken."""

from datetime import datetime, timedelta
from typing import Any

from sellerdesk.demo.goods import photo
from sellerdesk.demo.grammar import formed
from sellerdesk.demo.house import House, Trade


CLAIMED = {"goods": 0.5, "batch": 0.5, "described": 0.4, "packing": 0.35, "delivery": 0.1, "crisis": 0.12, "service": 0.1}
WANTS = {
    "goods": ("return", "exchange", "refund"),
    "described": ("return", "exchange"),
    "packing": ("reship", "refund"),
    "delivery": ("refund",),
}
CODES = {"goods": "DEFECTIVE", "described": "NOT_AS_DESCRIBED", "packing": "DAMAGED", "delivery": "LATE"}
"""What the marketplace calls an aspect."""
STAGES = {"cancelled": "before_shipping", "refused": "at_pickup"}
Steps = tuple[tuple[str, str, float, float], ...]
"""(step, who took it, least and most hours after the one before)."""
_DISPUTE: Steps = (("refused", "seller", 2, 20), ("marketplace_joined", "marketplace", 5, 40))
_RETURN: Steps = (("agreed", "seller", 1, 20), ("sent_back", "buyer", 8, 60), ("received", "seller", 48, 140))
_REPLACED: Steps = (*_RETURN, ("closed", "seller", 20, 60))
COURSES: tuple[tuple[float, Steps], ...] = (
    (5, (*_RETURN, ("refunded", "marketplace", 1, 30))),
    (2, (("partly_agreed", "seller", 1, 20), ("refunded", "marketplace", 5, 30))),
    (1, (("withdrawn", "buyer", 5, 60),)),
    (1, (*_DISPUTE, ("ruled_for_seller", "marketplace", 20, 90), ("closed", "clock", 1, 2))),
    (1, (*_DISPUTE, ("ruled_for_buyer", "marketplace", 20, 90), ("refunded", "marketplace", 1, 8))),
)
"""How claims go, with how often. At the end of each the claim is closed."""
OPEN_FOR = timedelta(hours=40)
"""A claim of the last hours is still to be decided."""


def return_a_year(house: House) -> None:
    """What became of orders that buyers did not keep."""
    for trade in house.trades:
        if trade.delivered_at and trade.wrong and trade.status != "refused" and house.chance(CLAIMED[trade.wrong]):
            _claim(house, trade)
        if trade.status in STAGES:
            _refuse(house, trade)


def _refuse(house: House, trade: Trade) -> None:
    stage = STAGES[trade.status]
    if stage == "at_pickup":
        stage = house.rng.choices(("at_pickup", "expired", "in_transit"), (6, 2, 1))[0]
        if trade.lines[0].good.key == house.plan.disliked and house.age(trade.at) <= 20:
            stage = "at_pickup"
    at = trade.delivered_at or house.known(house.after(trade.at, 0.5, 10))
    if at is None:
        return
    reasons = house.plan.language.talked.refusals[stage]
    disliked = trade.lines[0].good.key == house.plan.disliked and stage == "at_pickup"
    text = reasons[0] if disliked and house.chance(0.75) else house.deck.deal(reasons)
    house.tell("refusal", house.number("U"), at, order=trade.id, stage=stage, reason={"text": formed(text, woman=trade.buyer.woman)})


def _claim(house: House, trade: Trade) -> None:
    assert trade.delivered_at is not None
    at = house.known(house.by_day(house.after(trade.delivered_at, 2, 110)))
    if at is None:
        return
    talked, line = house.plan.language.talked, trade.lines[0]
    aspect = {"batch": "goods", "crisis": "delivery"}.get(trade.wrong, trade.wrong)
    said = house.plan.language.judged
    pool = said.batch if trade.wrong == "batch" else said.bad_goods[line.good.key] if aspect == "goods" else talked.claims[aspect]
    wants = house.rng.choice(WANTS.get(aspect, ("refund",)))
    own_id = house.number("L")
    amount = house.money(line.good.prices[house.plan.currency] * line.quantity)
    steps, status = _course(house, at, wants)
    house.tell(
        "claim", own_id, at, order=trade.id, line=line.id, wants=wants,
        reason={"code": CODES.get(aspect, "OTHER"), "text": formed(house.deck.deal(pool), woman=trade.buyer.woman)},
        amount=amount, status=status,
        photos=[photo(line.good.key, trade.wrong, flagged=True)],
        due_at=house.spelt(at + timedelta(hours=48)), updated_at=house.spelt(steps[-1][2] if steps else at),
    )  # fmt: skip
    for step, by, when in steps:
        house.tell("claim_step", house.number("P"), when, claim=own_id, step=step, by=by, **_told(house, step, amount))


def _course(house: House, at: datetime, wants: str) -> tuple[list[tuple[str, str, datetime]], str]:
    """The steps that have been taken by now, and how the claim stands after them."""
    if house.until - at < OPEN_FOR:
        return [], "open"
    _, course = house.rng.choices(COURSES, [weight for weight, _ in COURSES])[0]
    course = _REPLACED if wants in {"exchange", "reship"} else course
    taken: list[tuple[str, str, datetime]] = []
    for step, by, least, most in course:
        at = house.after(at, least, most) if by in {"marketplace", "clock"} else house.by_day(house.after(at, least, most))
        if at > house.until:
            last = taken[-1][0] if taken else ""
            return taken, {"": "open", "refused": "refused", "marketplace_joined": "with_marketplace"}.get(last, "agreed")
        taken.append((step, by, at))
    return taken, "closed"


def _told(house: House, step: str, amount: dict[str, str]) -> dict[str, Any]:
    talked = house.plan.language.talked
    pool = {"agreed": talked.agreed, "refused": talked.declined, "partly_agreed": talked.partly}.get(step)
    told: dict[str, Any] = {"text": house.deck.deal(pool)} if pool else {}
    if step == "refunded":
        told["amount"] = amount
    if step == "sent_back":
        told["tracking"] = f"{house.rng.randrange(10**11, 10**12)}"
    return told
