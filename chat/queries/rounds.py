"""The rounds behind a figure, the newest first, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from chat.domain.asking import Which
from chat.domain.figures import Round, Tally, tally
from chat.domain.local_days import Clock
from chat.queries.scope import ANSWERED_AT, OPEN, THREAD, Scope, hours, parameters, rounds
from sellerdesk import setwise
from sellerdesk.domain.cursors import Cursor
from sellerdesk.shops import ShopFacts


PAGE: Final = 50
_DONE = "r.waited IS NOT NULL"
_WHICH: Final[dict[Which, str]] = {
    "all": OPEN,
    "answered": _DONE,
    "unanswered": f"r.waited IS NULL AND {OPEN}",
    "done": "r.done_at IS NOT NULL",
    "in_time": "r.waited <= p.target",
    "late": f"{OPEN} AND CASE WHEN {_DONE} THEN r.waited > p.target ELSE r.asked_at < p.over END",
    "running": f"{OPEN} AND r.waited IS NULL AND r.asked_at >= p.over",
    "daytime": f"{OPEN} AND p.by_day AND ({_DONE} OR r.asked_at < %(over_3)s)",
    "within_3": "p.by_day AND r.waited <= %(within_3)s",
    "over_3": f"{OPEN} AND p.by_day AND CASE WHEN {_DONE} THEN r.waited > %(within_3)s ELSE r.asked_at < %(over_3)s END",
    "capped": f"{OPEN} AND p.by_day AND ({_DONE} OR r.asked_at < %(over_cap)s)",
    "automatic": f"{OPEN} AND r.automatic_at IS NOT NULL",
}
_MET: Final[dict[Which, str]] = {"buyers": "true", "buyers_answered": "met", "buyers_unanswered": "NOT met"}
_COLUMNS = ("id", "asked_at", "answered_at", "agent_id", "automatic_at", "done_at", "after_sale", "shop_id", "thread_id")
_ROUND = ", ".join(f"r.{name}" for name in _COLUMNS)
_CHOSEN = ", ".join(f"chosen.{name}" for name in _COLUMNS)


@dataclass(frozen=True, slots=True)
class Shown:
    """One round of the list, and what it is by the figures' own rules."""

    id: int
    shop: ShopFacts
    thread_id: int
    buyer: str
    round: Round
    tally: Tally
    after_sale: bool

    @property
    def automatic_after(self) -> timedelta | None:
        """Until the first automatic answer."""
        return None if self.round.automatic_at is None else self.round.automatic_at - self.round.asked_at


@dataclass(frozen=True, slots=True)
class Page:
    """Some rounds, how many there are in all, and where the next page begins."""

    rows: Sequence[Shown]
    count: int
    next: Cursor | None


def page(scope: Scope, which: Which, *, after: Cursor | None, size: int = PAGE) -> Page:
    """The rounds that a figure counts. Of a figure of buyers: one for each buyer and day, the first of the day."""
    given = parameters(scope) | {"limit": size + 1}
    beyond = ""
    if after is not None:
        given |= {"after_at": after.at, "after_id": after.id}
        beyond = "WHERE (asked_at, id) < (%(after_at)s, %(after_id)s)"
    chosen = _chosen(scope, which)
    [(count,)] = setwise.rows(f"{hours(scope)} SELECT count(*) FROM ({chosen}) AS chosen", given)
    found = setwise.rows(
        f"{hours(scope)} SELECT {_CHOSEN}, t.buyer_id, b.name"
        f" FROM (SELECT * FROM ({chosen}) AS every {beyond} ORDER BY asked_at DESC, id DESC LIMIT %(limit)s) AS chosen"
        " JOIN chat_thread AS t ON t.desk_id = %(desk)s AND t.id = chosen.thread_id"
        " JOIN sellerdesk_buyer AS b ON b.desk_id = t.desk_id AND b.id = t.buyer_id ORDER BY chosen.asked_at DESC, chosen.id DESC",
        given,
    )
    known = {shop.id: shop for shop in scope.shops}
    rows = [_shown(row, known[row[7]], scope) for row in found[:size]]
    return Page(rows, count, Cursor(rows[-1].round.asked_at, rows[-1].id) if len(found) > size else None)


def _chosen(scope: Scope, which: Which) -> str:
    if which not in _MET:
        return f"SELECT {_ROUND} {rounds(scope)} AND {_WHICH[which]}"
    met = f"bool_or(coalesce({ANSWERED_AT} < p.day_ends, false)) OVER of_buyer AS met"
    place = "row_number() OVER (of_buyer ORDER BY r.asked_at, r.id) AS place"
    of_buyer = "WINDOW of_buyer AS (PARTITION BY p.shop_id, p.day, t.buyer_id)"
    every = f"SELECT {_ROUND}, {met}, {place} {rounds(scope, join=THREAD)} AND {OPEN} {of_buyer}"
    return f"SELECT {', '.join(_COLUMNS)} FROM ({every}) AS every WHERE place = 1 AND {_MET[which]}"


def _shown(row: Sequence[Any], shop: ShopFacts, scope: Scope) -> Shown:
    own_id, asked_at, answered_at, agent, automatic_at, done_at, after_sale, _, thread_id, buyer_id, name = row
    one = Round(buyer_id, asked_at, answered_at, agent, automatic_at, done_at)
    judged = tally(one, clock=Clock(shop.zone), target=shop.reply_target, now=scope.now)
    return Shown(own_id, shop, thread_id, name, one, judged, after_sale)
