"""`./desk bench returns`: the queue and a case of a shop with very many claims, every page of its figures, and counting them anew."""

import os
import time
from collections.abc import Iterator
from typing import Any

from bench import returned, runner
from bench.runner import Result
from bench.visiting import Visitor


LINES_OF_CLAIM = 10
SMALL = 1_000
READS = 40
MOST_QUERIES = 15
MOST_MS, MOST_FIGURES_MS, MOST_FILE_MS = 120.0, 500.0, 2_000.0
GROWTH = 3.0
SLUG = "returned"


def run(size: int) -> tuple[list[Result], dict[str, Any]]:
    """`size` is how many claims the large shop has; it has ten order lines for each, or SELLERDESK_BENCH_LINES in all."""
    lines = int(os.environ.get("SELLERDESK_BENCH_LINES", size * LINES_OF_CLAIM))
    small = _make(f"{SLUG}-small", min(SMALL, size), min(SMALL, size) * LINES_OF_CLAIM)
    large = _make(SLUG, size, lines)
    results: list[Result] = []
    for page in large.pages:
        results += _page(page, small, large)
    return results, {"claims": size, "order_lines": lines, "claims_of_the_small_shop": min(SMALL, size), "reads": READS}


def _page(page: str, small: "_Shop", large: "_Shop") -> Iterator[Result]:
    most = MOST_MS if page in QUEUE else MOST_FILE_MS if page.startswith("CSV") else MOST_FIGURES_MS
    small_ms, _ = _measured(small, page)
    large_ms, queries = _measured(large, page)
    runner.say(f"{page}: {queries} queries, {large_ms:.1f} ms, small shop {small_ms:.1f} ms")
    yield runner.cost(f"{page}: queries", queries, "queries", reference=MOST_QUERIES, limit=1.0)
    yield runner.cost(f"{page}: server time, p95", large_ms, "ms", reference=most, limit=1.0)
    if page in QUEUE:
        yield runner.cost(f"{page}: against {SMALL} claims", large_ms, "ms", reference=small_ms, limit=GROWTH)


def _measured(shop: "_Shop", page: str) -> tuple[float, int]:
    """The p95 in milliseconds and the most queries; the first reading is not counted."""
    taken = [shop.read(page) for _ in range(READS + 1)][1:]
    return sorted(seconds for seconds, _ in taken)[int(len(taken) * 0.95)] * 1e3, max(asked for _, asked in taken)


def _make(slug: str, claims: int, lines: int) -> "_Shop":
    from django.utils import timezone

    from bench import loads, reference
    from returns.services import keeping

    now = timezone.now()
    shop = loads.make_shop(slug, "taobao", desk=slug)
    runner.say(f"drawing {claims} claims and {lines} order lines")
    with reference.as_owner() as owner, owner.cursor() as cursor:
        returned.fill(cursor, shop.desk_id, shop.id, claims, lines, now=now)
        owner.commit()
        owner.autocommit = True
        cursor.execute("VACUUM ANALYZE")
        started = time.perf_counter()
        keeping.mark_all(shop=shop, now=now)
        while keeping.keep(shop=shop, now=now):
            pass
        runner.say(f"counted anew in {time.perf_counter() - started:.1f} s")
        cursor.execute("VACUUM ANALYZE")
    return _Shop(shop)


QUEUE = ("Queue, open", "Queue, your turn", "Queue, marketplace", "Queue, closed", "A case")


class _Shop:
    """The owner of its desk, reading its pages through the whole stack but for the socket."""

    def __init__(self, shop: Any) -> None:
        from django.utils import timezone

        from sellerdesk import setwise
        from sellerdesk.models import Desk, Membership, User

        desk = Desk.objects.get(pk=shop.desk_id)
        person = User.objects.create_user(f"{desk.slug}@example.org")
        Membership.objects.create(desk=desk, user=person, role="owner", created_at=timezone.now())
        self._visitor = Visitor(person)
        ((claim, product),) = setwise.rows(
            "SELECT max(id), mode() WITHIN GROUP (ORDER BY product_id) FROM returns_claim WHERE desk_id = %s", [desk.pk]
        )
        at = f"/desks/{desk.slug}/returns"
        figures, rows = f"{at}/figures", f"{at}/figures/rows/?period=year&which="
        self.pages = {
            "Queue, open": f"{at}/",
            "Queue, your turn": f"{at}/?show=decide",
            "Queue, marketplace": f"{at}/?show=marketplace",
            "Queue, closed": f"{at}/?show=closed",
            "A case": f"{at}/{claim}/",
            "Figures, 30 days": f"{figures}/",
            "Figures, a year": f"{figures}/?period=year",
            "Figures of a product, a year": f"{figures}/?period=year&product={product}",
            **{f"By {by}, 90 days": f"{figures}/by/?by={by}&period=90" for by in ("product", "reason", "stage", "warehouse", "region")},
            "By courier, a year": f"{figures}/by/?by=courier&period=year",
            "By product, a year": f"{figures}/by/?by=product&period=year",
            "A month’s report": f"{figures}/report/",
            "Rows, lines": f"{rows}lines",
            "Rows, refused of a product": f"{rows}refused&product={product}",
            "Rows, refused for a reason": f"{rows}refused&by=reason&key=late",
            "Rows, claims paid back": f"{rows}refunds",
            "Rows, nothing kept": f"{rows}whole_back",
            "CSV by product, a year": f"{figures}/figures.csv?by=product&period=year",
        }

    def read(self, page: str) -> tuple[float, int]:
        """Seconds from the request to the whole answer, and how many queries it took."""
        return self._visitor.read(self.pages[page])


if __name__ == "__main__":
    # Nothing is collected here: file names are those of the tree.
    os.environ.setdefault("SELLERDESK_STATIC_MANIFEST", "0")
    runner.main("returns", 500_000, "claims of the large shop", run)
