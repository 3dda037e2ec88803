"""`./desk bench reviews`: every list, filter and search of a shop with very many reviews, the reading pane, and its credit."""

import os
from typing import Any

from bench import pages, runner
from bench.runner import Result


MOST_MS = 120.0


def run(size: int) -> tuple[list[Result], dict[str, Any]]:
    """`size` is how many reviews the large shop has."""
    shops = pages.filled(size, None)
    results = pages.measured(shops, _pages, most_ms=MOST_MS)
    return results, {"reviews": size, "open_work_items": pages.OPEN_ITEMS, "orders_of_the_small_shop": pages.ORDERS, "reads": pages.READS}


def _pages(at: str, shop: Any) -> dict[str, str]:
    """What people ask of the room, each with the words of the feed of benches."""
    reviews = f"{at}/reviews/"
    product = pages.of_reviews(shop, "mode() WITHIN GROUP (ORDER BY product_id)")
    return {
        "List, flagged": reviews,
        "List, all": f"{reviews}?show=all",
        "Filter, unanswered": f"{reviews}?show=unanswered",
        "Filter, bad": f"{reviews}?show=bad",
        "Filter, with follow-up": f"{reviews}?show=followed",
        "Filter, one product": f"{reviews}?show=all&product={product}",
        "Filter, stars in 30 days": f"{reviews}?show=all&stars=1&days=30",
        "Search, a common word": f"{reviews}?show=all&q=подошло",
        "Search, a word of none": f"{reviews}?show=all&q=синхрофазотрон",
        "Detail": f"{reviews}{pages.of_reviews(shop, 'max(id)')}/",
        "Questions": f"{reviews}questions/?show=all",
        "Questions, a word of none": f"{reviews}questions/?show=all&q=синхрофазотрон",
        "Credit": f"{reviews}credit/",
        "Credit, good ones": f"{reviews}credit/rows/?which=good",
        "Credit, deleted ones": f"{reviews}credit/rows/?which=deleted_by_buyer",
    }


if __name__ == "__main__":
    # Nothing is collected here: file names are those of the tree.
    os.environ.setdefault("SELLERDESK_STATIC_MANIFEST", "0")
    runner.main("reviews", 200_000, "reviews of the large shop", run)
