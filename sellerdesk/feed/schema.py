"""Every record type of the feed and its fields: docs/contract/feed.md as data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sellerdesk.feed.fact import Fault
from sellerdesk.feed.fields import (
    Field,
    Fields,
    boolean,
    decimal,
    instant,
    many,
    may,
    money,
    need,
    one_of,
    outside_id,
    part,
    quantity,
    size,
    stars,
    text,
    whole,
    word,
)


BUYER = part({"id": need(outside_id), "name": may(word)})
LINE = part({"id": need(outside_id), "product": need(outside_id), "quantity": need(quantity), "price": may(money)})
ATTACHMENT = part({"name": need(word), "url": need(word), "content_type": need(word), "size": may(size)})
REASON = part({"code": may(word), "text": may(text)})
DIMENSIONS = ("described", "service", "dispatch", "logistics")
SCORES = part({name: may(stars) for name in DIMENSIONS})
VERDICT = one_of("good", "neutral", "bad")


@dataclass(frozen=True, slots=True)
class RecordType:
    """One type: its fields besides type, id and at, and a check of the whole."""

    fields: Mapping[str, Field]
    whole: Callable[[dict[str, Any]], None] | None = None
    revisable: bool = False
    """Whether later contents of one identity are revisions (product, order, claim) or conflicts."""
    at_is_identity: bool = False
    checks: Fields = field(init=False)
    """`fields`, ready to read by."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "checks", Fields(self.fields))


def _review(data: dict[str, Any]) -> None:
    if data.get("verdict") is None and data.get("stars") is None:
        raise Fault("no_verdict", field="verdict")


def _order(data: dict[str, Any]) -> None:
    ids = [line["id"] for line in data["lines"]]
    if len(ids) != len(set(ids)):
        raise Fault("line_twice", field="lines")


def _message(data: dict[str, Any]) -> None:
    if data.get("text") is None and not data.get("attachments"):
        raise Fault("nothing_said", field="text")


TYPES: dict[str, RecordType] = {
    "product": RecordType(
        {
            "title": need(text),
            "article": may(word),
            "category": may(word),
            "image": may(text),
            "price": may(money),
            "cost": may(money),
            "updated_at": may(instant),
        },
        revisable=True,
    ),
    "order": RecordType(
        {
            "buyer": need(BUYER),
            "lines": need(many(LINE, least=1)),
            "status": need(one_of("placed", "shipped", "delivered", "completed", "refused", "cancelled")),
            "ship_by": may(instant),
            "shipped_at": may(instant),
            "delivered_at": may(instant),
            "completed_at": may(instant),
            "courier": may(word),
            "tracking": may(word),
            "region": may(word),
            "warehouse": may(word),
            "shipping_cost": may(money),
            "note": may(text),
            "reviewable": may(boolean),
            "updated_at": may(instant),
        },
        whole=_order,
        revisable=True,
    ),
    "review": RecordType(
        {
            "author": may(one_of("buyer", "seller")),
            "order": may(outside_id),
            "line": may(outside_id),
            "product": may(outside_id),
            "buyer": may(BUYER),
            "verdict": may(VERDICT),
            "stars": may(stars),
            "title": may(text),
            "text": may(text),
            "pros": may(text),
            "cons": may(text),
            "photos": may(many(text)),
            "anonymous": may(boolean),
        },
        whole=_review,
    ),
    "review_change": RecordType({"verdict": need(VERDICT), "text": may(text)}, at_is_identity=True),
    "review_delete": RecordType({"by": need(one_of("author", "platform"))}, at_is_identity=True),
    "follow_up": RecordType({"review": need(outside_id), "text": need(text), "photos": may(many(text))}),
    "reply": RecordType({"review": need(outside_id), "follow_up": may(outside_id), "text": need(text)}),
    "store_rating": RecordType({"order": need(outside_id), "scores": need(SCORES)}),
    "trade_void": RecordType({"order": need(outside_id), "reason": need(text)}),
    "question": RecordType({"product": need(outside_id), "buyer": may(BUYER), "text": need(text)}),
    "question_answer": RecordType({"question": need(outside_id), "text": need(text)}),
    "message": RecordType(
        {
            "conversation": need(outside_id),
            "sender": need(one_of("buyer", "seller", "marketplace")),
            "buyer": need(BUYER),
            "order": may(outside_id),
            "product": may(outside_id),
            "text": may(text),
            "attachments": may(many(ATTACHMENT)),
        },
        whole=_message,
    ),
    "message_change": RecordType({"message": need(outside_id), "text": may(text), "by": need(one_of("buyer", "seller", "marketplace"))}),
    "satisfaction": RecordType({"conversation": need(outside_id), "agent": may(word), "score": need(stars)}),
    "claim": RecordType(
        {
            "order": need(outside_id),
            "line": may(outside_id),
            "wants": need(one_of("refund", "return", "exchange", "repair", "reship")),
            "reason": need(REASON),
            "photos": may(many(text)),
            "video": may(text),
            "amount": may(money),
            "due_at": may(instant),
            "actions": may(many(word)),
            "status": may(one_of("open", "agreed", "refused", "with_marketplace", "closed")),
            "updated_at": may(instant),
        },
        revisable=True,
    ),
    "claim_step": RecordType(
        {
            "claim": need(outside_id),
            "step": need(
                one_of(
                    *("agreed", "partly_agreed", "refused", "changed", "sent_back", "signed", "received", "marketplace_joined"),
                    *("ruled_for_buyer", "ruled_for_seller", "refunded", "refund_failed", "withdrawn", "closed"),
                )
            ),
            "by": need(one_of("buyer", "seller", "marketplace", "clock")),
            "amount": may(money),
            "tracking": may(word),
            "text": may(text),
        }
    ),
    "refusal": RecordType(
        {
            "order": need(outside_id),
            "line": may(outside_id),
            "stage": need(one_of("before_shipping", "in_transit", "at_pickup", "expired")),
            "reason": may(REASON),
        }
    ),
    "category_average": RecordType(
        {
            "category": need(word),
            "dimension": need(one_of(*DIMENSIONS)),
            "mean": need(decimal),
            "max": may(decimal),
            "min": may(decimal),
            "shops": may(whole(0, 2**31 - 1)),
        }
    ),
}
