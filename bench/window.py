"""`./desk bench window`: the current averages of a large shop against SELECT 1, and single changes in a large shop against a small one."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bench import runner
from bench.feeds import DIMENSIONS, STARS
from bench.runner import Result


FEW = 2_000
READS = 400
CHANGES = 40
"""Of each kind, in either shop."""
KINDS = ("late", "struck", "promoted")
READ_LIMIT = 5.0
CHANGE_LIMIT = 1.3
Record = dict[str, Any]


def run(size: int) -> tuple[list[Result], dict[str, Any]]:
    """`size` is how many ratings the large shop has."""
    from django.utils import timezone

    from bench import loads

    now = timezone.now()
    many, few = loads.make_shop("many", "taobao"), loads.make_shop("few", "taobao")
    for shop in (many, few):
        _load(shop, _history(now), now)
    runner.say(f"multiplying the large shop to {size} ratings")
    _multiply(many, size // FEW)
    for shop in (many, few):
        _load(shop, _prepared(now), now)
    _vacuum()
    _verify(many, now)
    results = [_reading(many, size, now), *_changing(many, few, size, now)]
    _verify(many, now)
    return results, {"ratings": size, "ratings_of_the_small_shop": FEW, "reads": READS, "changes_of_each_kind": CHANGES}


def _reading(shop: Any, size: int, now: datetime) -> Result:
    from ratings.queries import current
    from sellerdesk import setwise

    averages, nothing = [], []
    for _ in range(READS):
        nothing.append(_seconds(lambda: setwise.rows("SELECT 1", [])))
        averages.append(_seconds(lambda: current(shop, shop.window, now=now)))
    name = f"the four current averages of {size} ratings, p50, against SELECT 1"
    return runner.cost(name, runner.median(averages) * 1e3, "ms", reference=runner.median(nothing) * 1e3, limit=READ_LIMIT)


def _changing(many: Any, few: Any, size: int, now: datetime) -> list[Result]:
    results = []
    for kind in KINDS:
        large, small = [], []
        for number in range(CHANGES):
            record = _change(kind, number, now)
            large.append(_seconds(partial(_load, many, [record], now)))
            small.append(_seconds(partial(_load, few, [record], now)))
        name = f"one {kind} rating among {size}, against among {FEW}"
        results.append(runner.cost(name, runner.median(large) * 1e3, "ms", reference=runner.median(small) * 1e3, limit=CHANGE_LIMIT))
        runner.say(f"{name}: {results[-1].figure} ms, {results[-1].reference} ms")
    return results


def _seconds(what: Callable[[], object]) -> float:
    started = time.perf_counter()
    what()
    return time.perf_counter() - started


def _load(shop: Any, records: Any, now: datetime) -> None:
    """Through the real loader; every record must be applied."""
    from sellerdesk.feed import loading, reading

    load = loading.start(shop=shop, source="bench", now=now)
    lines = (json.dumps(record).encode() for record in records)
    for batch in loading.in_batches(reading.fact(number, line, shop.id) for number, line in enumerate(lines, start=1)):
        loading.apply_batch(load=load, records=batch, now=now)
    counts = loading.finish(load=load, now=now)
    assert counts.applied == counts.read, f"{counts}"


def _order(name: str, buyer: str, completed: datetime) -> Record:
    return {
        "type": "order",
        "id": name,
        "at": (completed - timedelta(days=5)).isoformat(),
        "buyer": {"id": buyer},
        "status": "completed",
        "completed_at": completed.isoformat(),
        "lines": [{"id": f"{name}-1", "product": "P", "quantity": 1}],
    }


def _rating(name: str, at: datetime, place: int) -> Record:
    scores = {dimension: STARS[(place * 7 + offset * 3) % len(STARS)] for offset, dimension in enumerate(DIMENSIONS)}
    return {"type": "store_rating", "id": f"S-{name}", "at": at.isoformat(), "order": name, "scores": scores}


def _history(now: datetime) -> Iterator[Record]:
    """Three hundred days of ratings, all settled by now: a rating takes effect fifteen days after its order's success."""
    for place in range(FEW):
        completed = now - timedelta(days=320) + timedelta(days=300) * place / FEW
        # Three in ten are by regulars, who reach the cap of three a month.
        buyer = f"R{place // 200}" if place % 10 < 3 else f"B{place}"
        yield _order(f"H{place}", buyer, completed)
        yield _rating(f"H{place}", completed + timedelta(hours=6), place)


def _prepared(now: datetime) -> Iterator[Record]:
    """What the changes need: an order without a rating, one to be struck, and four of one buyer in one month, the fourth past the cap."""
    middle = (now - timedelta(days=60)).replace(day=10)
    for number in range(CHANGES):
        yield _order(f"late{number}", f"late{number}", middle)
        yield _order(f"struck{number}", f"struck{number}", middle)
        yield _rating(f"struck{number}", middle + timedelta(hours=1), number)
        for turn in range(4):
            name = f"promoted{number}" if turn == 0 else f"beside{number}-{turn}"
            yield _order(name, f"promoted{number}", middle)
            yield _rating(name, middle + timedelta(hours=1 + turn), number + turn)


def _change(kind: str, number: int, now: datetime) -> Record:
    middle = (now - timedelta(days=60)).replace(day=10)
    if kind == "late":
        return _rating(f"late{number}", middle + timedelta(hours=number), number)
    struck = (middle + timedelta(days=20)).isoformat()
    return {"type": "trade_void", "id": f"V-{kind}{number}", "at": struck, "order": f"{kind}{number}", "reason": "fake trade"}


def _multiply(shop: Any, times: int) -> None:
    """So many times the same ratings under other names: their figures are as many times those that the loader made."""
    from bench import filling, reference
    from ratings.models import CELL_COLUMNS, FIGURE_COLUMNS

    kept = (
        "content_hash, at, ruling, described, service, dispatch, logistics, placed_at, completed_at, effective_at, struck_at, states,"
        " desk_id, shop_id, record"
    )
    with reference.as_owner() as owner, owner.cursor() as cursor:
        with filling.bare(cursor, "ratings_storerating"):
            cursor.execute(
                f"""
                INSERT INTO ratings_storerating (outside_id, order_key, buyer_key, {kept})
                SELECT outside_id || '/' || turn, decode(md5(order_key::text || turn), 'hex'), decode(md5(buyer_key::text || turn), 'hex'),
                    {kept}
                FROM ratings_storerating, generate_series(2, %s) AS turn WHERE desk_id = %s AND shop_id = %s
                """,
                [times, shop.desk_id, shop.id],
            )
        for table, columns in (("ratings_figurechange", ("ratings", *CELL_COLUMNS)), ("ratings_runningfigure", FIGURE_COLUMNS)):
            multiplied = ", ".join(f"{name} = {name} * %(times)s" for name in columns)
            cursor.execute(
                f"UPDATE {table} SET {multiplied} WHERE desk_id = %(desk)s AND shop_id = %(shop)s",
                {"times": times, "desk": shop.desk_id, "shop": shop.id},
            )
        owner.commit()


def _vacuum() -> None:
    """As a server in use has been long ago."""
    from bench import reference

    with reference.as_owner() as owner, owner.cursor() as cursor:
        owner.autocommit = True
        cursor.execute("VACUUM ANALYZE")


def _verify(shop: Any, now: datetime) -> None:
    """The averages must be those of the ledger's rows, added up one by one."""
    from django.db import connection

    from ratings.domain.standing import Standing
    from ratings.queries import current
    from sellerdesk.domain.days import end_of, window_first

    since = end_of(window_first(shop.day(now), shop.window) - 1, shop.zone)
    cells = ", ".join(f"count(*) FILTER (WHERE {dimension} = {stars})" for dimension in DIMENSIONS for stars in range(1, 6))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {cells} FROM ratings_storerating WHERE desk_id = %s AND shop_id = %s AND effective_at >= %s"
            f" AND states[cardinality(states)] = {Standing.COUNTED.value}",
            [shop.desk_id, shop.id, since],
        )
        counted = cursor.fetchone()
    figures = current(shop, shop.window, now=now)
    assert counted == tuple(count for figure in figures.dimensions.values() for count in figure.stars), "the figures differ from the ledger"


if __name__ == "__main__":
    runner.main("window", 2_000_000, "ratings of the large shop", run)
