"""Questions and their answers as the feed tells them: kept, judged, and made work for a person.

Order of locks: deliveries, then questions, answers, work items, as for reviews (`adopting`).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from reviews.domain.facts import ACCEPTED
from reviews.domain.questions import Answered, judge_answers
from reviews.services import echoes, question_work, wordings
from sellerdesk import setwise
from sellerdesk.commands import note
from sellerdesk.domain.searching import said
from sellerdesk.feed.batch import APPLIED, Batch
from sellerdesk.feed.fact import Fact
from sellerdesk.feed.identity import Standing, settle


@dataclass(slots=True)
class _Own(echoes.Own):
    """An answer to a question, or (`rejects`) why it was turned down."""

    question_id: int
    question: str
    rejects: str


@dataclass(slots=True)
class _Told:
    """An answer of the ledger."""

    id: int
    record: int
    ruling: str
    facts: Answered
    fact: Fact | None


@dataclass(slots=True)
class _Ledger:
    """Questions by outside id, with the ids of those that are there, and the answers to them."""

    ids: dict[str, int] = field(default_factory=dict)
    answers: dict[str, list[_Told]] = field(default_factory=lambda: defaultdict(list))

    def stands(self, ref: str) -> _Told | None:
        """The answer to a question that stands."""
        return next((one for one in self.answers.get(ref, ()) if one.ruling == ACCEPTED), None)


def apply(batch: Batch) -> None:
    """Write the facts of questions, and judge again what they touch."""
    questions, answers = list(batch.of("question")), list(batch.of("question_answer"))
    if not questions and not answers:
        return
    standing = _standing(batch, "reviews_question", "''", questions)
    told = _standing(batch, "reviews_questionanswer", "question_ref", answers)
    refs = {fact.outside_id for fact in questions} | {fact.data["question"] for fact in answers} | {ref for _, ref in told.values()}
    held = echoes.hold(batch, _unheard(batch, refs))
    _lock(batch, refs)
    _write_questions(batch, settle(batch, questions, {ref: one for ref, (one, _) in standing.items()}, _own_id))
    new = settle(batch, answers, {ref: one for ref, (one, _) in told.items()}, _own_id)
    _write_answers(batch, new)
    ledger = _read(batch, refs, new)
    _judge(batch, ledger)
    _adopt(batch, ledger, held)
    question_work.look_again(batch.shop, sorted(ledger.ids.values()), now=batch.now)
    batch.noted["questions.told"] += 1


def _own_id(fact: Fact) -> str:
    return fact.outside_id


def _standing(batch: Batch, table: str, ref: str, facts: Sequence[Fact]) -> dict[str, tuple[Standing, str]]:
    """What the ledger holds under the ids of these facts, and the question that it names."""
    if not facts:
        return {}
    found = setwise.rows(
        f"SELECT outside_id, record, at, content_hash, ruling, {ref} FROM {table}"
        " WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, [fact.outside_id for fact in facts]],
    )
    return {row[0]: (Standing(row[1], row[2], bytes(row[3]), row[4]), row[5]) for row in found}


def _lock(batch: Batch, refs: Collection[str]) -> None:
    """Answers that are being written to these questions are waited for."""
    setwise.rows(
        "SELECT id FROM reviews_question WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
        [batch.shop.desk_id, batch.shop.id, sorted(refs)],
    )


def _write_questions(batch: Batch, facts: Sequence[Fact]) -> None:
    told = "product_id, buyer_id, record, at, content_hash, text, words, received_at"
    rows: list[Sequence[Any]] = []
    for fact in facts:
        buyer = fact.data.get("buyer") or {}
        rows.append(
            (
                *(batch.shop.desk_id, batch.shop.id, fact.outside_id, APPLIED, "open"),
                *(batch.products[fact.data["product"]], batch.buyers[buyer["id"]] if buyer else None, fact.record, fact.at, fact.hash),
                *(fact.data["text"], said([fact.data["text"], buyer.get("name") or ""]), batch.now),
            )
        )
    changes = ", ".join(f"{name} = excluded.{name}" for name in told.split(", "))
    tail = f"ON CONFLICT (desk_id, shop_id, outside_id) DO UPDATE SET {changes}"
    setwise.insert("reviews_question", f"desk_id, shop_id, outside_id, ruling, standing, {told}", rows, tail=tail)
    for fact in facts:
        batch.rule(fact.record, None, APPLIED)


def _write_answers(batch: Batch, facts: Sequence[Fact]) -> None:
    told = "question_ref, record, at, content_hash, text, ruling"
    changes = ", ".join(f"{name} = excluded.{name}" for name in told.split(", "))
    rows = [
        (
            *(batch.shop.desk_id, batch.shop.id, fact.outside_id, fact.data["question"], fact.record, fact.at, fact.hash),
            *(fact.data["text"], APPLIED),
        )
        for fact in facts
    ]
    tail = f"ON CONFLICT (desk_id, shop_id, outside_id) DO UPDATE SET {changes}"
    setwise.insert("reviews_questionanswer", f"desk_id, shop_id, outside_id, {told}", rows, tail=tail)


def _read(batch: Batch, refs: Collection[str], new: Sequence[Fact]) -> _Ledger:
    """All answers to these questions, and which of the questions there are."""
    where = " WHERE desk_id = %s AND shop_id = %s AND"
    which = [batch.shop.desk_id, batch.shop.id, sorted(refs)]
    ledger, fresh = _Ledger(), {fact.record: fact for fact in new}
    ledger.ids = dict(setwise.rows(f"SELECT outside_id, id FROM reviews_question{where} outside_id = ANY(%s)", which))
    columns = "question_ref, id, record, ruling, at, outside_id"
    for ref, own, record, ruling, at, outside_id in setwise.rows(
        f"SELECT {columns} FROM reviews_questionanswer{where} question_ref = ANY(%s)", which
    ):
        ledger.answers[ref].append(_Told(own, record, ruling, Answered(at, outside_id), fresh.get(record)))
    return ledger


def _judge(batch: Batch, ledger: _Ledger) -> None:
    """One answer stands to each question: the earliest."""
    moved: list[tuple[int, str]] = []
    for ref, answers in ledger.answers.items():
        rulings = judge_answers([one.facts for one in answers], known=ref in ledger.ids)
        for one in answers:
            ruling = rulings[one.facts.outside_id]
            if one.fact is not None:
                batch.rule(one.record, None, ruling)
            elif ruling != one.ruling:
                batch.rule(one.record, one.ruling, ruling)
            if ruling != one.ruling:
                one.ruling = ruling
                moved.append((one.id, ruling))
    setwise.change(
        "UPDATE reviews_questionanswer AS a SET ruling = v.ruling FROM {told} AS v (id, ruling) WHERE a.id = v.id", "bigint, text", moved
    )
    _mark_answered(ledger)


def _mark_answered(ledger: _Ledger) -> None:
    first: list[tuple[int, datetime | None]] = [
        (own, one.facts.at if (one := ledger.stands(ref)) is not None else None) for ref, own in ledger.ids.items()
    ]
    setwise.change(
        "UPDATE reviews_question AS q SET answered_at = v.at FROM {told} AS v (id, at) WHERE q.id = v.id"
        " AND q.answered_at IS DISTINCT FROM v.at",
        "bigint, timestamptz",
        first,
    )


def _unheard(batch: Batch, refs: Collection[str]) -> list[_Own]:
    """Answers of ours to these questions that the marketplace has not told of."""
    if not refs or echoes.none_unheard(batch):
        return []
    found = setwise.rows(
        "SELECT o.id, o.state, o.text, o.outbound, o.outside_id, q.id, q.outside_id, o.rejects FROM reviews_ownanswer AS o"
        " JOIN reviews_question AS q ON q.desk_id = o.desk_id AND q.id = o.question_id"
        " WHERE o.desk_id = %s AND o.shop_id = %s AND o.told_record IS NULL AND o.state = ANY(%s) AND q.outside_id = ANY(%s) ORDER BY o.id",
        [batch.shop.desk_id, batch.shop.id, echoes.LIVE, sorted(refs)],
    )
    return [_Own(*row) for row in found]


def _adopt(batch: Batch, ledger: _Ledger, held: Collection[int]) -> None:
    """What is told of ours is shown once; what was queued and is answered elsewhere is called off, a rejection, too."""
    told: dict[int, Fact] = {}
    over: dict[int, str] = {}
    mine = _unheard(batch, ledger.answers.keys())
    for own in mine:
        one = ledger.stands(own.question)
        if one is None:
            continue
        if one.fact is not None and not own.rejects and own.is_told_by(one.fact):
            told[own.id] = one.fact
        elif own.state in echoes.WAITS:
            over[own.id] = wordings.QUESTION_ELSEWHERE
    echoes.adopt(batch, mine, told)
    echoes.call_off(batch, mine, over, held)
    _note(batch, mine, {**told, **over})


def _note(batch: Batch, mine: Sequence[_Own], ended: Mapping[int, Any]) -> None:
    for question_id in sorted({own.question_id for own in mine if own.id in ended}):
        note(batch.shop.desk_id, "questions.answering", shop_id=batch.shop.id, question=question_id)
