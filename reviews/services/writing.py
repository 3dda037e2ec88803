"""Writes the judged ledger: each row once, whether it is new, replaced or only judged otherwise."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from reviews.domain.facts import Step
from reviews.services.ledger import CHANGE, DELETE, ChildRow, Ledger, ReviewRow, identity
from sellerdesk import setwise
from sellerdesk.feed.batch import Batch
from sellerdesk.feed.fact import Fact


_TOLD = "record, at, content_hash, author, order_ref, line_ref, verdict, stars, title, text, pros, cons, photos, anonymous, received_at"
_DERIVED = "ruling, placed_line, buyer_id, product_id, changed_at, deleted_at, answered_at, struck_at, followed_at, answerable_until"
_REVIEW_COLUMNS = f"desk_id, shop_id, outside_id, {_TOLD}, {_DERIVED}, flags, judged"
_Spell = Callable[[str, ChildRow, Fact], tuple[Any, ...]]
"""The columns of one child, from its review's outside id, its row and its fact."""
_WORDS = ("title", "text", "pros", "cons")


def write(batch: Batch, ledger: Ledger, before: Mapping[str, tuple[Any, ...]]) -> None:
    """Write reviews and children. `before` is what each review's judged columns were."""
    rows = ledger.reviews.values()
    told = [row for row in rows if row.fact is not None]
    _write_reviews(batch, told)
    otherwise = [row for row in rows if row.fact is None and row.derived() != before[row.outside_id]]
    _update_reviews(batch, otherwise)
    _write_steps(batch, ledger)
    _write_follow_ups(batch, ledger)
    _write_answers(batch, ledger)
    for table, children in (("reviewstep", ledger.steps), ("followup", ledger.follow_ups), ("answer", ledger.answers)):
        _update_rulings(f"reviews_{table}", [child for own in children.values() for child in own if child.moved])
    if told or otherwise or ledger.follow_ups:
        batch.noted["reviews.changed"] += 1


def _put(ledger: Ledger, children: Mapping[str, Iterable[ChildRow]], row: _Spell, table: str, columns: str, tail: str) -> None:
    """Write the children told anew: those that the ledger has no row of yet by COPY, the others over what stood."""
    fresh: list[setwise.Row] = []
    replaced: list[setwise.Row] = []
    for ref, own in children.items():
        for child in own:
            if child.fact is not None:
                (replaced if identity(ref, child.facts) in ledger.stood else fresh).append(row(ref, child, child.fact))
    setwise.append(table, columns, fresh)
    setwise.insert(table, columns, replaced, tail=tail)


def _changes(columns: str) -> str:
    return ", ".join(f"{name} = excluded.{name}" for name in columns.split(", "))


def _write_reviews(batch: Batch, rows: Iterable[ReviewRow]) -> None:
    fresh: list[setwise.Row] = []
    replaced: list[setwise.Row] = []
    for row in rows:
        (replaced if row.stood else fresh).append((*_told_columns(batch, row), *row.derived(), "[]", False))
    setwise.append("reviews_review", _REVIEW_COLUMNS, fresh)
    tail = f"ON CONFLICT (desk_id, shop_id, outside_id) DO UPDATE SET {_changes(f'{_TOLD}, {_DERIVED}')}, judged = false"
    setwise.insert("reviews_review", _REVIEW_COLUMNS, replaced, tail=tail)


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
    setwise.change(
        "UPDATE reviews_review AS r SET ruling = v.ruling, placed_line = v.placed_line, buyer_id = coalesce(v.buyer_id, r.buyer_id),"
        " product_id = coalesce(v.product_id, r.product_id), changed_at = v.changed_at, deleted_at = v.deleted_at,"
        " answered_at = v.answered_at, struck_at = v.struck_at, followed_at = v.followed_at,"
        " answerable_until = v.answerable_until, judged = false"
        " FROM {told} AS v (desk_id, shop_id, outside_id, ruling, placed_line, buyer_id, product_id, changed_at, deleted_at,"
        " answered_at, struck_at, followed_at, answerable_until)"
        " WHERE r.desk_id = v.desk_id AND r.shop_id = v.shop_id AND r.outside_id = v.outside_id",
        f"bigint, bigint, text, text, text, bigint, bigint{', timestamptz' * 6}",
        [(batch.shop.desk_id, batch.shop.id, row.outside_id, *row.derived()) for row in rows],
    )


def _write_steps(batch: Batch, ledger: Ledger) -> None:
    def row(ref: str, child: ChildRow, fact: Fact) -> tuple[Any, ...]:
        step: Step = child.facts
        return (
            *(batch.shop.desk_id, batch.shop.id, ref, DELETE if step.verdict is None else CHANGE, child.record, step.at, fact.hash),
            *(child.ruling, step.verdict, fact.data.get("text") or "", step.by_platform),
        )

    told = "record, content_hash, ruling, verdict, text, by_platform"
    columns = "desk_id, shop_id, review_ref, kind, record, at, content_hash, ruling, verdict, text, by_platform"
    tail = f"ON CONFLICT (desk_id, shop_id, review_ref, kind, at) DO UPDATE SET {_changes(told)}"
    _put(ledger, ledger.steps, row, "reviews_reviewstep", columns, tail)


def _write_follow_ups(batch: Batch, ledger: Ledger) -> None:
    def row(ref: str, child: ChildRow, fact: Fact) -> tuple[Any, ...]:
        return (
            *(batch.shop.desk_id, batch.shop.id, fact.outside_id, ref, child.record, fact.at, fact.hash, child.ruling),
            *(fact.data["text"], setwise.json(fact.data.get("photos") or []), batch.now, "[]", False),
        )

    told = "review_ref, record, at, content_hash, ruling, text, photos, received_at"
    tail = f"ON CONFLICT (desk_id, shop_id, outside_id) DO UPDATE SET {_changes(told)}, judged = false"
    _put(ledger, ledger.follow_ups, row, "reviews_followup", f"desk_id, shop_id, outside_id, {told}, flags, judged", tail)


def _write_answers(batch: Batch, ledger: Ledger) -> None:
    def row(ref: str, child: ChildRow, fact: Fact) -> tuple[Any, ...]:
        return (
            *(batch.shop.desk_id, batch.shop.id, fact.outside_id, ref, fact.data.get("follow_up")),
            *(child.record, fact.at, fact.hash, child.ruling, fact.data["text"]),
        )

    told = "review_ref, follow_up_ref, record, at, content_hash, ruling, text"
    tail = f"ON CONFLICT (desk_id, shop_id, outside_id) DO UPDATE SET {_changes(told)}"
    _put(ledger, ledger.answers, row, "reviews_answer", f"desk_id, shop_id, outside_id, {told}", tail)


def _update_rulings(table: str, children: Iterable[ChildRow]) -> None:
    judged = ", judged = false" if table == "reviews_followup" else ""
    setwise.change(
        f"UPDATE {table} AS c SET ruling = v.ruling{judged} FROM {{told}} AS v (id, ruling) WHERE c.id = v.id",
        "bigint, text",
        [(child.id, child.ruling) for child in children],
    )
