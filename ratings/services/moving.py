"""The shop's midnight: what leaves and what takes effect was written ahead, so a day's move is one addition.

Set-based over all shops whose midnight has come; the size of their ledgers does not matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from ratings.domain.figures import figures_of
from ratings.domain.thresholds import crossings, missed
from ratings.models import CELL_COLUMNS, FIGURE_COLUMNS, WINDOW_COLUMNS
from sellerdesk import setwise
from sellerdesk.commands import command, note
from sellerdesk.domain.days import end_of
from sellerdesk.domain.rules import PROFILES
from sellerdesk.shops import ShopFacts


MOST_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class _Due:
    """A running figure whose day is over, locked."""

    id: int
    desk_id: int
    shop_id: int
    day: int
    zone: str


@dataclass(frozen=True, slots=True)
class _Official:
    """A shop's figures under its own window, and which thresholds it missed when that was last looked at."""

    id: int
    desk_id: int
    shop_id: int
    rules: str
    missed: int | None
    cells: Sequence[int]


def _moved(column: str, window: int, source: str, causes: str) -> str:
    return f"coalesce(sum({source}) FILTER (WHERE c.windows IN (0, {window}) AND c.cause {causes}), 0)::int AS {column}"


_MARKS = "BETWEEN 0 AND 5"
_CHANGES = ", ".join(
    (
        *(_moved(f"six_{name}", 1, f"c.{name}", _MARKS) for name in CELL_COLUMNS),
        *(_moved(f"half_{name}", 2, f"c.{name}", _MARKS) for name in CELL_COLUMNS),
        _moved("pending", 0, "c.ratings", "= 6"),
        _moved("six_capped", 1, "c.ratings", "= 7"),
        _moved("half_capped", 2, "c.ratings", "= 7"),
        _moved("six_voided", 1, "c.ratings", "= 8"),
        _moved("half_voided", 2, "c.ratings", "= 8"),
    )
)
_MOVE = f"""
    UPDATE ratings_runningfigure AS r
    SET day = r.day + 1, next_midnight = d.next, settled = true, {", ".join(f"{name} = r.{name} + d.{name}" for name in FIGURE_COLUMNS)}
    FROM (
        SELECT due.id, due.next, {_CHANGES}
        FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::date[], %s::timestamptz[]) AS due (id, desk_id, shop_id, day, next)
        LEFT JOIN ratings_figurechange c ON c.desk_id = due.desk_id AND c.shop_id = due.shop_id AND c.day = due.day
        GROUP BY due.id, due.next
    ) AS d
    WHERE r.id = d.id
"""
_KEEP = f"""
    INSERT INTO ratings_dayfigure (desk_id, shop_id, day, {", ".join(FIGURE_COLUMNS)})
    SELECT desk_id, shop_id, day, {", ".join(FIGURE_COLUMNS)} FROM ratings_runningfigure WHERE id = ANY(%s)
    ON CONFLICT (desk_id, shop_id, day) DO NOTHING
"""
_OFFICIAL = ", ".join(
    f"CASE s.window WHEN '180_days' THEN r.{half} ELSE r.{six} END"
    for six, half in zip(WINDOW_COLUMNS["6_months"][: len(CELL_COLUMNS)], WINDOW_COLUMNS["180_days"][: len(CELL_COLUMNS)], strict=True)
)
_READ = f"""
    SELECT r.id, r.desk_id, r.shop_id, s.rules, r.missed, {_OFFICIAL}
    FROM ratings_runningfigure r JOIN sellerdesk_shop s ON s.desk_id = r.desk_id AND s.id = r.shop_id
"""


@command
def move_due(*, now: datetime, limit: int = MOST_AT_ONCE) -> int:
    """Move every shop whose midnight has come on by one day; returns how many shops moved.

    A shop that missed several midnights is moved a day at a time: call again until it says 0. Shops
    in the middle of a load are left for the next call.
    """
    due = _lock_due(now, limit)
    if not due:
        return 0
    ids = [one.id for one in due]
    setwise.run(_KEEP, [ids])
    next_days = [one.day + 1 for one in due]
    setwise.run(
        _MOVE,
        [
            *(ids, [one.desk_id for one in due], [one.shop_id for one in due]),
            [_iso(day) for day in next_days],
            [_midnight(one.zone, day) for one, day in zip(due, next_days, strict=True)],
        ],
    )
    announce(_official("WHERE r.id = ANY(%s) ORDER BY r.id", [ids]))
    for one in due:
        note(one.desk_id, "ratings.day_moved", shop_id=one.shop_id, coalesce=True)
    return len(due)


@command
def settle(*, shop: ShopFacts, now: datetime) -> None:
    """After a load: say which thresholds the shop has crossed. Nothing to do for a shop without ratings."""
    announce(_official("WHERE r.desk_id = %s AND r.shop_id = %s FOR UPDATE OF r", [shop.desk_id, shop.id]))
    setwise.run(
        "UPDATE ratings_runningfigure SET settled = true WHERE desk_id = %s AND shop_id = %s AND NOT settled", [shop.desk_id, shop.id]
    )


def unsettled() -> list[int]:
    """Ids of the shops whose figures moved and were not looked at since. A sweep over all desks."""
    return [row[0] for row in setwise.rows("SELECT shop_id FROM ratings_runningfigure WHERE NOT settled ORDER BY shop_id", [])]


def announce(shops: Sequence[_Official]) -> None:
    """Note every threshold crossed since it was last looked at; the first look says nothing."""
    changed = []
    for shop in shops:
        thresholds = PROFILES[shop.rules].thresholds
        now_missed = missed(figures_of(shop.cells), thresholds)
        if now_missed == shop.missed:
            continue
        changed.append((shop.id, now_missed))
        for dimension, threshold, below in crossings(shop.missed, now_missed, thresholds) if shop.missed is not None else ():
            note(
                shop.desk_id,
                "ratings.threshold_crossed",
                shop_id=shop.shop_id,
                dimension=dimension,
                threshold=str(threshold),
                below=below,
            )
    setwise.change(
        "UPDATE ratings_runningfigure AS r SET missed = v.missed FROM {told} AS v (id, missed) WHERE r.id = v.id",
        "bigint, integer",
        changed,
    )


def _lock_due(now: datetime, limit: int) -> list[_Due]:
    found = setwise.rows(
        "SELECT r.id, r.desk_id, r.shop_id, r.day, s.time_zone FROM ratings_runningfigure r"
        " JOIN sellerdesk_shop s ON s.desk_id = r.desk_id AND s.id = r.shop_id"
        " WHERE r.next_midnight <= %s ORDER BY r.next_midnight, r.id LIMIT %s FOR UPDATE OF r SKIP LOCKED",
        [now, limit],
    )
    return [_Due(own_id, desk_id, shop_id, day.toordinal(), zone) for own_id, desk_id, shop_id, day, zone in found]


def _official(where: str, parameters: list[object]) -> list[_Official]:
    found = setwise.rows(f"{_READ} {where}", parameters)
    return [
        _Official(own_id, desk_id, shop_id, rules, missed_before, cells) for own_id, desk_id, shop_id, rules, missed_before, *cells in found
    ]


@lru_cache(maxsize=4096)
def _midnight(zone: str, day: int) -> datetime:
    return end_of(day, ZoneInfo(zone))


@lru_cache(maxsize=4096)
def _iso(day: int) -> str:
    return datetime.fromordinal(day).date().isoformat()
