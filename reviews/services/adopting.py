"""What the marketplace tells of answers that were written here, and what makes them pointless: given elsewhere, deleted,
struck, followed up (rulebook 15).

**Order of locks**: deliveries, then reviews, answers, work items. Who settles a delivery holds its row before the review; so a load
holds the deliveries that its records may mean before it writes a review. An answer that is written between the two is seen by `close`,
or its worker finds out by asking again (`delivering.leaving`).
"""

from collections.abc import Collection
from dataclasses import dataclass

from reviews.domain.facts import ACCEPTED, WAITING
from reviews.services import echoes, wordings
from reviews.services.ledger import ChildRow, Ledger
from sellerdesk import setwise
from sellerdesk.commands import note
from sellerdesk.feed.batch import Batch
from sellerdesk.feed.fact import Fact


_SHOWN = {ACCEPTED, WAITING}


@dataclass(slots=True)
class _Own(echoes.Own):
    """An answer to a review, to its follow-up where that is named, or (`edit`) the text that takes its place."""

    review_id: int
    review: str
    follow_up: str | None
    edit: bool


def hold(batch: Batch, ledger: Ledger) -> frozenset[int]:
    """Lock the deliveries of what this batch may tell of; which they are. Before anything is written."""
    return echoes.hold(batch, _unheard(batch, {*ledger.reviews, *ledger.answers}))


def close(batch: Batch, ledger: Ledger, held: Collection[int]) -> None:
    """Adopt what is told of ours, so that it is shown once, and call off what was queued and has become pointless."""
    told: dict[int, Fact] = {}
    over: dict[int, str] = {}
    mine = _unheard(batch, {*ledger.reviews, *ledger.answers})
    for own in mine:
        fact = None if own.edit else next((fact for fact in _new(ledger, own) if own.is_told_by(fact)), None)
        if fact is not None:
            told[own.id] = fact
        elif own.state in echoes.WAITS and (why := _why_over(ledger, own)):
            over[own.id] = why
    if not told and not over:
        return
    echoes.adopt(batch, mine, told)
    echoes.call_off(batch, mine, over, held)
    for review_id in sorted({own.review_id for own in mine if own.id in told or own.id in over}):
        note(batch.shop.desk_id, "reviews.answering", shop_id=batch.shop.id, review=review_id)


def _unheard(batch: Batch, refs: Collection[str]) -> list[_Own]:
    """By the index of what the marketplace has not told of: a batch of history meets none of it."""
    if not refs or echoes.none_unheard(batch):
        return []
    found = setwise.rows(
        "SELECT o.id, o.state, o.text, o.outbound, o.outside_id, r.id, r.outside_id, f.outside_id, o.edit FROM reviews_ownanswer AS o"
        " JOIN reviews_review AS r ON r.desk_id = o.desk_id AND r.id = o.review_id"
        " LEFT JOIN reviews_followup AS f ON f.desk_id = o.desk_id AND f.id = o.follow_up_id"
        " WHERE o.desk_id = %s AND o.shop_id = %s AND o.told_record IS NULL AND o.state = ANY(%s) AND r.outside_id = ANY(%s) ORDER BY o.id",
        [batch.shop.desk_id, batch.shop.id, echoes.LIVE, sorted(refs)],
    )
    return [_Own(*row) for row in found]


def _to(ledger: Ledger, own: _Own) -> list[ChildRow]:
    """The answers that stand, or wait, to the same review or follow-up, the earliest first."""
    answers = [one for one in ledger.answers.get(own.review, []) if one.facts.follow_up == own.follow_up and one.ruling in _SHOWN]
    return sorted(answers, key=lambda one: (one.facts.at, one.facts.outside_id))


def _new(ledger: Ledger, own: _Own) -> list[Fact]:
    return [child.fact for child in _to(ledger, own) if child.fact is not None]


def _why_over(ledger: Ledger, own: _Own) -> str:
    row = ledger.reviews.get(own.review)
    if row is not None and row.struck_at is not None:
        return wordings.STRUCK
    if row is not None and row.deleted_at is not None:
        return wordings.DELETED
    if not own.edit and _to(ledger, own):
        return wordings.ELSEWHERE
    return wordings.FOLLOWED if not own.edit and own.follow_up is None and row is not None and row.followed_at is not None else ""
