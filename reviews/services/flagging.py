"""New reviews and follow-ups are judged for flags, and what waits for a person becomes a work item: rulebook 22."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from reviews.domain import flags
from reviews.domain.facts import ACCEPTED, BUYER, WAITING
from reviews.domain.flags import Reason, still_waits, why_flagged
from reviews.domain.verdicts import Verdict
from reviews.models import ANSWERED
from reviews.services import searching, topics
from sellerdesk import hours, setwise, work
from sellerdesk.commands import command, note
from sellerdesk.shops import ShopFacts


KIND = flags.KIND
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class _Unjudged:
    """A review as the flags see it."""

    id: int
    at: datetime
    author: int
    verdict: int
    stars: int | None
    ruling: str
    changed_at: datetime | None
    deleted_at: datetime | None
    answered_at: datetime | None
    """Answered on the marketplace, or here with an answer that is there or on its way."""
    struck_at: datetime | None

    def reasons(self) -> tuple[Reason, ...]:
        """Why it is flagged, whatever became of it since."""
        return why_flagged(verdict=Verdict(self.verdict), stars=self.stars) if self.author == BUYER else ()

    def ended(self, now: datetime) -> str:
        """Why nobody needs to look any more; empty while somebody does."""
        if self.ruling not in {ACCEPTED, WAITING}:
            return "rejected"
        ends = {"deleted": self.deleted_at, "struck": self.struck_at, "changed": self.changed_at, "answered": self.answered_at}
        return next((word for word, at in ends.items() if at is not None), "lapsed" if flags.lapsed(self.at, now) else "")


@command
def judge(*, shop: ShopFacts, now: datetime, limit: int = AT_ONCE) -> int:
    """Judge up to `limit` reviews and follow-ups that are new or stand otherwise now; returns how many there were.

    Their words are kept for the search at the same time: the loader would have to wait for it.

    Twice is once: rows that another worker holds are passed over, and opening an open item does nothing.
    """
    reviews = _take(shop, "NOT r.judged", [limit], "ORDER BY r.id LIMIT %s FOR UPDATE OF r SKIP LOCKED")
    _call(shop, reviews, now)
    setwise.change(
        "UPDATE reviews_review AS r SET judged = true, flags = v.flags FROM {told} AS v (id, flags) WHERE r.id = v.id",
        "bigint, jsonb",
        [(review.id, setwise.json(list(review.reasons()))) for review in reviews],
    )
    followed = _judge_follow_ups(shop, limit)
    searching.keep(shop, [review.id for review in reviews], followed)
    topics.keep(shop, [review.id for review in reviews], followed, now=now)
    return len(reviews) + len(followed)


def look_again(shop: ShopFacts, review_id: int, *, now: datetime) -> None:
    """Open or close the work item of one review at once: its answer was owed, or will not come. Inside a command that has locked it."""
    _call(shop, _take(shop, "r.id = %s", [review_id]), now)


def _call(shop: ShopFacts, reviews: Sequence[_Unjudged], now: datetime) -> None:
    """What waits for a person becomes work, what does not is none any more."""
    judged = [(review, review.reasons(), review.ended(now)) for review in reviews]
    flagged = [review for review, reasons, ended in judged if still_waits(reasons=reasons, ended=ended)]
    due = hours.due_each(shop, [review.at for review in flagged])
    waiting = [
        work.Opening(
            kind=KIND, subject=f"review:{review.id}", shop_id=shop.id, due_at=due[review.at], since=review.at, allowed=shop.reply_target
        )
        for review in flagged
    ]
    if work.open_items(shop.desk_id, waiting, now=now):
        note(shop.desk_id, "reviews.flagged", shop_id=shop.id, coalesce=True)
    # One that was open before may be dated earlier now, by a content that displaced the first.
    if waiting:
        work.move_items(shop.desk_id, waiting)
    _close(
        shop,
        [(review.id, ended or "not_flagged") for review, reasons, ended in judged if not still_waits(reasons=reasons, ended=ended)],
        now,
    )


def shops_with_unjudged() -> list[int]:
    """Ids of the shops where something is not judged yet. A sweep over all desks."""
    found = setwise.rows(
        "SELECT shop_id FROM reviews_review WHERE NOT judged UNION SELECT shop_id FROM reviews_followup WHERE NOT judged", []
    )
    return [row[0] for row in found]


def _take(shop: ShopFacts, which: str, parameters: Sequence[int], tail: str = "") -> list[_Unjudged]:
    found = setwise.rows(
        "SELECT r.id, r.at, r.author, r.verdict, r.stars, r.ruling, r.changed_at, r.deleted_at,"
        f" {ANSWERED}, r.struck_at FROM reviews_review AS r WHERE r.desk_id = %s AND r.shop_id = %s AND {which} {tail}",
        [shop.desk_id, shop.id, *parameters],
    )
    return [_Unjudged(*row) for row in found]


def _close(shop: ShopFacts, ended: Iterable[tuple[int, str]], now: datetime) -> None:
    by_outcome: dict[str, list[str]] = defaultdict(list)
    for review_id, outcome in ended:
        by_outcome[outcome].append(f"review:{review_id}")
    for outcome in sorted(by_outcome):
        work.close_items(shop.desk_id, KIND, by_outcome[outcome], outcome, now)


def _judge_follow_ups(shop: ShopFacts, limit: int) -> list[str]:
    """The reviews followed up. By verdict and stars a follow-up is never flagged, having neither: it says so by being judged."""
    found = setwise.rows(
        "UPDATE reviews_followup SET judged = true, flags = '[]' WHERE id IN (SELECT id FROM reviews_followup"
        " WHERE desk_id = %s AND shop_id = %s AND NOT judged ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED) RETURNING review_ref",
        [shop.desk_id, shop.id, limit],
    )
    return [row[0] for row in found]
