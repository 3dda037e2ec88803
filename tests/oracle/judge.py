"""Judges every record of a set from scratch: rules 1, 10, 13, 14 and 15, and what waits for what."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.oracle.facts import FollowUp, Order, Rating, Review, orders_of, verdict_of
from tests.oracle.profiles import ANSWER_WINDOW, CHANGE_WINDOW, FOLLOW_UP_WINDOW, PROFILES, REVIEW_WINDOW, Profile
from tests.oracle.records import Record, State, digest, instant, standing


APPLIED: State = ("applied", None)
WAITING: State = ("waiting", None)


@dataclass
class Judgement:
    """The set as it stands. `states` is by content hash; `struck_at` by order id."""

    profile: Profile
    records: list[Record]
    orders: dict[str, Order]
    states: dict[str, State] = field(default_factory=dict)
    reviews: dict[str, Review] = field(default_factory=dict)
    follow_ups: dict[str, FollowUp] = field(default_factory=dict)
    ratings: list[Rating] = field(default_factory=list)
    struck_at: dict[str, datetime] = field(default_factory=dict)

    def of(self, *types: str) -> list[Record]:
        """The standing records of these types in order of (at, id)."""
        return sorted((each for each in self.records if each["type"] in types), key=lambda each: (instant(each["at"]), each["id"]))

    def settle(self, record: Record, code: str | None) -> bool:
        """Write down one record's fate; true where it is applied."""
        self.states[digest(record)] = APPLIED if code is None else ("rejected", code)
        return code is None

    def parent_stands(self, record: Record, kind: str, parent_id: str) -> bool:
        """Whether the named review or follow-up stands; otherwise the child shares its lot."""
        parent = next((each for each in self.records if each["type"] == kind and each["id"] == parent_id), None)
        fate = self.states[digest(parent)] if parent else WAITING
        if fate == APPLIED:
            return True
        self.states[digest(record)] = WAITING if fate == WAITING else ("rejected", "parent_rejected")
        return False


def states(records: list[Record], *, rules: str) -> dict[str, State]:
    """The fate of each record by content hash, whatever the order of arrival. Types of later apps are left out."""
    return judge(records, rules=rules, end=None).states


def judge(records: list[Record], *, rules: str, end: datetime | None) -> Judgement:
    """Judge what exists before `end` (exclusive; None: everything)."""
    existing = [record for record in records if end is None or instant(record["at"]) < end]
    stands, conflicts = standing(existing)
    known = Judgement(profile=PROFILES[rules], records=stands, orders=orders_of(stands, end))
    for record in conflicts:
        known.settle(record, "conflict")
    for record in known.of("product", "order"):
        known.settle(record, None)
    _judge_voids(known)
    _judge_ratings(known)
    _judge_reviews(known)
    _judge_changes(known)
    _judge_follow_ups(known)
    _judge_replies(known)
    return known


def _judge_voids(known: Judgement) -> None:
    for record in known.of("trade_void"):
        if record["order"] not in known.orders:
            known.states[digest(record)] = WAITING
            continue
        known.settle(record, None)
        known.struck_at.setdefault(record["order"], instant(record["at"]))


def _judge_ratings(known: Judgement) -> None:
    rated: set[str] = set()
    for record in known.of("store_rating"):
        if record["order"] not in known.orders:
            known.states[digest(record)] = WAITING
        elif known.settle(record, "already_rated" if record["order"] in rated else None):
            rated.add(record["order"])
            order = known.orders[record["order"]]
            known.ratings.append(Rating(record["id"], instant(record["at"]), order, record["scores"]))


def _judge_reviews(known: Judgement) -> None:
    for record in known.of("review"):
        side = record.get("author") or "buyer"
        order = known.orders.get(record.get("order") or "")
        if record.get("order") and order is None:
            known.states[digest(record)] = WAITING
            continue
        line = record.get("line")
        if order is not None and line is None and len(order.lines) == 1:
            line = next(iter(order.lines))
        if order is None:
            line = None
        if known.settle(record, _why_no_review(known, record, order, line, side)):
            known.reviews[record["id"]] = Review(record["id"], side, instant(record["at"]), verdict_of(record), order, line)


def _why_no_review(known: Judgement, record: Record, order: Order | None, line: str | None, side: str) -> str | None:
    if order is None:
        return None
    if line is None:
        return "line_missing"
    if line not in order.lines:
        return "line_unknown"
    at = instant(record["at"])
    if known.profile.waits_for_both_sides:
        if not order.reviewable:
            return "order_not_reviewable"
        if order.completed_at is None or order.completed_at > at:
            return "order_not_completed"
        if at > order.completed_at + REVIEW_WINDOW:
            return "review_window_closed"
    if any(each.order is order and each.line == line and each.side == side for each in known.reviews.values()):
        return "already_reviewed"
    return None


def _judge_changes(known: Judgement) -> None:
    records = known.of("review_change", "review_delete")
    for record in sorted(records, key=lambda each: (instant(each["at"]), each["type"] == "review_delete")):
        if not known.parent_stands(record, "review", record["id"]):
            continue
        review, at = known.reviews[record["id"]], instant(record["at"])
        if record["type"] == "review_delete":
            if known.settle(record, None if record["by"] == "platform" else _why_not_once_more(review, at)):
                review.deleted_at = review.deleted_at or at
        elif known.settle(record, _why_no_change(review, at, record["verdict"])):
            review.verdict, review.changed = "good", True


def _why_no_change(review: Review, at: datetime, verdict: str) -> str | None:
    if review.side == "seller":
        return "not_changeable"
    return _why_not_once_more(review, at) or (None if verdict == "good" else "only_to_good")


def _why_not_once_more(review: Review, at: datetime) -> str | None:
    """What an author's change and deletion have in common."""
    if at < review.at:
        return "before_review"
    if review.deleted_at is not None:
        return "review_deleted"
    if review.changed:
        return "already_changed"
    if review.verdict == "good":
        return "good_is_final"
    if at > review.at + CHANGE_WINDOW:
        return "change_window_closed"
    return None


def _judge_follow_ups(known: Judgement) -> None:
    for record in known.of("follow_up"):
        if not known.parent_stands(record, "review", record["review"]):
            continue
        review, at = known.reviews[record["review"]], instant(record["at"])
        if known.settle(record, _why_no_follow_up(known, review, at)):
            known.follow_ups[record["id"]] = FollowUp(record["id"], at, review.id)


def _why_no_follow_up(known: Judgement, review: Review, at: datetime) -> str | None:
    if review.side == "seller":
        return "buyer_only"
    completed_at = review.order.completed_at if review.order else None
    if completed_at is not None and at > completed_at + FOLLOW_UP_WINDOW:
        return "follow_up_window_closed"
    if any(each.review == review.id for each in known.follow_ups.values()):
        return "already_followed_up"
    if review.deleted_at is not None and review.deleted_at < at:
        return "review_deleted"
    return None


def _judge_replies(known: Judgement) -> None:
    answered: set[tuple[str, str]] = set()
    for record in known.of("reply"):
        to_follow_up = bool(record.get("follow_up"))
        kind, parent_id = ("follow_up", record["follow_up"]) if to_follow_up else ("review", record["review"])
        if not known.parent_stands(record, kind, parent_id):
            continue
        at = instant(record["at"])
        begun = known.follow_ups[parent_id].at if to_follow_up else known.reviews[parent_id].at
        closed = at > begun + ANSWER_WINDOW
        if not to_follow_up:
            closed = closed or any(each.review == parent_id and each.at <= at for each in known.follow_ups.values())
        code = "answer_window_closed" if closed else "already_answered" if (kind, parent_id) in answered else None
        if known.settle(record, code):
            answered.add((kind, parent_id))
