"""Ratings whose facts are parsed already: ledger, cap, figures; and the same rows by plain INSERT."""

import random
import time
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from bench import loads, reference
from bench.feeds import BEGINS, DIMENSIONS, STARS
from ratings.services import ledger
from sellerdesk.feed import loading
from sellerdesk.feed.batch import Batch, Trade
from sellerdesk.feed.fact import Fact
from sellerdesk.feed.pseudonyms import pseudonym
from sellerdesk.shops import ShopFacts


RATINGS = 6_000
DAYS = 90
SHOPS = 4
DISORDER_DAYS = 30
RATINGS_PER_BUYER = 6
"""Over three months: some buyers reach the cap of three a month."""
WAYS = ("in order", "out of order over 30 days", "all into one shop")
TABLE = "ratings_storerating"


def seconds(way: str, turn: int) -> tuple[float, float]:
    """Seconds per rating with rule and figures, and by plain batched INSERT of the same rows, one after the other."""
    chance = random.Random(turn)
    slug = f"{way.replace(' ', '-')}-{turn}"
    made = [loads.make_shop(f"{slug}-{number}", "taobao", desk=slug) for number in range(1 if way == WAYS[2] else SHOPS)]
    batches = _batches(way, chance, made)
    started = time.perf_counter()
    for batch in batches:
        with transaction.atomic():
            loading.lock(batch.shop)
            ledger.apply(batch)
    own = time.perf_counter() - started
    with reference.as_owner() as owner:
        reference.copies(owner, [TABLE])
        rows = [row for shop in made for row in reference.rows_of(owner, TABLE, shop.id)]
        assert len(rows) == RATINGS, "not every rating was written"
        plain = reference.insert_seconds(owner, {TABLE: rows}, len(batches))
    return own / RATINGS, plain / RATINGS


def _batches(way: str, chance: random.Random, made: list[ShopFacts]) -> list[Batch]:
    """The ratings of all shops, 500 at a time, in the order of their arrival."""
    numbers = list(range(RATINGS))
    if way != WAYS[0]:
        # Each arrives up to thirty days after it was given.
        late = RATINGS * DISORDER_DAYS // DAYS
        numbers.sort(key=lambda number: number + chance.randrange(late))
    parts = [numbers[start : start + loading.BATCH] for start in range(0, RATINGS, loading.BATCH)]
    return [_batch(made[place % len(made)], part, chance) for place, part in enumerate(parts)]


def _batch(shop: ShopFacts, numbers: list[int], chance: random.Random) -> Batch:
    trades: dict[str, Trade] = {}
    facts = []
    for number in numbers:
        ref = f"O{number}"
        placed = BEGINS + timedelta(days=DAYS) * number / RATINGS
        completed = placed + timedelta(days=5)
        buyer = chance.randrange(RATINGS // RATINGS_PER_BUYER)
        trades[ref] = Trade(number + 1, ref, placed, completed, None, reviewable=True, buyer_id=buyer + 1, buyer_ref=f"B{buyer}")
        scores = {name: chance.choice(STARS) for name in DIMENSIONS}
        data: dict[str, Any] = {"order": ref, "scores": scores}
        at = completed + timedelta(minutes=chance.randrange(10_000))
        key = pseudonym(shop.id, "order", ref)
        facts.append(Fact(number, "store_rating", f"S{number}", at, data, chance.randbytes(32), "{}", order_key=key, record=number + 1))
    return Batch(shop=shop, now=timezone.now(), facts={"store_rating": facts}, trades=trades)
