"""The nightly question: do the days' credit figures equal a full replay of the ledger? What differs is repaired, loudly (rulebook 21)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby

import structlog
from django.db import connection

from reviews.domain.credit import fold
from reviews.rows import READ, CreditRow, of_values
from reviews.services.crediting import DAY_COLUMNS, day_changes, flat, write
from sellerdesk import audit, setwise, shops as all_shops
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.feed import loading
from sellerdesk.shops import ShopFacts
from sellerdesk.snapshots import snapshot


_log = structlog.get_logger(__name__)
_CHUNK = 2_000

Days = dict[int, list[int]]


def shops() -> list[int]:
    """Ids of all shops with credit. A sweep over all desks."""
    found = setwise.rows(
        "SELECT id FROM sellerdesk_shop s"
        " WHERE EXISTS (SELECT 1 FROM reviews_creditline c WHERE c.desk_id = s.desk_id AND c.shop_id = s.id)"
        " OR EXISTS (SELECT 1 FROM reviews_creditday d WHERE d.desk_id = s.desk_id AND d.shop_id = s.id) ORDER BY id",
        [],
    )
    return [row[0] for row in found]


def check(*, shop_id: int, now: datetime) -> bool:
    """Replay one shop and compare; repairs where it differs. Returns whether all was equal."""
    shop = all_shops.by_id(shop_id)
    if shop is None or _is_equal(shop):
        return True
    return repair(shop=shop, now=now)


@command
def repair(*, shop: ShopFacts, now: datetime) -> bool:
    """Replay under the shop's lock and write what the replay says. Returns False where anything had to be changed."""
    loading.lock(shop)
    made, astray = replay(shop)
    if not astray and made == stored_days(shop):
        return True
    write(shop, [], astray, known={(row.order_ref, row.line_ref) for row in astray})
    setwise.run("DELETE FROM reviews_creditday WHERE desk_id = %s AND shop_id = %s", [shop.desk_id, shop.id])
    setwise.insert(
        "reviews_creditday",
        f"desk_id, shop_id, day, {', '.join(DAY_COLUMNS)}",
        [(shop.desk_id, shop.id, date.fromordinal(day), *cells) for day, cells in sorted(made.items())],
    )
    _log.error("credit_repaired", shop_id=shop.id, lines_astray=len(astray))
    audit.record(shop.desk_id, SYSTEM, "reviews.credit_repaired", f"shop:{shop.id}", None, {"lines_astray": len(astray)}, now)
    note(shop.desk_id, "reviews.credit_repaired", shop_id=shop.id)
    return False


def replay(shop: ShopFacts) -> tuple[Days, list[CreditRow]]:
    """What all lines ever change, folded again from their own courses, and the lines whose stored steps are others."""
    made: Days = defaultdict(lambda: [0] * len(DAY_COLUMNS))
    astray = []
    for _, buyer in groupby(_ledger(shop), key=lambda row: row.buyer_id):
        rows = list(buyer)
        lines = [line for row in rows if (line := row.line(shop)) is not None]
        for row, steps in zip(rows, fold(lines, shop.rules), strict=True):
            now_row = row._replace(steps=flat(steps))
            day_changes(made, now_row, 1)
            if now_row != row:
                astray.append(now_row)
    return {day: cells for day, cells in made.items() if any(cells)}, astray


def stored_days(shop: ShopFacts) -> Days:
    """The days' changes as they are kept."""
    found = setwise.rows(
        f"SELECT day, {', '.join(DAY_COLUMNS)} FROM reviews_creditday WHERE desk_id = %s AND shop_id = %s", [shop.desk_id, shop.id]
    )
    return {row[0].toordinal(): list(row[1:]) for row in found if any(row[1:])}


def _is_equal(shop: ShopFacts) -> bool:
    """One look at one snapshot, without holding up the shop's loads."""
    with snapshot():
        made, astray = replay(shop)
        return not astray and made == stored_days(shop)


def _ledger(shop: ShopFacts) -> Iterator[CreditRow]:
    """The shop's whole credit ledger, buyer by buyer, in pieces."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT {READ} FROM reviews_creditline WHERE desk_id = %s AND shop_id = %s ORDER BY buyer_id, id", [shop.desk_id, shop.id]
        )
        while chunk := cursor.fetchmany(_CHUNK):
            for values in chunk:
                yield of_values(values)
