"""`./desk bench feed`: mixed records from a file into ledgers and figures, and ratings alone, against plain INSERTs of the same rows."""

import tempfile
from pathlib import Path
from typing import Any

from bench import runner
from bench.feeds import mixed_feed
from bench.runner import Result


ROUNDS = 3
ORDERS = 3_000
"""Of one mixed feed: about 3.9 records for each."""
LEAST_RECORDS_A_SECOND = 4_000.0
MIXED_LIMIT = 15.0
RATINGS_LIMIT = 3.0
MEMORY_LIMIT = 1.15
RECORDS_PER_ORDER = 3.9


def run(size: int) -> tuple[list[Result], dict[str, Any]]:
    """All of it; `size` is how many records the load has whose memory is watched."""
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="sd-feed-") as folder:
        for rules in ("taobao", "standard"):
            results += _mixed(rules, Path(folder))
        results += _ratings()
        results.append(_memory(size, Path(folder)))
    sizes = {"rounds": ROUNDS, "mixed_orders": ORDERS, "memory_records": size}
    return results, sizes


def _mixed(rules: str, folder: Path) -> list[Result]:
    from bench import loads, reference
    from bench.clocks import Clock

    tables = (*reference.BY_SHOP, *reference.BY_ORDER)
    walls, cpus, ratios, plains = [], [], [], []
    with reference.as_owner() as owner:
        reference.copies(owner, tables)
        for turn in range(ROUNDS):
            shop = loads.make_shop(f"{rules}-{turn}", rules)
            path = folder / "mixed.jsonl"
            records = loads.write_feed(path, mixed_feed(turn, ORDERS))
            clock = Clock()
            counts = loads.load_file(shop, path)
            spent = clock.spent()
            assert counts.read == records, "not every record was read"
            rows = {table: reference.rows_of(owner, table, shop.id) for table in tables}
            plain = reference.insert_seconds(owner, rows, -(-records // reference.BATCH))
            walls.append(records / spent.wall)
            cpus.append(records / spent.cpu if spent.cpu else walls[-1])
            plains.append(plain / records * 1e6)
            ratios.append(spent.wall / plain)
            reached = f"{walls[-1]:.0f}/s on the wall, {cpus[-1]:.0f} per CPU second, {ratios[-1]:.1f} × INSERT"
            runner.say(f"mixed, {rules}: {records} records, {reached}")
    plain_us = runner.median(plains)
    return [
        runner.rate(f"mixed feed, {rules}, wall clock", runner.median(walls), "records/s", least=LEAST_RECORDS_A_SECOND),
        runner.rate(
            f"mixed feed, {rules}, per CPU second of loader and backend", runner.median(cpus), "records/s", least=LEAST_RECORDS_A_SECOND
        ),
        runner.cost(
            f"mixed feed, {rules}, against batched INSERT of the same rows",
            runner.median(ratios) * plain_us,
            "us/record",
            reference=plain_us,
            limit=MIXED_LIMIT,
        ),
    ]


def _ratings() -> list[Result]:
    from bench import given

    results = []
    for way in given.WAYS:
        own, plain = [], []
        for turn in range(ROUNDS):
            mine, theirs = given.seconds(way, turn)
            own.append(mine)
            plain.append(theirs)
            runner.say(f"ratings, {way}: {mine * 1e6:.0f} us, plain {theirs * 1e6:.0f} us")
        ratio = runner.median([mine / theirs for mine, theirs in zip(own, plain, strict=True)])
        theirs = runner.median(plain) * 1e6
        results.append(
            runner.cost(
                f"ratings with rule and figures, {way}, against batched INSERT",
                ratio * theirs,
                "us/rating",
                reference=theirs,
                limit=RATINGS_LIMIT,
            )
        )
    return results


def _memory(size: int, folder: Path) -> Result:
    from bench import loads

    shop = loads.make_shop("memory", "taobao")
    path = folder / "long.jsonl"
    records = loads.write_feed(path, mixed_feed(99, int(size / RECORDS_PER_ORDER)))
    runner.say(f"memory: {records} records")
    early, late = loads.memory_of_a_load(shop.slug, path)
    name = f"peak memory after {records} mixed records, against after {loads.EARLY}"
    return runner.cost(name, late / 1024, "MB", reference=early / 1024, limit=MEMORY_LIMIT)


if __name__ == "__main__":
    runner.main("feed", 150_000, "records of the load whose memory is watched", run)
