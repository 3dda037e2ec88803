"""What of the review ledger stands, judged again for every trade that a batch touches: rulebook 10 and 13 to 15."""

from collections.abc import Sequence
from datetime import datetime

from reviews.domain.changes import judge_steps
from reviews.domain.facts import ACCEPTED, BUYER, SHOP, WAITING, Trade
from reviews.domain.placing import Placed, place
from reviews.domain.words import answerable_until, followed_at, judge_answers, judge_follow_ups
from reviews.services import adopting, crediting, rating_echoes, writing
from reviews.services.ledger import ChildRow, Ledger, ReviewRow, gather
from sellerdesk.feed import marks, trades
from sellerdesk.feed.batch import Batch


FIRST_REVIEW = {BUYER: "buyer_reviewed", SHOP: "shop_reviewed"}
"""Order marks with the instant of the first accepted review of either side; store ratings wait for both (rulebook 3)."""


def apply(batch: Batch) -> None:
    """Write the facts of this room and judge again what they touch."""
    ledger = gather(batch)
    if not ledger.reviews and not ledger.orders and not _has_children(ledger):
        return
    held, rated = adopting.hold(batch, ledger), rating_echoes.hold(batch, ledger)
    trades.find(batch, ledger.orders)
    before = {ref: row.derived() for ref, row in ledger.reviews.items()}
    _judge_reviews(batch, ledger)
    for ref in {*ledger.reviews, *ledger.steps, *ledger.follow_ups, *ledger.answers}:
        _judge_children(batch, ledger, ref)
    _mark_orders(batch, ledger)
    writing.write(batch, ledger, before)
    crediting.apply(batch, ledger)
    adopting.close(batch, ledger, held)
    rating_echoes.close(batch, ledger, rated)


def _has_children(ledger: Ledger) -> bool:
    return bool(ledger.steps or ledger.follow_ups or ledger.answers)


def _judge_reviews(batch: Batch, ledger: Ledger) -> None:
    by_order: dict[str, list[ReviewRow]] = {}
    for row in ledger.reviews.values():
        if row.order_ref is None:
            _without_order(batch, row)
        else:
            by_order.setdefault(row.order_ref, []).append(row)
    for ref, rows in by_order.items():
        trade = trade_of(batch, ref)
        placed = place(trade, [row.facts() for row in rows], batch.shop.rules)
        for row in rows:
            _take(batch, row, placed[row.outside_id], trade)


def _without_order(batch: Batch, row: ReviewRow) -> None:
    """A review without an order is shown and flagged; it earns nothing (feed: review)."""
    _take_named(batch, row)
    _rule(batch, row, ACCEPTED)


def _take(batch: Batch, row: ReviewRow, placed: Placed, trade: Trade | None) -> None:
    _rule(batch, row, placed.ruling)
    row.placed_line = placed.line if placed.ruling == ACCEPTED else None
    row.struck_at = trade.struck_at if trade else None
    _take_named(batch, row)
    if trade is None or row.order_ref is None:
        return
    known = batch.trades[row.order_ref]
    row.buyer_id = known.buyer_id
    if placed.line is not None and placed.line in known.lines:
        row.product_id = known.lines[placed.line][0]


def _take_named(batch: Batch, row: ReviewRow) -> None:
    """Without its order a review is shown with the buyer and product that it names itself."""
    if row.fact is not None:
        buyer, product = row.fact.data.get("buyer"), row.fact.data.get("product")
        row.buyer_id = batch.buyers[buyer["id"]] if buyer else None
        row.product_id = batch.products[product] if product else None


def _rule(batch: Batch, row: ReviewRow | ChildRow, ruling: str) -> None:
    if row.ruling != ruling:
        batch.rule(row.record, row.ruling, ruling)
        row.ruling = ruling


def trade_of(batch: Batch, ref: str) -> Trade | None:
    """An order as this room's rules see it, None while it is not known."""
    known = batch.trades.get(ref)
    if known is None:
        return None
    return Trade(known.placed_at, known.completed_at, known.reviewable, tuple(known.lines), known.struck_at)


def _judge_children(batch: Batch, ledger: Ledger, ref: str) -> None:
    row = ledger.reviews.get(ref)
    steps, follow_ups, answers = ledger.steps.get(ref, []), ledger.follow_ups.get(ref, []), ledger.answers.get(ref, [])
    if row is not None and not steps and not follow_ups and not answers:
        # Nine in ten reviews: nothing to judge, only until when the shop may answer.
        row.changed_at = row.deleted_at = row.answered_at = row.followed_at = None
        gone = row.struck_at is not None
        row.answerable_until = answerable_until(row.facts(), row.ruling or ACCEPTED, (), (), gone=gone, rules=batch.shop.rules)
        return
    review, ruling = (row.facts(), row.ruling or ACCEPTED) if row else (None, WAITING)
    rules = batch.shop.rules
    rulings, course = judge_steps(review, ruling, [child.facts for child in steps], rules)
    _rule_all(batch, steps, rulings)
    trade = trade_of(batch, row.order_ref) if row and row.order_ref else None
    completed_at = trade.completed_at if trade else None
    judged = judge_follow_ups(
        review, ruling, [child.facts for child in follow_ups], completed_at=completed_at, deleted_at=course.deleted_at, rules=rules
    )
    _rule_all(batch, follow_ups, judged)
    told = [(child.facts, own) for child, own in zip(follow_ups, judged, strict=True)]
    replies = judge_answers(review, ruling, told, [child.facts for child in answers], rules)
    _rule_all(batch, answers, replies)
    if row is not None:
        row.changed_at, row.deleted_at = course.changed_at, course.deleted_at
        row.answered_at = _first_answer(answers, replies)
        row.followed_at = followed_at(told)
        given = [(child.facts, own) for child, own in zip(answers, replies, strict=True)]
        gone = row.deleted_at is not None or row.struck_at is not None
        row.answerable_until = answerable_until(row.facts(), ruling, told, given, gone=gone, rules=rules)


def _rule_all(batch: Batch, children: Sequence[ChildRow], rulings: Sequence[str]) -> None:
    for child, ruling in zip(children, rulings, strict=True):
        if child.fact is None and child.ruling != ruling:
            batch.rule(child.record, child.ruling, ruling)
            child.moved = True
        elif child.fact is not None:
            batch.rule(child.record, None, ruling)
        child.ruling = ruling


def _first_answer(answers: Sequence[ChildRow], rulings: Sequence[str]) -> datetime | None:
    """When the review itself was answered; an answer to the follow-up is another matter."""
    given = [
        child.facts.at
        for child, ruling in zip(answers, rulings, strict=True)
        if ruling in {ACCEPTED, WAITING} and not child.facts.follow_up
    ]
    return min(given, default=None)


def _mark_orders(batch: Batch, ledger: Ledger) -> None:
    """Tell the other rooms when either side first reviewed an order; deleted reviews count (rulebook 3)."""
    told: dict[str, dict[str, marks.Mark | None]] = {
        ref: dict.fromkeys(FIRST_REVIEW.values()) for ref in ledger.orders if ref in batch.trades
    }
    for row in ledger.reviews.values():
        if row.ruling == ACCEPTED and row.order_ref is not None:
            own, kind = told[row.order_ref], FIRST_REVIEW[row.author]
            first = own[kind]
            if first is None or row.at < first[1]:
                own[kind] = ("", row.at)
    marks.write(batch, told)
