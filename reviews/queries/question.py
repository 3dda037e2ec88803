"""All that is known of one question: its words, its buyer, its product, the answer that was told, what was written here. One query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reviews.domain.questions import KIND
from reviews.queries.begun import BEGUN_QUESTION, BegunQuestion, read_question
from reviews.queries.reading import Article
from sellerdesk import setwise


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what stands beside it. `answer` is the one that was told and stands."""

    id: int
    shop_id: int
    outside_id: str
    at: datetime
    text: str
    standing: str
    buyer_id: int | None
    buyer: str
    product_id: int
    product: Article
    due_at: datetime | None
    opened_at: datetime | None
    answer: str | None
    answered_at: datetime | None


_TOLD = (
    "q.id, q.shop_id, q.outside_id, q.at, q.text, q.standing, q.buyer_id, coalesce(nullif(b.name, ''), b.outside_id, ''),"
    " q.product_id, w.due_at, w.opened_at, a.text, a.at"
)
_PRODUCT = "coalesce(nullif(p.title, ''), nullif(p.article, ''), p.outside_id), p.article, p.image, p.price_minor, p.price_currency"


def of(
    desk_id: int, shop_ids: Sequence[int], question_id: int, reader_id: int | None, *, now: datetime
) -> tuple[Question, BegunQuestion] | None:
    """A question of one of these shops, and what was written about it here; None where there is none."""
    found = setwise.rows(
        f"SELECT {_TOLD}, {_PRODUCT}, begun.* FROM reviews_question AS q"
        " JOIN sellerdesk_product AS p ON p.desk_id = q.desk_id AND p.id = q.product_id"
        " LEFT JOIN sellerdesk_buyer AS b ON b.desk_id = q.desk_id AND b.id = q.buyer_id"
        " LEFT JOIN sellerdesk_workitem AS w ON w.desk_id = q.desk_id AND w.kind = %(kind)s AND w.state = 'open'"
        " AND w.subject = 'question:' || q.id"
        " LEFT JOIN reviews_questionanswer AS a ON a.desk_id = q.desk_id AND a.shop_id = q.shop_id AND a.question_ref = q.outside_id"
        f" AND a.ruling = '' CROSS JOIN ({BEGUN_QUESTION}) AS begun"
        " WHERE q.desk_id = %(desk)s AND q.id = %(question)s AND q.shop_id = ANY(%(shops)s)",
        {"kind": KIND, "desk": desk_id, "question": question_id, "shops": list(shop_ids), "reader": reader_id, "now": now},
    )
    if not found:
        return None
    own, rest, product, begun = found[0][:9], found[0][9:13], found[0][13:18], found[0][18:]
    values: list[Any] = [*own, Article(*product), *rest]
    return Question(*values), read_question(begun)
