"""`./desk bench forecast`: the forecasts of all four dimensions of many shops by one worker, told days, crossings and all."""

import time
from datetime import date
from typing import Any

from bench import runner
from bench.runner import Result


DEFAULT_SHOPS = 1_000
DAYS = 365
MOST_SECONDS = 60.0
MOST_MS = 60.0


def run(size: int) -> tuple[list[Result], dict[str, Any]]:
    """`size` is how many shops there are; each has marks on every day of a year, at a pace and with stars of its own."""
    from django.utils import timezone

    now = timezone.now()
    made = _make_shops(size, now)
    runner.say(f"writing the days' changes of {size} shops")
    _fill(now.date())
    spent, steps = _forecast(made, now)
    told = sum(steps)
    if not told:
        raise SystemExit("Not one day could be told: the shops of this bench are wrong.")
    whole = sum(spent)
    results = [
        runner.cost(
            f"{size} shops, four dimensions each, 180 days ahead", whole, "s", reference=MOST_SECONDS * size / DEFAULT_SHOPS, limit=1.0
        ),
        runner.cost("one shop, p50", runner.median(spent) * 1e3, "ms", reference=MOST_MS, limit=1.0),
    ]
    return results, {"shops": size, "days": DAYS, "told_days": told}


def _make_shops(size: int, now: Any) -> list[Any]:
    from sellerdesk import shops
    from sellerdesk.models import Desk, Shop

    desk = Desk.objects.create(slug="bench", name="bench", created_at=now)
    made = Shop.objects.bulk_create(
        Shop(desk=desk, slug=f"s{number}", name=f"s{number}", rules="taobao", time_zone="UTC", window="6_months", created_at=now)
        for number in range(size)
    )
    return [shops.facts(shop) for shop in made]


def _fill(today: date) -> None:
    """Marks of each day, and the same leaving six months later; shop n has up to n % 40 marks a day in a dimension."""
    from ratings.models import CELL_COLUMNS
    from sellerdesk import setwise

    weights = {1: 2, 2: 1, 3: 2, 4: 4, 5: 31}
    counts = ", ".join(
        f"((s.id * {13 + place} + d.n * {7 + place}) %% (1 + s.id %% 40)) * {weights[int(name[-1])]} / 40"
        for place, name in enumerate(CELL_COLUMNS)
    )
    names = ", ".join(CELL_COLUMNS)
    setwise.run(
        f"INSERT INTO ratings_figurechange (desk_id, shop_id, day, cause, windows, ratings, {names})"
        f" SELECT s.desk_id, s.id, %s::date - d.n, 1, 0, 1, {counts} FROM sellerdesk_shop s, generate_series(0, %s) AS d (n)",
        [today, DAYS],
    )
    setwise.run(
        f"INSERT INTO ratings_figurechange (desk_id, shop_id, day, cause, windows, ratings, {names})"
        f" SELECT desk_id, shop_id, (day + interval '6 months')::date, 2, 0, -sum(ratings),"
        f" {', '.join(f'-sum({name})' for name in CELL_COLUMNS)} FROM ratings_figurechange WHERE cause = 1 GROUP BY 1, 2, 3",
        [],
    )
    setwise.run("ANALYZE ratings_figurechange", [])


def _forecast(made: list[Any], now: Any) -> tuple[list[float], list[int]]:
    from ratings.queries.days import lines
    from ratings.queries.forecast import outlooks

    spent, steps = [], []
    for shop in made:
        started = time.perf_counter()
        (line,) = lines([shop], now=now)
        steps.append(sum(len(found.steps) for found in outlooks(line)))
        spent.append(time.perf_counter() - started)
    return spent, steps


if __name__ == "__main__":
    runner.main("forecast", DEFAULT_SHOPS, "shops", run)
