"""The whole year of a shop as feed records."""

import json
from collections.abc import Iterator
from datetime import datetime

from sellerdesk.demo import marking, oddities, returning, reviewing, talking, trading
from sellerdesk.demo.house import House, Record
from sellerdesk.demo.plans import SEED, Plan


def records(plan: Plan, *, until: datetime, seed: int = SEED) -> Iterator[Record]:
    """The feed records of one shop for the year that ends at `until` (aware), in the order in which they happened.

    The same plan, seed and end give the same records; another shop's plan changes nothing in them.
    """
    house = House(plan, seed, until.replace(second=0, microsecond=0))
    trading.tell_products(house)
    trading.trade_a_year(house)
    reviewing.review_a_year(house)
    reviewing.leave_open(house)
    marking.mark_a_year(house)
    marking.peers_of_a_year(house)
    returning.return_a_year(house)
    talking.talk_a_year(house)
    talking.ask_a_year(house)
    oddities.break_rules(house)
    # Ties happen: an order's two revisions have one `at`, and identity decides the rest.
    yield from sorted(
        house.records, key=lambda told: (datetime.fromisoformat(told["at"]), told["type"], told["id"], told.get("updated_at", ""))
    )


def lines(plan: Plan, *, until: datetime, seed: int = SEED) -> Iterator[bytes]:
    """The same as lines of a feed file, without their ends."""
    for record in records(plan, until=until, seed=seed):
        yield json.dumps(record, ensure_ascii=False).encode()
