"""What a marketplace tells, page by page, into the feed: nothing is lost, and nothing counts twice.

The cursor moves in the transaction that keeps the page's facts. Who reads while another does finds the cursor moved and drops
the page; what is read again after a crash is the same content again, which the feed takes once.
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sellerdesk import connections
from sellerdesk.errors import MarketplaceError, Transient
from sellerdesk.feed import loading, reading
from sellerdesk.feed.fact import Fact, Malformed
from sellerdesk.marketplaces import registry
from sellerdesk.marketplaces.ports import Facts, Port
from sellerdesk.models import SyncCursor
from sellerdesk.sealing import Unsealable
from sellerdesk.shops import ShopFacts


MOST_PAGES = 50
"""In one turn; the rest is asked for behind what else there is to do."""
AFTER_FAILURE = timedelta(seconds=30)


class Moved(Exception):
    """Somebody else has read on from this cursor meanwhile: the page is theirs."""


def read_shop(*, shop: ShopFacts, clock: Callable[[], datetime]) -> bool:
    """Read what a shop's marketplace tells until it has no more; returns whether there is more than one turn takes."""
    connection = connections.of(shop.desk_id, shop.id)
    if not connection.is_read:
        return False
    topic = f"facts.{connection.kind}"
    try:
        port = registry.port_of(shop, clock=clock)
        for _ in range(MOST_PAGES):
            if not _read_page(shop, port, topic, clock):
                _note(shop, clock(), connections.READ_EVERY, complete=True)
                return False
    except MarketplaceError as error:
        wait = error.wait if isinstance(error, Transient) and error.wait is not None else AFTER_FAILURE
        _note(shop, clock(), wait, complete=False)
        return False
    except Unsealable:
        # Only somebody who enters the key anew can help, so it is said where a key that is not let in would be.
        now = clock()
        connections.note_failure(desk_id=shop.desk_id, shop_id=shop.id, since=now, why=connections.DENIED, now=now)
        _note(shop, now, AFTER_FAILURE, complete=False)
        return False
    except Moved:
        return False
    return True


def _note(shop: ShopFacts, now: datetime, wait: timedelta, *, complete: bool) -> None:
    connections.note_read(desk_id=shop.desk_id, shop_id=shop.id, complete=complete, next_at=now + wait, now=now)


def _read_page(shop: ShopFacts, port: Port, topic: str, clock: Callable[[], datetime]) -> bool:
    """One page; whether there is more. Moved where another read it first."""
    before = connections.cursor_of(shop.desk_id, shop.id, topic)
    page = port.read(before)
    if page.records:
        _keep(shop, page, topic, before, clock)
    elif page.cursor != before:
        _move(shop, topic, before, page.cursor, clock())
    # A cursor that does not move though there is more would be asked for ever.
    return page.more and page.cursor != before


def _keep(shop: ShopFacts, page: Facts, topic: str, before: str, clock: Callable[[], datetime]) -> None:
    load = loading.start(shop=shop, source=topic, now=clock())
    batches = list(loading.in_batches(_facts(page.records, shop.id)))
    for number, batch in enumerate(batches, start=1):
        now = clock()
        last = number == len(batches)

        def along(at: datetime = now) -> None:
            _move(shop, topic, before, page.cursor, at)

        loading.apply_batch(load=load, records=batch, now=now, **({"along": along} if last else {}))
    loading.finish(load=load, now=clock())


def _facts(records: Sequence[dict[str, Any]], shop_id: int) -> "list[Fact | Malformed]":
    # By way of its text: a connector's record is judged as strictly as a line of a file.
    return [
        reading.fact(number, json.dumps(record, ensure_ascii=False).encode(), shop_id) for number, record in enumerate(records, start=1)
    ]


def _move(shop: ShopFacts, topic: str, before: str, after: str, now: datetime) -> None:
    mine = {"desk_id": shop.desk_id, "shop_id": shop.id, "topic": topic}
    SyncCursor.objects.bulk_create([SyncCursor(**mine, position={"cursor": ""})], ignore_conflicts=True)
    if not SyncCursor.objects.filter(**mine, position={"cursor": before}).update(position={"cursor": after}, moved_at=now):
        raise Moved
