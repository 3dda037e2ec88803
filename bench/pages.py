"""`./desk bench pages`: the pages of a very large shop: how many queries, how long, and how much longer than for a small one."""

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import runner
from bench.runner import Result
from bench.visiting import Visitor


ORDERS = 1_200
"""Give about a thousand reviews and as many store ratings."""
REVIEWS = 200_000
OPEN_ITEMS = 5_000
READS = 60
MOST_QUERIES = 15
MOST_MS = 150.0
GROWTH = 3.0
PASSWORDLESS = "bench@example.org"


def run(size: int) -> tuple[list[Result], dict[str, Any]]:
    """`size` is how many store ratings the large shop has."""
    shops = filled(REVIEWS, size)
    results = measured(shops, _pages, most_ms=MOST_MS)
    return results, {"ratings": size, "reviews": REVIEWS, "open_work_items": OPEN_ITEMS, "orders_of_the_small_shop": ORDERS, "reads": READS}


def filled(reviews: int, ratings: int | None) -> dict[str, Any]:
    """A small shop and a large one, judged; the large one with so many reviews, and with so many store ratings unless None."""
    from django.utils import timezone

    from bench import loads

    now = timezone.now()
    shops = {name: loads.make_shop(name, "taobao") for name in ("small", "large")}
    with TemporaryDirectory(prefix="sd-pages-") as folder:
        for name, shop in shops.items():
            file = Path(folder) / f"{name}.jsonl"
            loads.write_feed(file, _recent(now))
            loads.load_file(shop, file)
    _judge(shops, now)
    runner.say(f"multiplying the large shop to {reviews} reviews" + (f" and {ratings} ratings" if ratings else ""))
    _multiply(shops["large"], reviews, ratings, now)
    return shops


def _recent(now: datetime) -> Iterator[dict[str, Any]]:
    """The mixed feed, moved so that its last order was placed a day ago: everything of the window is on the pages."""
    from bench.feeds import BEGINS, SPAN, mixed_feed

    by = now - timedelta(days=1) - (BEGINS + SPAN)
    for record in mixed_feed(7, ORDERS):
        for name in ("at", "completed_at", "updated_at"):
            if record.get(name):
                record[name] = (datetime.fromisoformat(record[name]) + by).isoformat()
        if datetime.fromisoformat(record["at"]) <= now:
            yield record


def _judge(shops: Mapping[str, Any], now: datetime) -> None:
    """What the workers do after a load."""
    from reviews.services import flagging

    for shop in shops.values():
        while flagging.judge(shop=shop, now=now):
            pass


def _multiply(shop: Any, wanted: int, ratings: int | None, now: datetime) -> None:
    from bench import multiplying, reference
    from ratings.models import CELL_COLUMNS, FIGURE_COLUMNS

    with reference.as_owner() as owner, owner.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM reviews_review WHERE desk_id = %s AND shop_id = %s AND author = 1", [shop.desk_id, shop.id])
        reviews = cursor.fetchone()[0]
        multiplying.times(cursor, shop, wanted // reviews)
        multiplying.figures(cursor, shop, "reviews_creditday", ("good", "neutral", "bad", "same_item", "month_cap"), wanted // reviews)
        if ratings is not None:
            cursor.execute("SELECT count(*) FROM ratings_storerating WHERE desk_id = %s AND shop_id = %s", [shop.desk_id, shop.id])
            turns = ratings // cursor.fetchone()[0]
            multiplying.times(cursor, shop, turns, tables=["ratings_storerating"])
            multiplying.figures(cursor, shop, "ratings_figurechange", ("ratings", *CELL_COLUMNS), turns)
            multiplying.figures(cursor, shop, "ratings_runningfigure", FIGURE_COLUMNS, turns)
        _open_items(cursor, shop, now)
        owner.commit()
        owner.autocommit = True
        cursor.execute("VACUUM ANALYZE")


def _open_items(cursor: Any, shop: Any, now: datetime) -> None:
    """As many open work items as asked for, on the newest flagged reviews, due from a day ago to a week ahead."""
    from reviews.domain.flags import KIND

    cursor.execute("DELETE FROM sellerdesk_workitem WHERE desk_id = %s", [shop.desk_id])
    cursor.execute(
        """
        INSERT INTO sellerdesk_workitem (desk_id, kind, subject, shop_id, due_at, priority, state, opened_at, outcome)
        SELECT desk_id, %s, 'review:' || id, shop_id, %s + (row_number() OVER (ORDER BY at DESC)) * interval '2 minutes', 0, 'open', %s, ''
        FROM reviews_review WHERE desk_id = %s AND shop_id = %s AND flags <> '[]' AND author = 1
        ORDER BY at DESC LIMIT %s
        """,
        [KIND, now - timedelta(days=1), now - timedelta(days=2), shop.desk_id, shop.id, OPEN_ITEMS],
    )


Pages = Callable[[str, Any], dict[str, str]]
"""The addresses to read, by name, below a desk's own and for its shop."""


def measured(shops: Mapping[str, Any], pages: Pages, *, most_ms: float) -> list[Result]:
    """Each page of both shops in turn, the first reading of each not counted; server time p95 at most `most_ms`."""
    readers = {name: _Reader(shop, pages) for name, shop in shops.items()}
    results = []
    for page in readers["large"].pages:
        taken: dict[str, list[float]] = {name: [] for name in readers}
        queries = 0
        for turn in range(READS + 1):
            for name, reader in readers.items():
                seconds, asked = reader.read(page)
                taken[name].append(seconds)
                # The first visit also writes into the session which desk it was.
                queries = max(queries, asked) if turn else 0
        large, small = (_p95(taken[name][1:]) * 1e3 for name in ("large", "small"))
        results += [
            runner.cost(f"{page}: queries", queries, "queries", reference=MOST_QUERIES, limit=1.0),
            runner.cost(f"{page}: server time, p95", large, "ms", reference=most_ms, limit=1.0),
            runner.cost(f"{page}: against a shop with 1,000 reviews", large, "ms", reference=small, limit=GROWTH),
        ]
        runner.say(f"{page}: {queries} queries, {large:.1f} ms, small shop {small:.1f} ms")
    return results


def _p95(numbers: list[float]) -> float:
    return sorted(numbers)[int(len(numbers) * 0.95)]


def _pages(at: str, shop: Any) -> dict[str, str]:
    return {
        "Today": f"{at}/",
        "Reviews, flagged": f"{at}/reviews/",
        "Reviews, all": f"{at}/reviews/?show=all",
        "Reviews, a word": f"{at}/reviews/?show=all&q=подошло",
        "A review": f"{at}/reviews/{of_reviews(shop, 'max(id)')}/",
        "Ratings": f"{at}/ratings/?shop={shop.slug}",
    }


def of_reviews(shop: Any, what: str) -> Any:
    """One value over the buyers' reviews of a shop."""
    from sellerdesk import setwise

    return setwise.rows(f"SELECT {what} FROM reviews_review WHERE desk_id = %s AND shop_id = %s AND author = 1", [shop.desk_id, shop.id])[
        0
    ][0]


class _Reader:
    """An owner of the shop's desk, reading its pages through the whole stack but for the socket."""

    def __init__(self, shop: Any, pages: Pages) -> None:
        from sellerdesk.models import Desk, Membership, User

        desk = Desk.objects.get(pk=shop.desk_id)
        # Two of them: a desk of one person is still on its first run, which Today asks about.
        person, colleague = (User.objects.create_user(f"{desk.slug}-{name}{PASSWORDLESS}") for name in ("", "second-"))
        for one, role in ((person, "owner"), (colleague, "agent")):
            Membership.objects.create(desk=desk, user=one, role=role, created_at=desk.created_at)
        self._visitor = Visitor(person)
        self.pages = pages(f"/desks/{desk.slug}", shop)

    def read(self, page: str) -> tuple[float, int]:
        """Seconds from the request to the whole answer, and how many queries it took."""
        return self._visitor.read(self.pages[page])


if __name__ == "__main__":
    # Nothing is collected here: file names are those of the tree.
    os.environ.setdefault("SELLERDESK_STATIC_MANIFEST", "0")
    runner.main("pages", 10_000_000, "store ratings of the large shop", run)
