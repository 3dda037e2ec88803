"""`./desk bench ratings`: the pages of a shop with very many marks, and the split of two days against reading one day's figure."""

import os
import time
from collections.abc import Callable
from typing import Any

from bench import pages, runner
from bench.runner import Result


READS = 200
SPLIT_LIMIT = 3.0
SPANS = (1, 30, 180, 365)
"""Days between the two."""
REVIEWS = 2_000


def run(size: int) -> tuple[list[Result], dict[str, Any]]:
    """`size` is how many store ratings the large shop has."""
    shops = pages.filled(REVIEWS, size)
    results = pages.measured(shops, _pages, most_ms=pages.MOST_MS)
    return [*results, *_splits(shops["large"])], {"ratings": size, "reads": READS, "days_between": list(SPANS)}


def _pages(at: str, shop: Any) -> dict[str, str]:
    return {
        "Ratings": f"{at}/ratings/?shop={shop.slug}",
        "Why it moved": f"{at}/ratings/why/?shop={shop.slug}&dim=service",
        "Why it moved, a year": f"{at}/ratings/why/?shop={shop.slug}&dim=service&from=2000-01-01&ahead=90",
    }


def _splits(shop: Any) -> list[Result]:
    """The four dimensions between two days, taken apart, against the figure of one day, in turn."""
    from django.utils import timezone

    from ratings import queries
    from ratings.domain.splitting import split
    from ratings.queries import moved

    today = shop.day(timezone.now())
    results = []
    for span in SPANS:
        figures = [queries.at_end_of(shop, day, shop.window).dimensions for day in (today - span, today)]

        def taken_apart(span: int = span, figures: Any = figures) -> None:
            flows = moved.between(shop, today - span, today, shop.window)
            for name, own in flows.items():
                split(figures[0][name], figures[1][name], {(reason,): flow for reason, flow in own.items()})

        splits, days = [], []
        for _turn in range(READS):
            splits.append(_seconds(taken_apart))
            days.append(_seconds(lambda: queries.at_end_of(shop, today, shop.window)))
        name = f"the split of two days {span} apart, against reading one day's figure"
        results.append(runner.cost(name, runner.median(splits) * 1e3, "ms", reference=runner.median(days) * 1e3, limit=SPLIT_LIMIT))
        runner.say(f"{name}: {results[-1].figure} ms, {results[-1].reference} ms")
    return results


def _seconds(what: Callable[[], object]) -> float:
    started = time.perf_counter()
    what()
    return time.perf_counter() - started


if __name__ == "__main__":
    # Nothing is collected here: file names are those of the tree.
    os.environ.setdefault("SELLERDESK_STATIC_MANIFEST", "0")
    runner.main("ratings", 2_000_000, "store ratings of the large shop", run)
