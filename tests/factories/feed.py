"""Feed records for tests: the smallest good one of each type, and lines, files and shops to load them with."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sellerdesk import shops
from sellerdesk.feed import loading, reading
from sellerdesk.feed.loading import Answer, Counts
from sellerdesk.shops import ShopFacts
from tests.factories.kernel import NOW, make_shop


Record = dict[str, Any]

AT = "2026-03-10T12:00:00+08:00"
COMPLETED = "2026-03-05T12:00:00+08:00"
PLACED = "2026-03-01T12:00:00+08:00"
MONEY = {"amount": "12.50", "currency": "CNY"}
BUYER = {"id": "B1", "name": "Li"}


def order(ref: str = "O1", *, lines: Iterable[str] = ("L1",), buyer: str = "B1", **fields: Any) -> Record:
    """A completed order with one line of one piece each."""
    return {
        "type": "order",
        "id": ref,
        "at": PLACED,
        "buyer": {"id": buyer},
        "lines": [{"id": line, "product": f"P-{line}", "quantity": 1} for line in lines],
        "status": "completed",
        "completed_at": COMPLETED,
        **fields,
    }


def review(ref: str = "R1", order: str | None = "O1", **fields: Any) -> Record:
    """A buyer's bad review."""
    return {"type": "review", "id": ref, "at": AT, "order": order, "verdict": "bad", **fields}


def rating(ref: str = "S1", order: str = "O1", *, at: str = AT, **scores: Any) -> Record:
    """A store rating, five stars in all dimensions unless given."""
    return {
        "type": "store_rating",
        "id": ref,
        "at": at,
        "order": order,
        "scores": scores or dict.fromkeys(("described", "service", "dispatch", "logistics"), 5),
    }


def told(type_: str, ref: str, at: str = AT, **fields: Any) -> Record:
    """Any other record."""
    return {"type": type_, "id": ref, "at": at, **fields}


FULL: dict[str, Record] = {
    record["type"]: record
    for record in (
        told("product", "P1", title="Tea", article="A-1", category="tea", image="tea.jpg", price=MONEY, cost=MONEY, updated_at=AT),
        order(
            **dict.fromkeys(("ship_by", "shipped_at", "delivered_at", "updated_at"), AT),
            **dict.fromkeys(("courier", "tracking", "region", "warehouse", "note"), "word"),
            shipping_cost=MONEY,
            reviewable=True,
        ),
        review(
            author="buyer", line="L1", product="P-L1", buyer=BUYER, stars=1, photos=["p.jpg"], anonymous=False,
            title="t", text="x", pros="p", cons="c",
        ),
        told("review_change", "R1", verdict="good", text="better"),
        told("review_delete", "R1", by="author"),
        told("follow_up", "F1", review="R1", text="later", photos=["p.jpg"]),
        told("reply", "A1", review="R1", follow_up="F1", text="thanks"),
        rating(),
        told("trade_void", "V1", order="O1", reason="fake"),
        told("question", "Q1", product="P1", buyer=BUYER, text="how?"),
        told("question_answer", "QA1", question="Q1", text="so"),
        told(
            "message", "M1", conversation="C1", sender="buyer", buyer=BUYER, order="O1", product="P1", text="hi",
            attachments=[{"name": "n", "url": "u", "content_type": "image/png", "size": 1}],
        ),
        told("message_change", "MC1", message="M1", text="hello", by="buyer"),
        told("satisfaction", "SA1", conversation="C1", agent="bob", score=5),
        told(
            "claim", "CL1", order="O1", line="L1", wants="refund", reason={"code": "c", "text": "t"}, photos=["p"], video="v",
            amount=MONEY, due_at=AT, actions=["agree"], status="open", updated_at=AT,
        ),
        told("claim_step", "CS1", claim="CL1", step="agreed", by="seller", amount=MONEY, tracking="T", text="ok"),
        told("refusal", "RF1", order="O1", line="L1", stage="at_pickup", reason={"code": "c", "text": "t"}),
        told("category_average", "CA1", category="tea", dimension="service", mean="4.8", max="5", min="0", shops=10),
    )
}  # fmt: skip
"""One good record of every type with every field that the contract names."""


def line(record: Any) -> bytes:
    """A record as a line of a feed, with its end."""
    return json.dumps(record, ensure_ascii=False).encode() + b"\n"


def feed_shop(rules: str = "standard", time_zone: str = "Asia/Shanghai", window: str = "6_months", **fields: Any) -> ShopFacts:
    """A new shop, as the loader knows it."""
    return shops.facts(make_shop(rules=rules, time_zone=time_zone, window=window, **fields))


def write_lines(path: Path, *lines: bytes | Record) -> Path:
    """A feed file of raw lines and records."""
    path.write_bytes(b"".join(one if isinstance(one, bytes) else line(one) for one in lines))
    return path


def load(shop: ShopFacts, *records: Record | bytes, now: Any = NOW) -> tuple[Counts, list[Answer]]:
    """Load records in one load at `now`; gives the counts and an answer for each."""
    lines = [record.rstrip(b"\r\n") if isinstance(record, bytes) else line(record)[:-1] for record in records]
    run = loading.start(shop=shop, source="test", now=now)
    answers: list[Answer] = []
    for batch in loading.in_batches(reading.fact(number, text, shop.id) for number, text in enumerate(lines, start=1)):
        answers += loading.apply_batch(load=run, records=batch, now=now)
    return loading.finish(load=run, now=now), answers


def rulings(shop: ShopFacts, *records: Record | bytes, now: Any = NOW) -> list[str]:
    """Load records and give what became of each, by its code."""
    return [answer.ruling for answer in load(shop, *records, now=now)[1]]
