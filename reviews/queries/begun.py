"""What is known of one review or question and was written about it here: answers, the reader's draft, who writes now. One query."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from reviews.domain.answering import Kind
from reviews.rows import answerable, questions
from reviews.rows.answerable import Answerable
from sellerdesk import setwise
from sellerdesk.drafts import Kept


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """An answer written here. `told`: the marketplace has told of it, so it is an answer of the ledger, too."""

    id: int
    to_follow_up: bool
    edit: bool
    text: str
    who: str
    author_id: int | None
    written_at: datetime
    sent_at: datetime | None
    state: str
    reason: str
    outbound: int | None
    told: bool
    rejects: str = ""
    """Why it turns a question down; empty of an answer."""
    leaves_at: datetime | None = None
    """The first moment at which a worker may take it; None where it waits for none."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody else who is writing, until their page says so again."""

    name: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """What was written here; the answers oldest first, without those that were taken back."""

    answers: Sequence[OwnAnswer]
    draft: Kept
    holder: Holder | None


@dataclass(frozen=True, slots=True)
class Begun(Written):
    """The same, and what is known of the review."""

    known: Answerable


@dataclass(frozen=True, slots=True)
class BegunQuestion(Written):
    """The same, and what is known of the question."""

    known: questions.Answerable


_RULE = """coalesce((SELECT replace(%(automatic)s, '{rule}', a.name) FROM reviews_automaticentry AS e
                    JOIN reviews_automaticrule AS a ON a.desk_id = e.desk_id AND a.id = e.rule_id
                    WHERE e.desk_id = o.desk_id AND e.review_id = o.review_id AND e.answer_id = o.id), '')"""
"""SQL: the rule that wrote the answer o by itself, as the page names it; empty where none did."""


def _written(kind: Kind, known: str, *, rule: str = "''") -> str:
    """SQL of the columns of `known`, and three more. `rule` names who wrote an answer that nobody wrote."""
    about = f"{kind}_id = %({kind})s"
    return f"""
    SELECT known.*,
        (SELECT json_agg(json_build_array(o.id, o.follow_up_id IS NOT NULL, o.edit, o.text, coalesce(nullif(u.name, ''), u.email, {rule}),
                o.author_id, o.written_at, o.sent_at, o.state, o.reason, o.outbound, o.told_record IS NOT NULL, o.rejects,
                CASE WHEN o.state = 'queued' THEN w.not_before END) ORDER BY o.id)
            FROM reviews_ownanswer AS o LEFT JOIN sellerdesk_user AS u ON u.id = o.author_id
            LEFT JOIN sellerdesk_outbound AS w ON w.desk_id = o.desk_id AND w.id = o.outbound
            WHERE o.desk_id = %(desk)s AND o.{about} AND (o.state <> 'cancelled' OR o.reason <> ''))::text,
        (SELECT json_build_array(d.text, d.version, d.updated_at) FROM reviews_answerdraft AS d
            WHERE d.desk_id = %(desk)s AND d.{about} AND d.user_id = %(reader)s)::text,
        (SELECT json_build_array(coalesce(nullif(u.name, ''), u.email), l.until) FROM sellerdesk_lease AS l
            JOIN sellerdesk_user AS u ON u.id = l.holder_id
            WHERE l.desk_id = %(desk)s AND l.subject = '{kind}:' || %({kind})s AND l.until > %(now)s
                AND l.holder_id IS DISTINCT FROM %(reader)s)::text
    FROM ({known}) AS known
"""


_BEGUN = _written("review", answerable.KNOWN, rule=_RULE)
BEGUN_QUESTION = _written("question", questions.KNOWN)
"""SQL of what `read_question` reads; its parameters are desk, question, reader and now."""


def of(desk_id: int, review_id: int, reader_id: int | None, *, now: datetime) -> Begun:
    """What this person sees of a review; a program has no draft."""
    asked = {
        "desk": desk_id,
        "review": review_id,
        "reader": reader_id,
        "now": now,
        "live": answerable.LIVE,
        "automatic": _("Automatic answer: {rule}"),
    }
    [values] = setwise.rows(_BEGUN, asked)
    return Begun(*_read(values[answerable.COLUMNS :]), known=answerable.read(values[: answerable.COLUMNS]))


def of_question(desk_id: int, question_id: int, reader_id: int | None, *, now: datetime) -> BegunQuestion:
    """What this person sees of a question."""
    [values] = setwise.rows(BEGUN_QUESTION, {"desk": desk_id, "question": question_id, "reader": reader_id, "now": now})
    return read_question(values)


def read_question(values: Sequence[Any]) -> BegunQuestion:
    """The columns of `BEGUN_QUESTION`."""
    return BegunQuestion(*_read(values[questions.COLUMNS :]), known=questions.read(*values[: questions.COLUMNS]))


def _read(values: Sequence[str | None]) -> tuple[list[OwnAnswer], Kept, Holder | None]:
    answers, draft, holder = (None if told is None else json.loads(told) for told in values)
    return (
        [_answer(one) for one in answers or ()],
        Kept(draft[0], draft[1], datetime.fromisoformat(draft[2])) if draft else Kept(),
        Holder(holder[0], datetime.fromisoformat(holder[1])) if holder else None,
    )


def _answer(told: Sequence[Any]) -> OwnAnswer:
    own, to_follow_up, edit, text, who, author_id, written_at, sent_at, state, reason, outbound, is_told, rejects, leaves_at = told
    written, sent, leaves = (datetime.fromisoformat(at) if at else None for at in (written_at, sent_at, leaves_at))
    assert written is not None, "It was written at some moment."
    return OwnAnswer(own, to_follow_up, edit, text, who, author_id, written, sent, state, reason, outbound, is_told, rejects, leaves)
