"""The review ledger in memory while a batch is applied: rows read once, judged, and written once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from reviews.domain.facts import BUYER, SHOP, Answer, FollowUp, Review, Step
from reviews.domain.verdicts import BY_NAME, Verdict, verdict_of
from sellerdesk import setwise
from sellerdesk.feed.batch import Batch
from sellerdesk.feed.fact import Fact
from sellerdesk.feed.identity import Standing, settle


@dataclass(slots=True)
class ReviewRow:
    """One review of the ledger. `fact` is set where it is told in this batch and not written yet."""

    outside_id: str
    record: int
    at: datetime
    author: int
    order_ref: str | None
    line_ref: str | None
    verdict: Verdict
    stars: int | None
    ruling: str | None = None
    placed_line: str | None = None
    buyer_id: int | None = None
    product_id: int | None = None
    changed_at: datetime | None = None
    deleted_at: datetime | None = None
    answered_at: datetime | None = None
    struck_at: datetime | None = None
    followed_at: datetime | None = None
    answerable_until: datetime | None = None
    fact: Fact | None = None
    stood: bool = False
    """Whether the ledger has a row under this id, as it is or with other content."""

    def facts(self) -> Review:
        """What the rules need of it."""
        return Review(self.outside_id, self.at, self.author, self.verdict, self.line_ref)

    def derived(self) -> tuple[Any, ...]:
        """All that judging may change."""
        return (
            *(self.ruling, self.placed_line, self.buyer_id, self.product_id),
            *(self.changed_at, self.deleted_at, self.answered_at, self.struck_at),
            *(self.followed_at, self.answerable_until),
        )


@dataclass(slots=True)
class ChildRow:
    """A change, deletion, follow-up or answer: its own facts, its ruling, its place in the ledger."""

    id: int
    """0 while not written."""
    record: int
    ruling: str | None
    facts: Any
    fact: Fact | None = None
    moved: bool = False
    """Whether a row that stood in the ledger before is judged otherwise now."""


@dataclass(slots=True)
class Ledger:
    """What of the ledger this batch concerns."""

    reviews: dict[str, ReviewRow] = field(default_factory=dict)
    steps: dict[str, list[ChildRow]] = field(default_factory=dict)
    follow_ups: dict[str, list[ChildRow]] = field(default_factory=dict)
    answers: dict[str, list[ChildRow]] = field(default_factory=dict)
    orders: set[str] = field(default_factory=set)
    """Outside ids of the orders whose reviews are all here."""
    stood: set[tuple[Any, ...]] = field(default_factory=set)
    """Identities of the children told anew under which the ledger has a row already."""


_REVIEW = (
    "outside_id, record, at, author, order_ref, line_ref, verdict, stars, ruling, placed_line, buyer_id, product_id,"
    " changed_at, deleted_at, answered_at, struck_at, followed_at, answerable_until"
)
CHANGE, DELETE = 1, 2
"""Kinds of steps."""
_CHILDREN = {
    "steps": ("reviews_reviewstep", "review_ref, id, record, ruling, at, verdict, by_platform"),
    "follow_ups": ("reviews_followup", "review_ref, id, record, ruling, outside_id, at"),
    "answers": ("reviews_answer", "review_ref, id, record, ruling, outside_id, at, follow_up_ref"),
}


def gather(batch: Batch) -> Ledger:
    """Settle what is told anew against what stands, and read all that must be judged again with it."""
    ledger = Ledger()
    new_reviews, orphaned_orders = _new_reviews(batch)
    new_steps = _settle_steps(batch, ledger)
    new_follow_ups, moved_follow_ups = _settle_named(batch, ledger, "follow_up", "reviews_followup")
    new_answers, moved_answers = _settle_named(batch, ledger, "reply", "reviews_answer")
    named = {fact.outside_id for fact in new_steps} | moved_follow_ups | moved_answers
    named |= {fact.data["review"] for fact in (*new_follow_ups, *new_answers)}
    fresh = {row.outside_id for row in new_reviews}
    old = _read_reviews(batch, "outside_id", named - fresh)
    ledger.orders = {ref for row in (*new_reviews, *old) if (ref := row.order_ref)} | batch.touched | orphaned_orders
    for row in (*old, *_read_reviews(batch, "order_ref", ledger.orders), *new_reviews):
        if row.fact is not None or row.outside_id not in fresh:
            ledger.reviews[row.outside_id] = row
    children = [_told(fact) for fact in (*new_steps, *new_follow_ups, *new_answers)]
    refs = {*ledger.reviews, *named}
    if refs:
        _read_children(batch, ledger, refs, {identity(ref, child.facts) for ref, child in children})
    for ref, child in children:
        into = {Step: ledger.steps, FollowUp: ledger.follow_ups, Answer: ledger.answers}[type(child.facts)]
        into.setdefault(ref, []).append(child)
    return ledger


def _told(fact: Fact) -> tuple[str, ChildRow]:
    """The review that a fact told anew belongs to, and its row."""
    data = fact.data
    facts: Step | FollowUp | Answer
    if fact.type == "follow_up":
        facts = FollowUp(fact.outside_id, fact.at)
    elif fact.type == "reply":
        facts = Answer(fact.outside_id, fact.at, data.get("follow_up"))
    else:
        facts = Step(fact.at, BY_NAME[data["verdict"]] if fact.type == "review_change" else None, data.get("by") == "platform")
        return fact.outside_id, ChildRow(0, fact.record, None, facts, fact)
    return data["review"], ChildRow(0, fact.record, None, facts, fact)


def _new_reviews(batch: Batch) -> tuple[list[ReviewRow], set[str]]:
    """Rows of the reviews told anew that stand, and the orders of those that they displace."""
    facts = list(batch.of("review"))
    if not facts:
        return [], set()
    known = setwise.rows(
        "SELECT outside_id, record, at, content_hash, ruling, order_ref FROM reviews_review"
        " WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, [fact.outside_id for fact in facts]],
    )
    standing = {row[0]: Standing(row[1], row[2], bytes(row[3]), row[4]) for row in known}
    winners = settle(batch, facts, standing, lambda fact: fact.outside_id)
    displaced = {fact.outside_id for fact in winners}
    return [_row_of(fact, stood=fact.outside_id in standing) for fact in winners], {
        row[5] for row in known if row[5] and row[0] in displaced
    }


def _row_of(fact: Fact, *, stood: bool) -> ReviewRow:
    data = fact.data
    verdict = verdict_of(data.get("verdict"), data.get("stars"))
    assert verdict is not None
    return ReviewRow(
        outside_id=fact.outside_id,
        record=fact.record,
        at=fact.at,
        author=SHOP if data.get("author") == "seller" else BUYER,
        order_ref=data.get("order"),
        line_ref=data.get("line"),
        verdict=verdict,
        stars=data.get("stars"),
        fact=fact,
        stood=stood,
    )


def _settle_steps(batch: Batch, ledger: Ledger) -> list[Fact]:
    facts = list(batch.of("review_change", "review_delete"))
    if not facts:
        return []
    known = setwise.rows(
        "SELECT review_ref, kind, at, record, content_hash, ruling FROM reviews_reviewstep"
        " WHERE desk_id = %s AND shop_id = %s AND review_ref = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, [fact.outside_id for fact in facts]],
    )
    ledger.stood |= {(row[0], row[1] == DELETE, row[2]) for row in known}
    standing: dict[tuple[Any, ...], Standing] = {row[:3]: Standing(row[3], row[2], bytes(row[4]), row[5]) for row in known}
    return settle(batch, facts, standing, _step_identity)


def _step_identity(fact: Fact) -> tuple[Any, ...]:
    return (fact.outside_id, kind_of(fact), fact.at)


def kind_of(fact: Fact) -> int:
    """Of a change or a deletion, as the ledger has it."""
    return CHANGE if fact.type == "review_change" else DELETE


def _settle_named(batch: Batch, ledger: Ledger, kind: str, table: str) -> tuple[list[Fact], set[str]]:
    """The follow-ups or answers that stand, and the reviews that displaced ones named before."""
    facts = list(batch.of(kind))
    if not facts:
        return [], set()
    known = setwise.rows(
        f"SELECT outside_id, record, at, content_hash, ruling, review_ref FROM {table}"
        " WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, [fact.outside_id for fact in facts]],
    )
    standing = {row[0]: Standing(row[1], row[2], bytes(row[3]), row[4]) for row in known}
    winners = settle(batch, facts, standing, lambda fact: fact.outside_id)
    displaced = {fact.outside_id for fact in winners}
    ledger.stood |= {(FollowUp if kind == "follow_up" else Answer, row[0]) for row in known}
    return winners, {row[5] for row in known if row[0] in displaced}


def _read_reviews(batch: Batch, column: str, refs: Iterable[str]) -> list[ReviewRow]:
    wanted = list(refs)
    if not wanted:
        return []
    found = setwise.rows(
        f"SELECT {_REVIEW} FROM reviews_review WHERE desk_id = %s AND shop_id = %s AND {column} = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, wanted],
    )
    return [_row(values) for values in found]


def _row(values: tuple[Any, ...]) -> ReviewRow:
    told, derived = values[:8], values[8:]
    row = ReviewRow(*told)
    row.verdict = Verdict(row.verdict)
    row.ruling, row.placed_line, row.buyer_id, row.product_id = derived[:4]
    row.changed_at, row.deleted_at, row.answered_at, row.struck_at, row.followed_at, row.answerable_until = derived[4:]
    return row


def _read_children(batch: Batch, ledger: Ledger, refs: set[str], replaced: set[Any]) -> None:
    """Read the children of these reviews, but not those that a fact of this batch replaces."""
    for name, (table, columns) in _CHILDREN.items():
        rows = getattr(ledger, name)
        for review_ref, own_id, record, ruling, *columns_of_facts in setwise.rows(
            f"SELECT {columns} FROM {table} WHERE desk_id = %s AND shop_id = %s AND review_ref = ANY(%s)",
            [batch.shop.desk_id, batch.shop.id, list(refs)],
        ):
            facts = _child(name, columns_of_facts)
            if identity(review_ref, facts) not in replaced:
                rows.setdefault(review_ref, []).append(ChildRow(own_id, record, ruling, facts))


def identity(review_ref: str, facts: Step | FollowUp | Answer) -> tuple[Any, ...]:
    """What makes a child the same one: its own id, or for a step its review, kind and instant."""
    if isinstance(facts, Step):
        return (review_ref, facts.verdict is None, facts.at)
    return (type(facts), facts.outside_id)


def _child(name: str, facts: Sequence[Any]) -> Step | FollowUp | Answer:
    if name == "steps":
        at, verdict, by_platform = facts
        return Step(at, None if verdict is None else Verdict(verdict), by_platform)
    return FollowUp(*facts) if name == "follow_ups" else Answer(*facts)
