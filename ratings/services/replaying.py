"""The nightly question: do the running figures equal a full replay of the ledger? What differs is repaired, loudly (rulebook 21)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

import structlog
from django.db import connection

from ratings.domain.figures import CELLS
from ratings.domain.journal import Cause, Windows
from ratings.domain.standing import timelines
from ratings.models import CELL_COLUMNS, FIGURE_COLUMNS
from ratings.rows import READ, RatingRow, of_values, write
from ratings.services.figures import Changes, add, add_to_windows, lock_running, write_changes
from sellerdesk import audit, setwise, shops as all_shops
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.feed import loading
from sellerdesk.shops import ShopFacts
from sellerdesk.snapshots import snapshot


_log = structlog.get_logger(__name__)
_CHUNK = 2_000


def shops() -> list[int]:
    """Ids of all shops with store ratings. A sweep over all desks."""
    found = setwise.rows(
        "SELECT id FROM sellerdesk_shop s"
        " WHERE EXISTS (SELECT 1 FROM ratings_storerating r WHERE r.desk_id = s.desk_id AND r.shop_id = s.id) ORDER BY id",
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
    running_day = lock_running(shop, now)
    if not astray and made == stored_changes(shop) and running(made, running_day) == _stored_running(shop):
        return True
    write(shop, astray)
    setwise.run("DELETE FROM ratings_figurechange WHERE desk_id = %s AND shop_id = %s", [shop.desk_id, shop.id])
    write_changes(shop, made)
    columns = running(made, running_day)
    assignments = ", ".join(f"{name} = %s" for name in FIGURE_COLUMNS)
    setwise.run(
        f"UPDATE ratings_runningfigure SET {assignments}, settled = false WHERE desk_id = %s AND shop_id = %s",
        [*(columns[name] for name in FIGURE_COLUMNS), shop.desk_id, shop.id],
    )
    _log.error("figures_repaired", shop_id=shop.id, ratings_astray=len(astray))
    audit.record(shop.desk_id, SYSTEM, "ratings.repaired", f"shop:{shop.id}", None, {"ratings_astray": len(astray)}, now)
    note(shop.desk_id, "ratings.repaired", shop_id=shop.id)
    return False


def replay(shop: ShopFacts) -> tuple[Changes, list[RatingRow]]:
    """Everything that the ledger ever changes in the figures, from its facts alone, and the rows whose stored timeline is another."""
    made: Changes = defaultdict(lambda: [0] * (1 + CELLS))
    astray = []
    for _, buyer in groupby(_ledger(shop), key=lambda row: row.buyer_key):
        rows = list(buyer)
        taking_part = [(row, given) for row in rows if (given := row.given(shop)) is not None]
        for row in rows:
            row.timeline = ()
        found = timelines([given for _, given in taking_part], shop.rules.ratings_per_buyer_month)
        for (row, _given), timeline in zip(taking_part, found, strict=True):
            row.timeline = timeline
            add(made, shop, row.share(), 1)
        astray += [row for row in rows if row.moved()]
    return {key: numbers for key, numbers in made.items() if any(numbers)}, astray


def stored_changes(shop: ShopFacts) -> Changes:
    """The days' changes as they are kept."""
    found = setwise.rows(
        f"SELECT day, cause, windows, ratings, {', '.join(CELL_COLUMNS)} FROM ratings_figurechange WHERE desk_id = %s AND shop_id = %s",
        [shop.desk_id, shop.id],
    )
    kept = {(row[0].toordinal(), Cause(row[1]), Windows(row[2])): list(row[3:]) for row in found}
    return {key: numbers for key, numbers in kept.items() if any(numbers)}


def running(made: Changes, day: int) -> dict[str, int]:
    """The running figure at the end of a day (ordinal), from the changes."""
    columns = dict.fromkeys(FIGURE_COLUMNS, 0)
    for (changed_day, cause, windows), numbers in made.items():
        if changed_day <= day:
            add_to_windows(columns, cause, windows, numbers)
    return columns


def _is_equal(shop: ShopFacts) -> bool:
    """One look at one snapshot, without holding up the shop's loads."""
    with snapshot():
        day = setwise.rows("SELECT day FROM ratings_runningfigure WHERE desk_id = %s AND shop_id = %s", [shop.desk_id, shop.id])
        made, astray = replay(shop)
        if astray or made != stored_changes(shop):
            return False
        return running(made, day[0][0].toordinal()) == _stored_running(shop) if day else not made


def _stored_running(shop: ShopFacts) -> dict[str, int]:
    found = setwise.rows(
        f"SELECT {', '.join(FIGURE_COLUMNS)} FROM ratings_runningfigure WHERE desk_id = %s AND shop_id = %s", [shop.desk_id, shop.id]
    )
    return dict(zip(FIGURE_COLUMNS, found[0], strict=True))


def _ledger(shop: ShopFacts) -> Iterator[RatingRow]:
    """The shop's whole ledger, buyer by buyer, in pieces."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT {READ} FROM ratings_storerating WHERE desk_id = %s AND shop_id = %s ORDER BY buyer_key, id", [shop.desk_id, shop.id]
        )
        while chunk := cursor.fetchmany(_CHUNK):
            for values in chunk:
                yield of_values(values)
