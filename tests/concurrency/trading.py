"""A small shop for races: facts in few words, loads in this process, and whether the figures still follow from the ledgers."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ratings.services import replaying as ratings_replaying
from reviews.services import replaying as reviews_replaying
from sellerdesk import reports, shops
from sellerdesk.domain.days import WINDOWS
from sellerdesk.feed import loading, reading
from sellerdesk.shops import ShopFacts
from tests.factories.kernel import make_desk, make_shop
from tests.feeding import fates, line_of
from tests.oracle import Record, digest, report, states


NOW = datetime(2026, 3, 31, 4, 0, tzinfo=UTC)
"""Noon in Shanghai."""
TODAY = date(2026, 3, 31)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ZONE = "Asia/Shanghai"


def shop_of(rules: str = "taobao", *, slug: str = "tea", desk: Any = None) -> ShopFacts:
    """A shop in Shanghai, in a desk of its own unless given."""
    return shops.facts(make_shop(desk or make_desk(), slug, rules=rules, time_zone=ZONE))


def order(name: str, *, buyer: str = "B1", done: datetime = NOW - DAY) -> Record:
    """A completed order of one line, placed an hour before its success."""
    lines = [{"id": f"{name}-1", "product": "P1", "quantity": 1}]
    told = {"type": "order", "id": name, "at": (done - HOUR).isoformat(), "buyer": {"id": buyer}, "lines": lines}
    return told | {"status": "completed", "completed_at": done.isoformat()}


def review(name: str, of: str, *, at: datetime, verdict: str = "good", author: str = "buyer") -> Record:
    """A review of the order's only line."""
    return {"type": "review", "id": name, "at": at.isoformat(), "order": of, "verdict": verdict, "author": author}


def rating(name: str, of: str, *, at: datetime, score: int = 5) -> Record:
    """A store rating with two scores."""
    return {"type": "store_rating", "id": name, "at": at.isoformat(), "order": of, "scores": {"described": score, "service": score}}


def answer(name: str, to: str, *, at: datetime) -> Record:
    """The shop's answer to a review."""
    return {"type": "reply", "id": name, "at": at.isoformat(), "review": to, "text": "谢谢"}


def load(shop: ShopFacts, records: Iterable[Record], *, now: datetime = NOW, batch: int = 500) -> loading.Counts:
    """One whole load, in batches of this size."""
    lines = list(records)
    own = loading.start(shop=shop, source="test", now=now)
    for first in range(0, len(lines), batch):
        facts = [reading.fact(first + n, line_of(record), shop.id) for n, record in enumerate(lines[first : first + batch], start=1)]
        loading.apply_batch(load=own, records=facts, now=now)
    return loading.finish(load=own, now=now)


def follow_from_the_ledgers(shop: ShopFacts, *, now: datetime = NOW) -> bool:
    """Whether a full replay of both ledgers gives the figures that are stored."""
    return bool(ratings_replaying.check(shop_id=shop.id, now=now) and reviews_replaying.check(shop_id=shop.id, now=now))


def as_the_rulebook_has_it(shop: ShopFacts, records: list[Record], *days: date) -> bool:
    """Whether the fates of these records and the reports of these days (today's unless given) are the oracle's."""
    judged = states(records, rules=shop.rules.name)
    if fates(records, shop.slug) != [judged[digest(record)] for record in records]:
        return False
    zone = str(shop.zone)
    return all(
        reports.shop_report(shop, as_of=day, window=window, now=NOW)
        == report(records, rules=shop.rules.name, time_zone=zone, window=window, as_of=day, now=NOW)
        for day in (days or (TODAY,))
        for window in WINDOWS
    )
