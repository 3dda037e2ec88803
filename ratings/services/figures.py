"""The sums: what ratings change on which day, and the running figures that follow at once."""

from collections import defaultdict
from collections.abc import Iterable, MutableMapping, Sequence
from datetime import date, datetime

from ratings.domain.figures import CELLS, cell
from ratings.domain.journal import MARK_CAUSES, Cause, Windows, changes
from ratings.models import CELL_COLUMNS, FIGURE_COLUMNS, WINDOW_COLUMNS
from ratings.rows import RatingRow, Share
from sellerdesk import setwise
from sellerdesk.domain.days import end_of
from sellerdesk.shops import ShopFacts


Changes = dict[tuple[int, Cause, Windows], list[int]]
"""(day, cause, windows) -> how many ratings, then twenty star counts."""

_SUMS = ", ".join(f"{name} = ratings_figurechange.{name} + excluded.{name}" for name in ("ratings", *CELL_COLUMNS))
_UNCOUNTED = {Cause.PENDING: 0, Cause.CAPPED: 1, Cause.VOIDED: 2}
"""Where ratings that do not count stand behind the twenty cells of a window."""


def post(shop: ShopFacts, rows: Iterable[RatingRow], *, now: datetime) -> None:
    """Take back what the rows gave before, add what they give now, in the days' changes and the running figure."""
    made: Changes = defaultdict(lambda: [0] * (1 + CELLS))
    for row in rows:
        if row.moved():
            if row.was is not None:
                add(made, shop, row.was, -1)
            add(made, shop, row.share(), 1)
    entries = {key: numbers for key, numbers in made.items() if any(numbers)}
    if not entries:
        return
    write_changes(shop, entries)
    _run_on(shop, entries, now)


def add(made: Changes, shop: ShopFacts, share: Share, sign: int) -> None:
    """Add (or take back) everything that one rating changes, ever."""
    if not share.timeline:
        return
    effective_day = None if share.effective_at is None else shop.day(share.effective_at)
    cells = [cell(dimension, stars) + 1 for dimension, stars in enumerate(share.scores) if stars is not None]
    for day, cause, windows, step in changes(share.timeline, effective_day, shop.day(share.at)):
        numbers = made[day, cause, windows]
        numbers[0] += sign * step
        if cause in MARK_CAUSES:
            for place in cells:
                numbers[place] += sign * step


def write_changes(shop: ShopFacts, entries: Changes) -> None:
    """Add to the days' changes."""
    setwise.insert(
        "ratings_figurechange",
        f"desk_id, shop_id, day, cause, windows, ratings, {', '.join(CELL_COLUMNS)}",
        [
            (shop.desk_id, shop.id, date.fromordinal(day), cause.value, windows.value, *numbers)
            for (day, cause, windows), numbers in sorted(entries.items())
        ],
        tail=f"ON CONFLICT (desk_id, shop_id, day, cause, windows) DO UPDATE SET {_SUMS}",
    )


def _run_on(shop: ShopFacts, entries: Changes, now: datetime) -> None:
    """Add the changes up to the running day to the running figure; its row lock keeps the midnight move away until we commit."""
    running_day = lock_running(shop, now)
    columns: dict[str, int] = defaultdict(int)
    for (day, cause, windows), numbers in entries.items():
        if day <= running_day:
            add_to_windows(columns, cause, windows, numbers)
    moved = {name: number for name, number in columns.items() if number}
    if moved:
        sums = ", ".join(f"{name} = {name} + %s" for name in moved)
        setwise.run(
            f"UPDATE ratings_runningfigure SET {sums}, settled = false WHERE desk_id = %s AND shop_id = %s",
            [*moved.values(), shop.desk_id, shop.id],
        )


def add_to_windows(columns: MutableMapping[str, int], cause: Cause, windows: Windows, numbers: Sequence[int]) -> None:
    """Add one change to the columns of the windows that it concerns."""
    for window, own in ((Windows.SIX_MONTHS, WINDOW_COLUMNS["6_months"]), (Windows.HALF_YEAR_DAYS, WINDOW_COLUMNS["180_days"])):
        if windows not in {Windows.BOTH, window}:
            continue
        if cause in _UNCOUNTED:
            # "pending" is one column for both windows, so a change of both must not count twice.
            if cause is not Cause.PENDING or window is Windows.SIX_MONTHS:
                columns[own[CELLS + _UNCOUNTED[cause]]] += numbers[0]
            continue
        for name, number in zip(own, numbers[1:], strict=False):
            columns[name] += number


def lock_running(shop: ShopFacts, now: datetime) -> int:
    """Lock the shop's running figure (made with the shop's first rating); returns the day (ordinal) that it stands at."""
    query = "SELECT day FROM ratings_runningfigure WHERE desk_id = %s AND shop_id = %s FOR UPDATE"
    found = setwise.rows(query, [shop.desk_id, shop.id])
    if not found:
        today = shop.day(now)
        setwise.insert(
            "ratings_runningfigure",
            f"desk_id, shop_id, day, next_midnight, {', '.join(FIGURE_COLUMNS)}",
            [(shop.desk_id, shop.id, date.fromordinal(today), end_of(today, shop.zone), *[0] * len(FIGURE_COLUMNS))],
            tail="ON CONFLICT (desk_id, shop_id) DO NOTHING",
        )
        found = setwise.rows(query, [shop.desk_id, shop.id])
    return int(found[0][0].toordinal())
