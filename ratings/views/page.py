"""What the ratings page of one shop shows, put together from queries and rules."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ratings.domain import charts
from ratings.domain.figures import DIMENSIONS, STARS, Comparison, Figure
from ratings.domain.forecast_drawing import DRAWN_DAYS
from ratings.domain.headline import State, by_need, headline, state
from ratings.domain.opening import opens, stands_beside, told_days
from ratings.domain.trend import trend
from ratings.queries.category import Peers, peers
from ratings.queries.days import ShopLine, lines
from ratings.queries.forecast import Outlook
from ratings.queries.not_counted import not_counted
from ratings.views.forecast import chosen_outlook, forecast_parts, on_the_scale
from ratings.views.going import going
from sellerdesk import panels
from sellerdesk.domain.days import WINDOWS, WindowKind, window_first
from sellerdesk.shops import ShopFacts
from sellerdesk.snapshots import one_instant


@dataclass(frozen=True, slots=True)
class Tile:
    """One dimension at the top of the page."""

    dimension: str
    figure: Figure
    state: State | None
    """None under a window that is not the shop's own: the marketplace's thresholds do not ask for it."""
    ruler: float | None
    against: Comparison | None
    """Where it stands against the shop's category (rulebook 8), where one was told."""
    category: float | None
    """The category's mean on the ruler."""
    held_back: bool
    """Too close to a figure told of the shop's own window to be told as well (rulebook 9)."""

    @property
    def opens(self) -> bool:
        """Whether it may lead to stars and days."""
        return opens(self.figure.count) and not self.held_back


@one_instant()
def shop_page(
    shop: ShopFacts, *, now: datetime, dimension: str, window: str, all_days: bool, ahead: str = "", until: str = ""
) -> dict[str, Any]:  # fmt: skip
    """The context of the page; what the address asks for and there is not is left at the usual."""
    (line,) = lines([shop], now=now, ahead=True)
    kind: WindowKind = next((one for one in WINDOWS if one == window), shop.window)
    own, here = line.now(shop.window), line.now(kind)
    told = peers(shop, now=now)
    closed = _too_close(line)
    tiles = [
        _tile(shop, here.dimensions[name], name, told.get(name), official=kind == shop.window, is_closed=name in closed)
        for name in by_need(own.dimensions)
    ]
    chosen = next((tile for tile in tiles if tile.dimension == dimension), tiles[0])
    first = window_first(line.today, kind)
    outlook = chosen_outlook(line, chosen.dimension, opens=chosen.opens and kind == shop.window)
    drawn = _trend(line, kind, chosen, first, told.get(chosen.dimension), outlook)
    return {
        "shop": shop,
        "window": kind,
        "windows": WINDOWS,
        "is_official": kind == shop.window,
        "first": date.fromordinal(first),
        "today": date.fromordinal(line.today),
        "headline": headline(own.dimensions, shop.rules.thresholds, pending=own.pending, ever=line.ever),
        "ever": line.ever,
        "tiles": tiles,
        "chosen": chosen,
        "ruler_marks": [(charts.on_ruler(value), value) for value in charts.RULER_MARKS],
        "ruler_zones": [charts.on_ruler(value) for value in shop.rules.thresholds],
        "peers": told.get(chosen.dimension),
        "trend": drawn,
        **forecast_parts(line, outlook, drawn, until),
        "stars": _stars(chosen),
        "beside": _beside(line, closed),
        "others": panels.shop_figures(shop, now),
        **going(chosen.dimension, own.dimensions[chosen.dimension], line.today, line.leaves(shop.window, chosen.dimension), ahead),
        **not_counted(line, kind, here, all_days=all_days),
    }


def _too_close(line: ShopLine) -> set[str]:
    """The dimensions whose figure of the other window is too close to one that is told of the shop's own (rulebook 9)."""
    own, other = (line.now(kind).dimensions for kind in sorted(WINDOWS, key=lambda kind: kind != line.shop.window))
    return {name for name in DIMENSIONS if other[name] != own[name] and not stands_beside(other[name], line.of(line.shop.window, name))}


def _tile(shop: ShopFacts, figure: Figure, name: str, told: Peers | None, *, official: bool, is_closed: bool) -> Tile:
    held_back = not official and is_closed
    mean = None if held_back else figure.mean
    return Tile(
        dimension=name,
        figure=figure,
        state=state(figure, shop.rules.thresholds) if official else None,
        ruler=None if mean is None else charts.on_ruler(mean),
        against=None if told is None or held_back else told.compare(figure),
        category=None if told is None else charts.on_ruler(told.mean),
        held_back=held_back,
    )


def _trend(line: ShopLine, kind: WindowKind, chosen: Tile, first: int, told_of: Peers | None, outlook: Outlook | None) -> Any:
    """The chart, or None where the dimension may not be opened and where it has no day to tell."""
    if chosen.held_back:
        return None
    figures, told = told_line(line, kind, chosen.dimension, first)
    category = None if told_of is None else told_of.mean
    after = DRAWN_DAYS if outlook is not None and outlook.near else 0
    drawn = trend(
        figures, told, first=first, thresholds=line.shop.rules.thresholds, category=category,
        after=after, expected=on_the_scale(outlook),
    )  # fmt: skip
    return drawn if drawn.paths else None


def told_line(line: ShopLine, kind: WindowKind, dimension: str, first: int) -> tuple[list[Figure], list[bool]]:
    """One dimension's figures from a day on, and which of them are told."""
    figures = line.of(kind, dimension)
    told = told_days(figures, None if kind == line.shop.window else line.of(line.shop.window, dimension))
    skipped = first - line.first
    return figures[skipped:], told[skipped:]


def _stars(chosen: Tile) -> list[tuple[int, int]]:
    """(stars, how many), five first; nothing where the figure may not be opened."""
    return sorted(zip(STARS, chosen.figure.stars, strict=True), reverse=True) if chosen.opens else []


def _beside(line: ShopLine, closed: Collection[str]) -> list[tuple[str, list[Figure | None]]]:
    """The four dimensions under both windows, where they differ; None for what is too close to a figure told of the official one."""
    rows: list[tuple[str, list[Figure | None]]] = []
    for name in DIMENSIONS:
        if not any(line.now(kind).dimensions[name].count for kind in WINDOWS):
            continue
        both = [None if name in closed and kind != line.shop.window else line.now(kind).dimensions[name] for kind in WINDOWS]
        rows.append((name, both))
    differs = any(line.now(WINDOWS[0]).dimensions[name] != line.now(WINDOWS[1]).dimensions[name] for name in DIMENSIONS)
    return rows if differs else []
