"""Store ratings told anew or touched through their order, judged and written: rulebook 1 to 5, 9 and 20."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from ratings.domain.effect import effective_at
from ratings.rows import RatingRow, read, write
from ratings.services import figures
from ratings.services.standing import stand
from sellerdesk import moments
from sellerdesk.feed import marks
from sellerdesk.feed.batch import APPLIED, WAITING, Batch, Trade
from sellerdesk.feed.fact import Fact
from sellerdesk.feed.identity import Standing, settle
from sellerdesk.feed.pseudonyms import pseudonym


MOMENT = "rating"
ALREADY_RATED = "already_rated"
BOTH_SIDES = ("buyer_reviewed", "shop_reviewed")
"""Order marks that say when either side first reviewed an order."""


def apply(batch: Batch) -> None:
    """Write the store ratings told anew, judge again all of the touched orders, and move the figures."""
    told = _settle(batch)
    refs = batch.touched | {row.fact.data["order"] for row in told.values() if row.fact is not None}
    if not refs:
        return
    keys = {pseudonym(batch.shop.id, "order", ref): ref for ref in refs}
    displaced = {row.was.order_key for row in told.values() if row.was is not None}
    rows = {row.outside_id: row for row in read(batch.shop, "order_key", {*keys, *displaced})} | told
    before = {ref: row.judged() for ref, row in rows.items()}
    _judge(batch, rows.values(), keys)
    changed = [row for ref, row in rows.items() if row.fact is not None or row.judged() != before[ref]]
    if not changed:
        return
    moved = stand(batch.shop, changed)
    figures.post(batch.shop, moved, now=batch.now)
    write(batch.shop, {row.outside_id: row for row in (*changed, *moved)}.values())
    _remember(batch, changed)
    if any(row.moved() for row in moved):
        batch.noted["ratings.changed"] += 1


def _settle(batch: Batch) -> dict[str, RatingRow]:
    """The ratings told anew that stand; `was` of each is what stood before under the same id."""
    facts = list(batch.of("store_rating"))
    if not facts:
        return {}
    known = {row.outside_id: row for row in read(batch.shop, "outside_id", [fact.outside_id for fact in facts])}
    standing = {ref: Standing(row.record, row.at, row.content_hash, row.ruling or APPLIED) for ref, row in known.items()}
    winners = settle(batch, facts, standing, lambda fact: fact.outside_id)
    return {fact.outside_id: _row_of(fact, known.get(fact.outside_id)) for fact in winners}


def _row_of(fact: Fact, old: RatingRow | None) -> RatingRow:
    assert fact.order_key is not None
    scores = fact.data["scores"]
    return RatingRow(
        outside_id=fact.outside_id,
        record=fact.record,
        content_hash=fact.hash,
        at=fact.at,
        order_key=fact.order_key,
        scores=(scores.get("described"), scores.get("service"), scores.get("dispatch"), scores.get("logistics")),
        fact=fact,
        was=old.was if old is not None else None,
    )


def _judge(batch: Batch, rows: Iterable[RatingRow], keys: dict[bytes, str]) -> None:
    by_order: dict[bytes, list[RatingRow]] = defaultdict(list)
    for row in rows:
        by_order[row.order_key].append(row)
    known = marks.read(batch, keys.values())
    for key, own in by_order.items():
        ref = keys.get(key)
        trade = batch.trades.get(ref) if ref is not None else None
        if trade is not None:
            sides = [known[trade.ref][kind][1] if kind in known[trade.ref] else None for kind in BOTH_SIDES]
            for row in own:
                _place(batch, row, trade, *sides)
        _rule(batch, sorted(own, key=lambda row: (row.at, row.outside_id)))


def _place(batch: Batch, row: RatingRow, trade: Trade, buyer_reviewed_at: datetime | None, shop_reviewed_at: datetime | None) -> None:
    row.buyer_key = pseudonym(batch.shop.id, "buyer", trade.buyer_ref)
    row.placed_at, row.completed_at, row.struck_at = trade.placed_at, trade.completed_at, trade.struck_at
    row.effective_at = effective_at(
        at=row.at,
        completed_at=trade.completed_at,
        buyer_reviewed_at=buyer_reviewed_at,
        shop_reviewed_at=shop_reviewed_at,
        rules=batch.shop.rules,
    )


def _rule(batch: Batch, rows: list[RatingRow]) -> None:
    """Rulebook 1: the earliest by (at, id) stands. While the order is unknown all of them wait."""
    for number, row in enumerate(rows):
        ruling = WAITING if row.placed_at is None else ALREADY_RATED if number else APPLIED
        if row.ruling != ruling:
            batch.rule(row.record, row.ruling, ruling)
            row.ruling = ruling


def _remember(batch: Batch, rows: Iterable[RatingRow]) -> None:
    """Instants still to come, so that "now" is exact before the day is over."""
    moments.remember(batch.shop, MOMENT, {(row.outside_id, at) for row in rows for at in row.instants() if at > batch.now})
