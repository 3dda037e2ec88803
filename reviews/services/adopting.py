"""What the marketplace tells of answers that were written here, and what makes them pointless: given elsewhere, deleted, struck.

**Order of locks**: deliveries, then reviews, answers, work items. Who settles a delivery holds its row before the review; so a load
holds the deliveries that its records may mean before it writes a review. An answer that is written between the two is seen by `close`,
or its worker finds out by asking again (`delivering.leaving`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from reviews.domain.facts import ACCEPTED, WAITING
from reviews.models import OwnAnswer
from reviews.services import wordings
from reviews.services.ledger import ChildRow, Ledger
from sellerdesk import outbox, setwise
from sellerdesk.commands import note
from sellerdesk.domain.searching import fold
from sellerdesk.feed.batch import Batch
from sellerdesk.feed.fact import Fact
from sellerdesk.models import Outbound


_SHOWN = {ACCEPTED, WAITING}
_LIVE = list(OwnAnswer.LIVE)
_WAITS = {"queued", "by_hand"}


@dataclass(frozen=True, slots=True)
class _Own:
    """An answer of ours that the marketplace has not told of."""

    id: int
    review_id: int
    review: str
    follow_up: str | None
    edit: bool
    state: str
    text: str
    outbound: int | None
    outside_id: str | None

    def is_told_by(self, fact: Fact) -> bool:
        """Whether a `reply` to the same target is this one: by its id, by its words, or since ours is there and there is one only."""
        return fact.outside_id == self.outside_id or fold(fact.data["text"]) == fold(self.text) or self.state in {"sent", "moderated"}


def hold(batch: Batch, ledger: Ledger) -> frozenset[int]:
    """Lock the deliveries of what this batch may tell of; which they are. Before anything is written."""
    refs = {*ledger.reviews, *ledger.answers}
    found = [one.outbound for one in _unheard(batch, refs) if one.outbound is not None]
    if found:
        outbox.hold(batch.shop.desk_id, found)
    return frozenset(found)


def close(batch: Batch, ledger: Ledger, held: Collection[int]) -> None:
    """Adopt what is told of ours, so that it is shown once, and call off what was queued and has become pointless."""
    told: dict[int, Fact] = {}
    over: dict[int, str] = {}
    mine = _unheard(batch, {*ledger.reviews, *ledger.answers})
    for own in mine:
        fact = None if own.edit else next((fact for fact in _new(ledger, own) if own.is_told_by(fact)), None)
        if fact is not None:
            told[own.id] = fact
        elif own.state in _WAITS and (why := _why_over(ledger, own)):
            over[own.id] = why
    if not told and not over:
        return
    _adopt(batch, [own for own in mine if own.id in told], told)
    _call_off(batch, [own for own in mine if own.id in over], over, held)
    for review_id in sorted({own.review_id for own in mine if own.id in told or own.id in over}):
        note(batch.shop.desk_id, "reviews.answering", shop_id=batch.shop.id, review=review_id)


def _unheard(batch: Batch, refs: Collection[str]) -> list[_Own]:
    """By the index of what the marketplace has not told of: a batch of history meets none of it."""
    if not refs:
        return []
    found = setwise.rows(
        "SELECT o.id, r.id, r.outside_id, f.outside_id, o.edit, o.state, o.text, o.outbound, o.outside_id FROM reviews_ownanswer AS o"
        " JOIN reviews_review AS r ON r.desk_id = o.desk_id AND r.id = o.review_id"
        " LEFT JOIN reviews_followup AS f ON f.desk_id = o.desk_id AND f.id = o.follow_up_id"
        " WHERE o.desk_id = %s AND o.shop_id = %s AND o.told_record IS NULL AND o.state = ANY(%s) AND r.outside_id = ANY(%s) ORDER BY o.id",
        [batch.shop.desk_id, batch.shop.id, _LIVE, sorted(refs)],
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
    return wordings.ELSEWHERE if not own.edit and _to(ledger, own) else ""


def _adopt(batch: Batch, mine: Sequence[_Own], told: Mapping[int, Fact]) -> None:
    setwise.change(
        "UPDATE reviews_ownanswer AS o SET outside_id = v.outside_id, told_record = v.record, sent_at = v.at, state = 'sent', reason = ''"
        " FROM {told} AS v (id, outside_id, record, at) WHERE o.id = v.id",
        "bigint, text, bigint, timestamptz",
        [(own.id, told[own.id].outside_id, told[own.id].record, told[own.id].at) for own in mine],
    )
    outbox.told(batch.shop.desk_id, [own.outbound for own in mine if own.outbound is not None], now=batch.now)


def _call_off(batch: Batch, mine: Sequence[_Own], over: Mapping[int, str], held: Collection[int]) -> None:
    """What no worker has begun is not sent. One that was written since `hold` is passed over: its worker asks again (`leaving`)."""
    if not mine:
        return
    ours = [own for own in mine if own.outbound in held]
    gone = _cancelled(batch.shop.desk_id, [own.outbound for own in ours if own.outbound is not None], batch.now)
    setwise.change(
        "UPDATE reviews_ownanswer AS o SET state = 'cancelled', reason = v.reason FROM {told} AS v (id, reason) WHERE o.id = v.id",
        "bigint, text",
        [(own.id, over[own.id]) for own in ours if own.outbound in gone],
    )


def _cancelled(desk_id: int, outbound_ids: Sequence[int], now: datetime) -> set[int]:
    waiting = Outbound.objects.filter(desk_id=desk_id, pk__in=outbound_ids, state__in=[outbox.State.QUEUED, outbox.State.BY_HAND])
    ids = set(waiting.values_list("pk", flat=True))
    for outbound_id in sorted(ids):
        outbox.cancel(desk_id, outbound_id, now=now)
    return ids
