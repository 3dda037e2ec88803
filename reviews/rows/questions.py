"""What is known of a question when somebody wants to answer it: for the command, the page and the API alike."""

from dataclasses import dataclass

from reviews.domain.answering import Seen
from reviews.domain.questions import QuestionFacts
from sellerdesk import setwise


@dataclass(frozen=True, slots=True)
class Answerable:
    """What the rules need of it, and what is there to be seen."""

    facts: QuestionFacts
    seen: Seen


COLUMNS = 3
KNOWN = """
    SELECT q.standing,
        greatest(q.record, (SELECT max(a.record) FROM reviews_questionanswer AS a
            WHERE a.desk_id = q.desk_id AND a.shop_id = q.shop_id AND a.question_ref = q.outside_id)),
        coalesce((SELECT max(id) FROM reviews_ownanswer WHERE desk_id = q.desk_id AND question_id = q.id), 0)
    FROM reviews_question AS q WHERE q.desk_id = %(desk)s AND q.id = %(question)s
"""
"""SQL of `COLUMNS` columns; its parameters are desk and question."""


def of(desk_id: int, question_id: int) -> Answerable:
    """A question that is there."""
    [values] = setwise.rows(KNOWN, {"desk": desk_id, "question": question_id})
    return read(*values)


def read(standing: str, record: int, own: int) -> Answerable:
    """The columns of `KNOWN`."""
    return Answerable(QuestionFacts(answered=standing == "answered", rejected=standing == "rejected"), Seen(record, own))
