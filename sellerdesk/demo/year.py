"""The whole year of a shop as feed records."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime

from sellerdesk.demo import marking, oddities, returning, reviewing, talking, trading
from sellerdesk.demo.house import House, Record
from sellerdesk.demo.plans import SEED, Plan


def trusted(_record: Record) -> bool:
    """Nothing good is doubted."""
    return False


def records(plan: Plan, *, until: datetime, seed: int = SEED, doubted: Callable[[Record], bool] = trusted) -> Iterator[Record]:
    """The feed records of one shop for the year that ends at `until` (aware), in the order in which they happened.

    The same plan, seed, end and doubts give the same records; another shop's plan changes nothing in them. `doubted` says of a
    good review or a follow-up, as it is told, that it will be flagged for its text: the shop answers those like the bad ones.
    """
    house = House(plan, seed, until.replace(second=0, microsecond=0), doubted)
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


def lines(plan: Plan, *, until: datetime, seed: int = SEED, doubted: Callable[[Record], bool] = trusted) -> Iterator[bytes]:
    """The same as lines of a feed file, without their ends."""
    for record in records(plan, until=until, seed=seed, doubted=doubted):
        yield json.dumps(record, ensure_ascii=False).encode()
