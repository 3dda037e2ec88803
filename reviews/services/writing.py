"""Writes the judged ledger: each row once, whether it is new, replaced or only judged otherwise."""

from collections.abc import Iterable, Mapping
from typing import Any

from reviews.domain.facts import Step
from reviews.services.ledger import ChildRow, Ledger, ReviewRow
from sellerdesk import setwise
from sellerdesk.feed.batch import Batch


_TOLD = "record, at, content_hash, author, order_ref, line_ref, verdict, stars, title, text, pros, cons, photos, anonymous, received_at"
_DERIVED = "ruling, placed_line, buyer_id, product_id, changed_at, deleted_at, answered_at, struck_at, followed_at, answerable_until"
_REVIEW_COLUMNS = f"desk_id, shop_id, outside_id, {_TOLD}, {_DERIVED}, flags, judged"
_WORDS = ("title", "text", "pros", "cons")


def write(batch: Batch, ledger: Ledger, before: Mapping[str, tuple[Any, ...]]) -> None:
    """Write reviews and children. `before` is what each review's judged columns were."""
    rows = ledger.reviews.values()
    told = [row for row in rows if row.fact is not None]
    _insert_reviews(batch, told)
    otherwise = [row for row in rows if row.fact is None and row.derived() != before[row.outside_id]]
    _update_reviews(batch, otherwise)
    _write_steps(batch, _told(ledger.steps))
    _write_follow_ups(batch, _told(ledger.follow_ups))
    _write_answers(batch, _told(ledger.answers))
    for table, children in (("reviewstep", ledger.steps), ("followup", ledger.follow_ups), ("answer", ledger.answers)):
        _update_rulings(f"reviews_{table}", [child for own in children.values() for child in own if child.moved])
    if told or otherwise or ledger.follow_ups:
        batch.noted["reviews.changed"] += 1


def _told(children: Mapping[str, Iterable[ChildRow]]) -> list[tuple[str, ChildRow]]:
    return [(ref, child) for ref, own in children.items() for child in own if child.fact is not None]


def _changes(columns: str) -> str:
    return ", ".join(f"{name} = excluded.{name}" for name in columns.split(", "))


def _insert_reviews(batch: Batch, rows: Iterable[ReviewRow]) -> None:
    setwise.insert(
        "reviews_review",
        _REVIEW_COLUMNS,
        [(*_told_columns(batch, row), *row.derived(), "[]", False) for row in rows],
        tail=f"ON CONFLICT (desk_id, shop_id, outside_id) DO UPDATE SET {_changes(f'{_TOLD}, {_DERIVED}')}, judged = false",
    )


def _told_columns(batch: Batch, row: ReviewRow) -> tuple[Any, ...]:
    assert row.fact is not None
    data = row.fact.data
    return (
        *(batch.shop.desk_id, batch.shop.id, row.outside_id),
        *(row.record, row.at, row.fact.hash, row.author, row.order_ref, row.line_ref, row.verdict.value, row.stars),
        *(data.get(name) or "" for name in _WORDS),
        setwise.json(data.get("photos") or []),
        bool(data.get("anonymous")),
        batch.now,
    )


def _update_reviews(batch: Batch, rows: Iterable[ReviewRow]) -> None:
    """What is judged otherwise is looked at again by the flags: it may not wait for a person any more, or again."""
    setwise.values(
        "UPDATE reviews_review AS r SET ruling = v.ruling, placed_line = v.placed_line, buyer_id = coalesce(v.buyer_id, r.buyer_id),"
        " product_id = coalesce(v.product_id, r.product_id), changed_at = v.changed_at, deleted_at = v.deleted_at,"
        " answered_at = v.answered_at, struck_at = v.struck_at, followed_at = v.followed_at,"
        " answerable_until = v.answerable_until, judged = false"
        " FROM (VALUES %s) AS v (desk_id, shop_id, outside_id, ruling, placed_line, buyer_id, product_id, changed_at, deleted_at,"
        " answered_at, struck_at, followed_at, answerable_until)"
        " WHERE r.desk_id = v.desk_id AND r.shop_id = v.shop_id AND r.outside_id = v.outside_id",
        [(batch.shop.desk_id, batch.shop.id, row.outside_id, *row.derived()) for row in rows],
        template=f"(%s, %s, %s, %s, %s, %s::bigint, %s::bigint{', %s::timestamptz' * 6})",
    )


def _write_steps(batch: Batch, children: Iterable[tuple[str, ChildRow]]) -> None:
    setwise.insert(
        "reviews_reviewstep",
        "desk_id, shop_id, review_ref, kind, record, at, content_hash, ruling, verdict, text, by_platform",
        [
            (
                *(batch.shop.desk_id, batch.shop.id, ref, 2 if step.verdict is None else 1),
                *(child.record, step.at, child.fact.hash, child.ruling, step.verdict),
                *(child.fact.data.get("text") or "", step.by_platform),
            )
            for ref, child in children
            if child.fact is not None and isinstance(step := child.facts, Step)
        ],
        tail="ON CONFLICT (desk_id, shop_id, review_ref, kind, at) DO UPDATE SET "
        + _changes("record, content_hash, ruling, verdict, text, by_platform"),
    )


def _write_follow_ups(batch: Batch, children: Iterable[tuple[str, ChildRow]]) -> None:
    told = "review_ref, record, at, content_hash, ruling, text, photos, received_at"
    setwise.insert(
        "reviews_followup",
        f"desk_id, shop_id, outside_id, {told}, flags, judged",
        [
            (
                *(batch.shop.desk_id, batch.shop.id, fact.outside_id, ref, child.record, fact.at, fact.hash, child.ruling),
                *(fact.data["text"], setwise.json(fact.data.get("photos") or []), batch.now, "[]", False),
            )
            for ref, child in children
            if (fact := child.fact) is not None
        ],
        tail=f"ON CONFLICT (desk_id, shop_id, outside_id) DO UPDATE SET {_changes(told)}, judged = false",
    )


def _write_answers(batch: Batch, children: Iterable[tuple[str, ChildRow]]) -> None:
    told = "review_ref, follow_up_ref, record, at, content_hash, ruling, text"
    setwise.insert(
        "reviews_answer",
        f"desk_id, shop_id, outside_id, {told}",
        [
            (
                *(batch.shop.desk_id, batch.shop.id, fact.outside_id, ref, fact.data.get("follow_up")),
                *(child.record, fact.at, fact.hash, child.ruling, fact.data["text"]),
            )
            for ref, child in children
            if (fact := child.fact) is not None
        ],
        tail=f"ON CONFLICT (desk_id, shop_id, outside_id) DO UPDATE SET {_changes(told)}",
    )


def _update_rulings(table: str, children: Iterable[ChildRow]) -> None:
    judged = ", judged = false" if table == "reviews_followup" else ""
    setwise.values(
        f"UPDATE {table} AS c SET ruling = v.ruling{judged} FROM (VALUES %s) AS v (id, ruling) WHERE c.id = v.id",
        [(child.id, child.ruling) for child in children],
    )
