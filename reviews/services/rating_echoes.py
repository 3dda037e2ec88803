"""What the marketplace tells of ratings that were given here, and what makes them pointless: given elsewhere, or the trade struck.

Locks as in `adopting`: a load holds the deliveries that its records may mean before it writes a review. A rating that is written between
the two is found by its worker (`rating_fates.leaving`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from reviews.domain.facts import ACCEPTED, SHOP
from reviews.models import BuyerRating
from reviews.services import echoes, rating_wordings as said
from reviews.services.ledger import Ledger, ReviewRow
from sellerdesk import outbox, setwise
from sellerdesk.commands import note
from sellerdesk.domain.searching import fold
from sellerdesk.feed.batch import Batch
from sellerdesk.models import Outbound


_LIVE = list(BuyerRating.LIVE)
_WAITS = {"queued", "by_hand"}


@dataclass(frozen=True, slots=True)
class _Own:
    """A rating of ours that the marketplace has not told of."""

    id: int
    order: str
    line: str
    verdict: int
    text: str
    state: str
    outbound: int | None
    outside_id: str | None

    def is_of(self, row: ReviewRow) -> bool:
        """Whether a review is the shop's of the same line, or has the id that the marketplace gave to ours."""
        same_line = row.ruling == ACCEPTED and row.placed_line == self.line
        return row.author == SHOP and row.order_ref == self.order and (same_line or row.outside_id == self.outside_id)

    def is_told_by(self, row: ReviewRow) -> bool:
        """Whether the shop's review of this line is this one: by its id, by what it says, or since ours is there and there is one only."""
        text = "" if row.fact is None else row.fact.data.get("text") or ""
        says_the_same = row.verdict == self.verdict and fold(text) == fold(self.text)
        return row.outside_id == self.outside_id or says_the_same or self.state in {"sent", "moderated"}


def hold(batch: Batch, ledger: Ledger) -> frozenset[int]:
    """Lock the deliveries of what this batch may tell of; which they are. Before anything is written."""
    found = [one.outbound for one in _unheard(batch, ledger) if one.outbound is not None]
    if found:
        outbox.hold(batch.shop.desk_id, found)
    return frozenset(found)


def close(batch: Batch, ledger: Ledger, held: Collection[int]) -> None:
    """Adopt what is told of ours, so that it is shown once, and call off what was queued and has become pointless."""
    mine = _unheard(batch, ledger)
    if not mine:
        return
    by_order: dict[str, list[ReviewRow]] = {}
    for row in ledger.reviews.values():
        if row.author == SHOP and row.order_ref is not None:
            by_order.setdefault(row.order_ref, []).append(row)
    told: list[tuple[_Own, ReviewRow]] = []
    over: list[tuple[_Own, str]] = []
    for own in mine:
        theirs = [row for row in by_order.get(own.order, []) if own.is_of(row)]
        trade = batch.trades.get(own.order)
        if (ours := next((row for row in theirs if own.is_told_by(row)), None)) is not None:
            told.append((own, ours))
        elif own.state in _WAITS and own.outbound in held and (theirs or (trade is not None and trade.struck_at is not None)):
            over.append((own, said.ELSEWHERE if theirs else said.STRUCK))
    _adopt(batch, told)
    _call_off(batch, over)
    if told or over:
        note(batch.shop.desk_id, "reviews.rating", shop_id=batch.shop.id, coalesce=True)


def _unheard(batch: Batch, ledger: Ledger) -> list[_Own]:
    """By the index of what the marketplace has not told of: a batch of history meets none of it."""
    if not batch.shop.rules.rates_buyers or not ledger.orders or echoes.none_unheard(batch, "reviews_buyerrating"):
        return []
    found = setwise.rows(
        "SELECT g.id, o.outside_id, l.outside_id, g.verdict, g.text, g.state, g.outbound, g.outside_id FROM reviews_buyerrating AS g"
        " JOIN sellerdesk_order AS o ON o.desk_id = g.desk_id AND o.id = g.order_id"
        " JOIN sellerdesk_orderline AS l ON l.desk_id = g.desk_id AND l.id = g.line_id"
        " WHERE g.desk_id = %s AND g.shop_id = %s AND g.told_record IS NULL AND g.state = ANY(%s) AND o.outside_id = ANY(%s) ORDER BY g.id",
        [batch.shop.desk_id, batch.shop.id, _LIVE, sorted(ledger.orders)],
    )
    return [_Own(*row) for row in found]


def _adopt(batch: Batch, told: Sequence[tuple[_Own, ReviewRow]]) -> None:
    setwise.change(
        "UPDATE reviews_buyerrating AS g SET outside_id = v.outside_id, told_record = v.record, sent_at = v.at, state = 'sent', reason = ''"
        " FROM {told} AS v (id, outside_id, record, at) WHERE g.id = v.id",
        "bigint, text, bigint, timestamptz",
        [(own.id, row.outside_id, row.record, row.at) for own, row in told],
    )
    if owed := [own.outbound for own, _row in told if own.outbound is not None]:
        outbox.told(batch.shop.desk_id, owed, now=batch.now)


def _call_off(batch: Batch, over: Sequence[tuple[_Own, str]]) -> None:
    """What no worker has begun is not sent. One that a worker holds is left to it: it asks again before it sends."""
    ids = [own.outbound for own, _why in over if own.outbound is not None]
    waiting = Outbound.objects.filter(desk_id=batch.shop.desk_id, pk__in=ids, state__in=[outbox.State.QUEUED, outbox.State.BY_HAND])
    gone = set(waiting.values_list("pk", flat=True)) if ids else set()
    for outbound_id in sorted(gone):
        outbox.cancel(batch.shop.desk_id, outbound_id, now=batch.now)
    setwise.change(
        "UPDATE reviews_buyerrating AS g SET state = 'cancelled', reason = v.reason FROM {told} AS v (id, reason) WHERE g.id = v.id",
        "bigint, text",
        [(own.id, why) for own, why in over if own.outbound in gone],
    )
