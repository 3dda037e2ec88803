"""The product as the contract's commands show it: make a shop, load records, ask for reports."""

import io
import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management import call_command

from sellerdesk import shops
from sellerdesk.feed import reading
from sellerdesk.feed.fact import Fact
from sellerdesk.models import FeedRecord
from tests.oracle.records import Record, State


SLUG = "tea"
STATES = {FeedRecord.State.APPLIED: "applied", FeedRecord.State.WAITING: "waiting", FeedRecord.State.REJECTED: "rejected"}


def answer_of(name: str, *words: str) -> dict[str, Any]:
    """Run a management command in this process; what it printed, read as the one JSON object it must be."""
    printed = io.StringIO()
    call_command(name, *words, stdout=printed, stderr=io.StringIO())
    told: dict[str, Any] = json.loads(printed.getvalue())
    return told


def make_shop(*, rules: str, time_zone: str, window: str, slug: str = SLUG) -> None:
    """A shop and a desk of the same name."""
    answer_of("shop_create", slug, "--rules", rules, "--time-zone", time_zone, "--window", window)


def load(records: Iterable[Record], slug: str = SLUG) -> dict[str, Any]:
    """Load the records from a file, in this order."""
    with tempfile.NamedTemporaryFile("wb", suffix=".jsonl") as file:
        file.writelines(line_of(record) + b"\n" for record in records)
        file.flush()
        return answer_of("feed_load", str(Path(file.name)), "--shop", slug)


def reported(as_of: str | None, *, window: str | None = None, slug: str = SLUG) -> dict[str, Any]:
    """The shop's report of a day, or of now."""
    day = ("--as-of", as_of) if as_of else ()
    return answer_of("shop_report", "--shop", slug, *day, *(("--window", window) if window else ()))


def fates(records: Iterable[Record], slug: str = SLUG) -> list[State]:
    """What the product says became of each of these records, in their order."""
    shop = shops.named(slug)
    kept = {
        (row["type"], row["outside_id"], bytes(row["content_hash"])): (STATES[FeedRecord.State(row["state"])], row["code"])
        for row in FeedRecord.objects.filter(shop_id=shop.id).values("type", "outside_id", "content_hash", "state", "code")
    }
    found: list[State] = []
    for record in records:
        fact = reading.fact(1, line_of(record), shop.id)
        assert isinstance(fact, Fact), fact
        state, code = kept[fact.type, fact.outside_id, fact.hash]
        found.append((state, code if state == "rejected" else None))
    return found


def line_of(record: Record) -> bytes:
    """The record as a line of a feed, without its end."""
    return json.dumps(record, ensure_ascii=False).encode()
