"""Work items about ratings: opened when something has become so since the last look, closed when it is over or somebody has seen it."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from fractions import Fraction

from ratings.domain.alerts import DROP_DAYS, KIND, changed, of_subject, so_now, still_ahead, subject_of
from ratings.domain.figures import CELLS, figures_of
from ratings.models import CELL_COLUMNS, WINDOW_COLUMNS
from sellerdesk import audit, setwise, work
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import NotVisible
from sellerdesk.shops import ShopFacts


SEEN, OVER = "seen", "over"
TIME_TO_LOOK = timedelta(days=1)
_WINDOW_NUMBER = {"6_months": 1, "180_days": 2}
_HELD = "SELECT id FROM ratings_runningfigure WHERE desk_id = %s AND shop_id = %s FOR UPDATE"
_READ = {
    kind: f"SELECT r.day, w.so, {', '.join(f'r.{name}' for name in columns[:CELLS])} FROM ratings_runningfigure r"
    " LEFT JOIN ratings_ratingwatch w ON w.desk_id = r.desk_id AND w.shop_id = r.shop_id"
    " WHERE r.desk_id = %s AND r.shop_id = %s"
    for kind, columns in WINDOW_COLUMNS.items()
}
_BEFORE = (
    f"SELECT {', '.join(f'coalesce(sum({name}), 0)::int' for name in CELL_COLUMNS)} FROM ratings_figurechange"
    " WHERE desk_id = %s AND shop_id = %s AND day <= %s AND cause <= 5 AND windows IN (0, %s)"
)
_KEPT = (
    "INSERT INTO ratings_ratingwatch (desk_id, shop_id, day, so) VALUES (%s, %s, %s, %s::text[])"
    " ON CONFLICT (desk_id, shop_id) DO UPDATE SET day = excluded.day, so = excluded.so"
)


@command
def look(*, shop: ShopFacts, averages: Mapping[str, Fraction], foreseen: Collection[str] | None = None, now: datetime) -> None:
    """See what is so of one shop's official figures of its running day; `averages` are the means of its own category, by dimension.

    `foreseen` are the keys of what the forecast sees coming; without it, what was foreseen before stands until it has come to pass.
    Two looks at once queue at the shop's row of figures. The first one opens nothing.
    """
    # Two statements: what the look before wrote is not in sight of one that began before its end.
    setwise.rows(_HELD, [shop.desk_id, shop.id])
    found = setwise.rows(_READ[shop.window], [shop.desk_id, shop.id])
    if not found:
        return
    day, so_before, *cells = found[0]
    week_ago = setwise.rows(_BEFORE, [shop.desk_id, shop.id, day - timedelta(days=DROP_DAYS), _WINDOW_NUMBER[shop.window]])
    figures = figures_of(cells)
    so = so_now(figures, figures_of(week_ago[0]), shop.rules.thresholds, averages)
    so += still_ahead(so_before or [], figures) if foreseen is None else foreseen
    setwise.run(_KEPT, [shop.desk_id, shop.id, day, sorted(so)])
    if so_before is None:
        return
    begun, over = changed(so_before, so)
    items = [
        work.Opening(kind=KIND, subject=subject_of(shop.id, key), shop_id=shop.id, due_at=now + TIME_TO_LOOK, since=now) for key in begun
    ]
    work.open_items(shop.desk_id, items, now=now)
    if over:
        work.close_items(shop.desk_id, KIND, [subject_of(shop.id, key) for key in over], OVER, now)
    if begun or over:
        note(shop.desk_id, "ratings.alert", shop_id=shop.id, coalesce=True)


@command
def see(*, desk_id: int, shop_ids: Collection[int], subject: str, actor: Actor, now: datetime) -> None:
    """A person has looked: the item is done. It opens again when the same is over and begins anew.

    NotVisible for what is no open item of one of these shops.
    """
    told = of_subject(subject)
    if told is None or told[0] not in shop_ids:
        raise NotVisible
    if not work.close_items(desk_id, KIND, [subject], SEEN, now):
        raise NotVisible
    audit.record(desk_id, actor, "rating_alert.seen", f"shop:{told[0]}", None, {"what": subject.split(":", 2)[2]}, now)
    note(desk_id, "ratings.alert", shop_id=told[0], coalesce=True)


def unlooked() -> list[int]:
    """Ids of the shops whose day has moved since the last look, or that were never looked at. A sweep over all desks."""
    found = setwise.rows(
        "SELECT r.shop_id FROM ratings_runningfigure r LEFT JOIN ratings_ratingwatch w ON w.desk_id = r.desk_id AND w.shop_id = r.shop_id"
        " WHERE w.day IS NULL OR w.day < r.day ORDER BY r.shop_id",
        [],
    )
    return [row[0] for row in found]
