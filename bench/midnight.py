"""`./desk bench midnight`: moving 1,000 shops by a day, against DuckDB working the same figures out from Parquet."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bench import runner
from bench.runner import Result


DESKS, SHOPS_PER_DESK = 100, 10
SHOPS = DESKS * SHOPS_PER_DESK
LARGEST_SHARE = 0.2
SMALLER_BY = 10
ROUNDS = 5
DUCKDB_LIMIT = 0.1
FLAT_LIMIT = 1.5
ZONE = ZoneInfo("Asia/Shanghai")
TABLES = ("ratings_figurechange", "ratings_runningfigure", "ratings_dayfigure")


def run(size: int) -> tuple[list[Result], dict[str, Any]]:
    """`size` is how many ratings the larger ledger holds; the smaller holds a tenth."""
    from bench.parquet import LAST, Ledger

    with tempfile.TemporaryDirectory(prefix="sd-midnight-") as folder:
        desk_of = _make_shops()
        ledgers = {}
        for name, ratings in (("smaller", size // SMALLER_BY), ("larger", size)):
            runner.say(f"filling {ratings} ratings")
            ledgers[name] = Ledger(Path(folder), _sizes(ratings))
            _fill(name, ledgers[name], desk_of, LAST)
        moves: dict[str, list[float]] = {name: [] for name in ledgers}
        worked_out = []
        for turn in range(ROUNDS + 1):
            day = LAST + 1 + turn
            for name in ledgers:
                moves[name].append(_move(name, day))
            started = time.perf_counter()
            expected = ledgers["larger"].figures(day)
            worked_out.append(time.perf_counter() - started)
            _compare("larger", day, expected)
            _compare("smaller", day, ledgers["smaller"].figures(day))
            runner.say(
                f"moved: {moves['smaller'][-1] * 1e3:.0f} and {moves['larger'][-1] * 1e3:.0f} ms, DuckDB {worked_out[-1] * 1e3:.0f} ms"
            )
    return _results(moves, worked_out, size), {"ratings": size, "shops": SHOPS, "desks": DESKS, "rounds": ROUNDS}


def _results(moves: dict[str, list[float]], worked_out: list[float], size: int) -> list[Result]:
    """The first turn warms caches and looks at the thresholds for the first time, so it does not count."""
    larger, smaller, duck = (runner.median(own[1:]) * 1e3 for own in (moves["larger"], moves["smaller"], worked_out))
    return [
        runner.cost(
            f"{SHOPS} shops over {size} ratings moved by a day, against DuckDB from Parquet",
            larger,
            "ms",
            reference=duck,
            limit=DUCKDB_LIMIT,
        ),
        runner.cost(f"the same, against a ledger of {size // SMALLER_BY} ratings", larger, "ms", reference=smaller, limit=FLAT_LIMIT),
    ]


def _sizes(ratings: int) -> list[int]:
    """How many ratings each shop has: the largest a fifth, the others by Zipf's law."""
    weights = [1 / rank for rank in range(2, SHOPS + 1)]
    rest = ratings * (1 - LARGEST_SHARE)
    return [int(ratings * LARGEST_SHARE), *(max(1, int(rest * weight / sum(weights))) for weight in weights)]


def _make_shops() -> dict[int, int]:
    """Shop number (which is its id) -> desk."""
    from django.utils import timezone

    from sellerdesk.models import Desk, Shop

    now = timezone.now()
    desks = Desk.objects.bulk_create(Desk(slug=f"d{number}", name=f"d{number}", created_at=now) for number in range(DESKS))
    shops = Shop.objects.bulk_create(
        Shop(
            id=number + 1, desk=desks[number % DESKS], slug=f"s{number}", name=f"s{number}", rules="taobao", time_zone=str(ZONE),
            window="180_days" if number % 2 else "6_months", created_at=now,
        )
        for number in range(SHOPS)
    )  # fmt: skip
    return {shop.pk: shop.desk_id for shop in shops}


@contextmanager
def _tables(name: str) -> Iterator[Any]:
    """A cursor of the application's connection that sees one ledger's tables."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SET search_path = {name}, public")
        yield cursor


def _fill(name: str, ledger: Any, desk_of: dict[int, int], last: int) -> None:
    """Tables of one ledger in a schema of their own, with the real ones' indexes and links, filled up to the end of a day."""
    from bench import reference
    from ratings.models import CELL_COLUMNS

    with reference.as_owner() as owner, owner.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {name}")
        for table in TABLES:
            cursor.execute(f"CREATE TABLE {name}.{table} (LIKE {table} INCLUDING ALL)")
        columns = ("desk_id", "shop_id", "day", "cause", "windows", "ratings", *CELL_COLUMNS)
        with ledger.changes(desk_of).open("rb") as file:
            cursor.copy_expert(f"COPY {name}.ratings_figurechange ({', '.join(columns)}) FROM STDIN (FORMAT csv)", file)
        cursor.execute(_running(name), {"day": date.fromordinal(last), "midnight": _midnight(last)})
        for table in TABLES:
            cursor.execute(
                "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass", [table]
            )
            for link, definition in cursor.fetchall():
                cursor.execute(f"ALTER TABLE {name}.{table} ADD CONSTRAINT {link} {definition}")
        cursor.execute(f"GRANT USAGE ON SCHEMA {name} TO PUBLIC")
        cursor.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA {name} TO PUBLIC")
        owner.commit()
        owner.autocommit = True
        cursor.execute(f"VACUUM ANALYZE {', '.join(f'{name}.{table}' for table in TABLES)}")


def _running(name: str) -> str:
    from ratings.models import CELL_COLUMNS

    named = {
        **{f"six_{cell}": (cell, "windows IN (0, 1) AND cause <= 5") for cell in CELL_COLUMNS},
        **{f"half_{cell}": (cell, "windows IN (0, 2) AND cause <= 5") for cell in CELL_COLUMNS},
        "pending": ("ratings", "cause = 6"),
        **{f"{window}_capped": ("ratings", f"windows IN (0, {number}) AND cause = 7") for number, window in ((1, "six"), (2, "half"))},
        **{f"{window}_voided": ("ratings", f"windows IN (0, {number}) AND cause = 8") for number, window in ((1, "six"), (2, "half"))},
    }
    sums = ", ".join(f"coalesce(sum({source}) FILTER (WHERE {which}), 0)" for source, which in named.values())
    return (
        f"INSERT INTO {name}.ratings_runningfigure (desk_id, shop_id, day, next_midnight, {', '.join(named)})"
        f" SELECT desk_id, shop_id, %(day)s, %(midnight)s, {sums} FROM {name}.ratings_figurechange WHERE day <= %(day)s"
        " GROUP BY desk_id, shop_id"
    )


def _midnight(day: int) -> Any:
    from sellerdesk.domain.days import end_of

    return end_of(day, ZONE)


def _move(name: str, day: int) -> float:
    """Seconds for moving all shops of one ledger to `day`."""
    from ratings.services.moving import move_due

    now = _midnight(day - 1) + timedelta(seconds=1)
    with _tables(name):
        started = time.perf_counter()
        moved = move_due(now=now)
        seconds = time.perf_counter() - started
    assert moved == SHOPS, f"{moved} shops moved"
    return seconds


def _compare(name: str, day: int, expected: list[tuple[Any, ...]]) -> None:
    """Both must say the same of every shop."""
    from ratings.models import CELL_COLUMNS

    told = {(shop, what, window): number for shop, what, *both in expected if what for window, number in enumerate(both) if number}
    names = {**{cell: cell for cell in CELL_COLUMNS}, "past": "capped", "gone": "voided"}
    wanted = [(what, window, f"{prefix}_{column}") for what, column in names.items() for window, prefix in enumerate(("six", "half"))]
    wanted += [("pending", window, "pending") for window in range(2)]
    with _tables(name) as cursor:
        columns = ", ".join(column for _, _, column in wanted)
        cursor.execute(f"SELECT shop_id, {columns} FROM ratings_runningfigure WHERE day = %s", [date.fromordinal(day)])
        rows = cursor.fetchall()
    kept = {
        (shop, what, window): number for shop, *numbers in rows for (what, window, _), number in zip(wanted, numbers, strict=True) if number
    }
    assert kept == told, f"{name}: the figures of {date.fromordinal(day)} differ from DuckDB's"


if __name__ == "__main__":
    runner.main("midnight", 10_000_000, "ratings of the larger ledger", run)
