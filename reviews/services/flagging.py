"""New reviews and follow-ups are judged for flags, and what waits for a person becomes a work item: rulebook 22."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from reviews.domain import flags
from reviews.domain.facts import ACCEPTED, BUYER, WAITING
from reviews.domain.flags import Course, Followed, Reason, Wait, why_flagged, words_of
from reviews.domain.tone.judging import tone
from reviews.domain.verdicts import Verdict
from reviews.models import ANSWERED, FOLLOW_UP_ANSWERED
from reviews.services import automatic_queue, searching, topics
from sellerdesk import hours, setwise, work
from sellerdesk.commands import command, note
from sellerdesk.feed.scrubbing import ERASED
from sellerdesk.shops import ShopFacts


KIND = flags.KIND
AT_ONCE = 500
_LOCKED = "ORDER BY r.id LIMIT %s FOR UPDATE OF r SKIP LOCKED"


@dataclass(frozen=True, slots=True)
class _Held:
    """A review as the flags see it."""

    id: int
    outside_id: str
    at: datetime
    author: int
    verdict: int
    stars: int | None
    title: str
    text: str
    cons: str
    ruling: str
    changed_at: datetime | None
    deleted_at: datetime | None
    answered_at: datetime | None
    """Answered on the marketplace, or here with an answer that is there or on its way."""
    struck_at: datetime | None
    followed_at: datetime | None
    doubted: bool
    """Whether it is flagged for its text; that stays where the text was erased."""

    def reasons(self, followed: Followed | None) -> tuple[Reason, ...]:
        """Why it is flagged, whatever became of it since."""
        if self.author != BUYER:
            return ()
        own = why_flagged(verdict=Verdict(self.verdict), stars=self.stars)
        if not own and _is_negative(words_of(self.title, self.text, self.cons), kept=self.doubted):
            own = (Reason.TEXT,)
        return (*own, Reason.FOLLOW_UP) if followed is not None and followed.negative else own

    def course(self) -> Course:
        """What became of it."""
        stands = self.ruling in {ACCEPTED, WAITING}
        return Course(self.at, stands, self.changed_at, self.deleted_at, self.answered_at, self.struck_at)


class _Judged(NamedTuple):
    """A review with its reasons and what of it waits."""

    id: int
    reasons: tuple[Reason, ...]
    wait: Wait


@dataclass(frozen=True)
class _Later:
    """A follow-up that is not judged yet; `review_id` is None where its review has not come."""

    id: int
    review_ref: str
    text: str
    ruling: str
    review_id: int | None
    flagged: bool

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """Its own flag: one that does not stand has none."""
        return (Reason.FOLLOW_UP,) if self.ruling in {ACCEPTED, WAITING} and _is_negative(self.text, kept=self.flagged) else ()


def _is_negative(text: str, *, kept: bool) -> bool:
    """What a text says; of erased words nobody can read it any more, and what was found in them holds."""
    return bool(tone(text)) or (kept and ERASED in text)


@command
def judge(*, shop: ShopFacts, now: datetime, limit: int = AT_ONCE) -> int:
    """Judge up to `limit` reviews and follow-ups that are new or stand otherwise now; returns how many there were.

    Their words are kept for the search at the same time: the loader would have to wait for it.

    Twice is once: rows that another worker holds are passed over, and opening an open item does nothing.
    """
    reviews = _take(shop, "NOT r.judged", [limit], _LOCKED)
    follow_ups, theirs = _take_follow_ups(shop, limit, {review.id for review in reviews})
    held = [*reviews, *theirs]
    judged = _call(shop, held, now)
    _wake(shop, follow_ups)
    _flag("reviews_review", [(one.id, one.reasons) for one in judged])
    _flag("reviews_followup", [(one.id, one.reasons) for one in follow_ups])
    searching.keep(shop, [review.id for review in reviews], [one.review_ref for one in follow_ups])
    topics.keep(shop, [review.id for review in reviews], [one.review_ref for one in follow_ups], now=now)
    automatic_queue.look_at(shop, [review.id for review in reviews], now=now)
    return len(reviews) + len(follow_ups)


def look_again(shop: ShopFacts, review_id: int, *, now: datetime) -> None:
    """Open or close the work item of one review at once: its answer was owed, or will not come. Inside a command that has locked it."""
    _call(shop, _take(shop, "r.id = %s", [review_id]), now)


def ended(shop: ShopFacts, review_ids: Sequence[int], *, now: datetime) -> dict[int, str]:
    """How the waiting of each of these reviews ended, as `flags.wait` tells it; empty of one that has something to wait for.

    Inside a command that has locked them.
    """
    return {one.id: one.wait.ended for one in _judge(shop, _take(shop, "r.id = ANY(%s)", [list(review_ids)]), now)}


def _call(shop: ShopFacts, held: Collection[_Held], now: datetime) -> list[_Judged]:
    """What waits for a person becomes work, what does not is none any more."""
    judged = _judge(shop, held, now)
    _open(shop, [(one.id, one.wait.since) for one in judged if not one.wait.ended], now)
    _close(shop, [(one.id, one.wait.ended) for one in judged if one.wait.ended], now)
    return judged


def _judge(shop: ShopFacts, held: Collection[_Held], now: datetime) -> list[_Judged]:
    followed = _followed(shop, [review.outside_id for review in held if review.author == BUYER and review.followed_at is not None])
    return [_judged(review, followed.get(review.outside_id), now) for review in held]


def doubted(record: Mapping[str, Any]) -> bool:
    """Whether a good review or a follow-up, as the feed tells it, would be flagged for its text (rulebook 22)."""
    title, text, cons = (record.get(name) or "" for name in ("title", "text", "cons"))
    return bool(tone(words_of(title, text, cons)))


def shops_with_unjudged() -> list[int]:
    """Ids of the shops where something is not judged yet. A sweep over all desks."""
    found = setwise.rows(
        "SELECT shop_id FROM reviews_review WHERE NOT judged UNION SELECT shop_id FROM reviews_followup WHERE NOT judged", []
    )
    return [row[0] for row in found]


def _take(shop: ShopFacts, which: str, parameters: Sequence[int | list[int]], tail: str = "") -> list[_Held]:
    found = setwise.rows(
        "SELECT r.id, r.outside_id, r.at, r.author, r.verdict, r.stars, r.title, r.text, r.cons, r.ruling, r.changed_at, r.deleted_at,"
        f" {ANSWERED}, r.struck_at, r.followed_at, r.flags ? 'text' FROM reviews_review AS r"
        f" WHERE r.desk_id = %s AND r.shop_id = %s AND {which} {tail}",
        [shop.desk_id, shop.id, *parameters],
    )
    return [_Held(*row) for row in found]


def _take_follow_ups(shop: ShopFacts, limit: int, held: Collection[int]) -> tuple[list[_Later], list[_Held]]:
    """Follow-ups to judge, and those of their reviews that are not held yet: one review waits, with what was added to it.

    A follow-up whose review another worker or a load holds is left for the next time.
    """
    found = setwise.rows(
        "SELECT f.id, f.review_ref, f.text, f.ruling, r.id, f.flags <> '[]' FROM reviews_followup AS f LEFT JOIN reviews_review AS r"
        " ON r.desk_id = f.desk_id AND r.shop_id = f.shop_id AND r.outside_id = f.review_ref"
        " WHERE f.desk_id = %s AND f.shop_id = %s AND NOT f.judged ORDER BY f.id LIMIT %s FOR UPDATE OF f SKIP LOCKED",
        [shop.desk_id, shop.id, limit],
    )
    later = [_Later(*row) for row in found]
    wanted = {one.review_id for one in later if one.review_id is not None} - {*held}
    theirs = _take(shop, "r.id = ANY(%s)", [sorted(wanted), len(wanted)], _LOCKED) if wanted else []
    reached = {None, *held, *(review.id for review in theirs)}
    return [one for one in later if one.review_id in reached], theirs


def _followed(shop: ShopFacts, refs: list[str]) -> dict[str, Followed]:
    """The follow-up that stands of each of these reviews, by their outside ids, with the answer to it (rulebook 14, 15)."""
    if not refs:
        return {}
    found = setwise.rows(
        "SELECT DISTINCT ON (f.review_ref) f.review_ref, f.at, f.text, least((SELECT min(a.at) FROM reviews_answer AS a"
        " WHERE a.desk_id = f.desk_id AND a.shop_id = f.shop_id AND a.review_ref = f.review_ref AND a.follow_up_ref = f.outside_id"
        f" AND a.ruling IN ('', 'waiting')), {FOLLOW_UP_ANSWERED}), f.flags <> '[]'"
        " FROM reviews_followup AS f WHERE f.desk_id = %s AND f.shop_id = %s AND f.review_ref = ANY(%s)"
        " AND f.ruling IN ('', 'waiting') ORDER BY f.review_ref, f.at, f.outside_id COLLATE \"C\"",
        [shop.desk_id, shop.id, refs],
    )
    return {ref: Followed(at, _is_negative(text, kept=flagged), answered_at) for ref, at, text, answered_at, flagged in found}


def _judged(review: _Held, followed: Followed | None, now: datetime) -> _Judged:
    reasons = review.reasons(followed)
    return _Judged(review.id, reasons, flags.wait(review.course(), followed, reasons=reasons, now=now))


def _open(shop: ShopFacts, waiting: Collection[tuple[int, datetime]], now: datetime) -> None:
    if not waiting:
        return
    due = hours.due_each(shop, [since for _, since in waiting])
    items = [
        work.Opening(kind=KIND, subject=f"review:{own}", shop_id=shop.id, due_at=due[since], since=since, allowed=shop.reply_target)
        for own, since in waiting
    ]
    if work.open_items(shop.desk_id, items, now=now):
        note(shop.desk_id, "reviews.flagged", shop_id=shop.id, coalesce=True)
    # One that was open before may be dated otherwise now, by a content that displaced the first, or by a follow-up.
    work.move_items(shop.desk_id, items)


def _wake(shop: ShopFacts, follow_ups: Iterable[_Later]) -> None:
    """Who put a review aside for later did not know of what its buyer added since."""
    subjects = [f"review:{one.review_id}" for one in follow_ups if one.review_id is not None and one.reasons]
    if subjects:
        work.wake_items(shop.desk_id, KIND, subjects)


def _close(shop: ShopFacts, ended: Iterable[tuple[int, str]], now: datetime) -> None:
    by_outcome: dict[str, list[str]] = defaultdict(list)
    for review_id, outcome in ended:
        by_outcome[outcome].append(f"review:{review_id}")
    for outcome in sorted(by_outcome):
        work.close_items(shop.desk_id, KIND, by_outcome[outcome], outcome, now)


def _flag(table: str, judged: Iterable[tuple[int, Iterable[Reason]]]) -> None:
    setwise.change(
        f"UPDATE {table} AS t SET judged = true, flags = v.flags FROM {{told}} AS v (id, flags) WHERE t.id = v.id",
        "bigint, jsonb",
        [(own, setwise.json(list(reasons))) for own, reasons in judged],
    )
