"""Closing flagged reviews without an answer, one or many at once, and taking that back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reviews.domain import handling
from reviews.domain.flags import KIND
from reviews.domain.handling import Left
from reviews.services import flagging, reaching
from reviews.services.tagging import too_many_reviews
from sellerdesk import audit, setwise, work
from sellerdesk.commands import command
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import NotVisible
from sellerdesk.waiting import Sight


CLOSED = "reviews_closed"
"""The sort of change, where it is taken back (`sellerdesk.undoing`)."""


@dataclass(frozen=True, slots=True)
class Closed:
    """The reviews that were closed, and how many were left out, by reason."""

    reviews: tuple[int, ...]
    left: dict[Left, int]


@command
def close(*, desk_id: int, shop_ids: Sequence[int], review_ids: Sequence[int], actor: Actor, now: datetime) -> Closed:
    """Nothing more is to be done about these reviews, without an answer. What was answered, changed or deleted meanwhile is left out.

    Refused: too_many_reviews. NotVisible where none of them is seen.
    """
    if len(set(review_ids)) > handling.AT_ONCE:
        raise too_many_reviews()
    found = _facts(desk_id, shop_ids, review_ids, now)
    if not found:
        raise NotVisible
    why = {own: handling.why_left(ended, waits=waits) for own, (ended, waits) in found.items()}
    subjects = [f"review:{own}" for own, reason in why.items() if reason is None]
    closed = set(work.close_items(desk_id, KIND, subjects, handling.DONE, now)) if subjects else set()
    for own, reason in why.items():
        if reason is None and f"review:{own}" not in closed:
            why[own] = "not_waiting"
    done = sorted(own for own, reason in why.items() if reason is None)
    for own in done:
        audit.record(desk_id, actor, "review.closed", f"review:{own}", None, {"outcome": handling.DONE}, now)
    return Closed(tuple(done), dict(Counter(reason for reason in why.values() if reason is not None)))


@command
def reopen(*, desk_id: int, shop_ids: Sequence[int], review_ids: Sequence[int], closed_at: datetime, actor: Actor, now: datetime) -> int:
    """They wait again, where they were closed at that moment and nothing ended their waiting since; returns how many."""
    found = _facts(desk_id, shop_ids, review_ids, now)
    subjects = [f"review:{own}" for own, (ended, _waits) in found.items() if handling.why_left(ended, waits=True) is None]
    again = work.reopen_items(desk_id, KIND, subjects, closed_at, now=now) if subjects else []
    for subject in again:
        audit.record(desk_id, actor, "review.reopened", subject, {"outcome": handling.DONE}, None, now)
    return len(again)


def undo(done: Any, sight: Sight, actor: Actor, now: datetime) -> int:
    """Take back what a message's token tells: the ids, and when they were closed."""
    ids, closed_at = done
    return reopen(
        desk_id=sight.desk_id, shop_ids=sight.shop_ids, review_ids=ids, closed_at=datetime.fromisoformat(closed_at), actor=actor, now=now
    )


def _facts(desk_id: int, shop_ids: Sequence[int], review_ids: Sequence[int], now: datetime) -> dict[int, tuple[str, bool]]:
    """How the waiting of the reviews that are seen has ended, if it has, and whether a work item is open. No answer comes in between."""
    found = setwise.rows(
        "SELECT r.id, r.shop_id, EXISTS (SELECT FROM sellerdesk_workitem AS w WHERE w.desk_id = r.desk_id AND w.kind = %s"
        " AND w.state = 'open' AND w.subject = 'review:' || r.id) FROM reviews_review AS r"
        " WHERE r.desk_id = %s AND r.id = ANY(%s) AND r.shop_id = ANY(%s) AND r.author = 1 ORDER BY r.id FOR SHARE OF r",
        [KIND, desk_id, list(review_ids), list(shop_ids)],
    )
    ended: dict[int, str] = {}
    for shop_id in sorted({shop_id for _own, shop_id, _waits in found}):
        ended |= flagging.ended(reaching.shop(shop_id), [own for own, theirs, _waits in found if theirs == shop_id], now=now)
    return {own: (ended[own], waits) for own, _shop_id, waits in found}
