"""What came to a review or a question that the author of an answer has not seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from reviews.domain.answering import Seen
from reviews.models import Question, Review
from sellerdesk import setwise, wording


@dataclass(frozen=True, slots=True)
class Unseen:
    """One thing: review, question, change, deletion, follow_up, answer (given elsewhere), own (a colleague's or a program's), rejection."""

    kind: str
    at: datetime
    text: str
    who: str


_NEWER = """
    SELECT 'review', at, text, '' FROM reviews_review WHERE desk_id = %(desk)s AND id = %(review)s AND record > %(record)s
    UNION ALL SELECT CASE kind WHEN 1 THEN 'change' ELSE 'deletion' END, at, text, '' FROM reviews_reviewstep WHERE {of}
    UNION ALL SELECT 'follow_up', at, text, '' FROM reviews_followup WHERE {of}
    UNION ALL SELECT 'answer', at, text, '' FROM reviews_answer AS a WHERE {of} AND NOT EXISTS (
        SELECT FROM reviews_ownanswer AS o WHERE o.desk_id = a.desk_id AND o.review_id = %(review)s AND o.told_record = a.record)
    UNION ALL SELECT 'own', o.written_at, o.text, coalesce(nullif(u.name, ''), u.email, '') FROM reviews_ownanswer AS o
        LEFT JOIN sellerdesk_user AS u ON u.id = o.author_id WHERE o.desk_id = %(desk)s AND o.review_id = %(review)s
        AND o.id > %(own)s AND o.state <> 'cancelled' AND o.author_id IS DISTINCT FROM %(user)s
    ORDER BY 2
""".format(of="desk_id = %(desk)s AND shop_id = %(shop)s AND review_ref = %(ref)s AND record > %(record)s AND ruling IN ('', 'waiting')")


def than(review: Review, seen: Seen, user_id: int | None) -> list[Unseen]:
    """What the buyer, the marketplace or another person did since, the oldest first. One's own answers are no surprise."""
    found = setwise.rows(
        _NEWER,
        {
            "desk": review.desk_id, "shop": review.shop_id, "review": review.pk, "ref": review.outside_id,
            "record": seen.record, "own": seen.own, "user": user_id,
        },
    )  # fmt: skip
    return [Unseen(*row) for row in found]


_NEWER_OF_QUESTION = """
    SELECT 'question', at, text, '' FROM reviews_question WHERE desk_id = %(desk)s AND id = %(question)s AND record > %(record)s
    UNION ALL SELECT 'answer', at, text, '' FROM reviews_questionanswer AS a WHERE desk_id = %(desk)s AND shop_id = %(shop)s
        AND question_ref = %(ref)s AND record > %(record)s AND ruling IN ('', 'waiting') AND NOT EXISTS (
        SELECT FROM reviews_ownanswer AS o WHERE o.desk_id = a.desk_id AND o.question_id = %(question)s AND o.told_record = a.record)
    UNION ALL SELECT CASE o.rejects WHEN '' THEN 'own' ELSE 'rejection' END, o.written_at, o.text, coalesce(nullif(u.name, ''), u.email, '')
        FROM reviews_ownanswer AS o LEFT JOIN sellerdesk_user AS u ON u.id = o.author_id WHERE o.desk_id = %(desk)s
        AND o.question_id = %(question)s AND o.id > %(own)s AND o.state <> 'cancelled' AND o.author_id IS DISTINCT FROM %(user)s
    ORDER BY 2
"""


def of_question(question: Question, seen: Seen, user_id: int | None) -> list[Unseen]:
    """The same of a question."""
    found = setwise.rows(
        _NEWER_OF_QUESTION,
        {
            "desk": question.desk_id, "shop": question.shop_id, "question": question.pk, "ref": question.outside_id,
            "record": seen.record, "own": seen.own, "user": user_id,
        },
    )  # fmt: skip
    return [Unseen(*row) for row in found]


def sentence(unseen: Sequence[Unseen], now: datetime) -> str:
    """Who was faster, as the page says it."""
    last = unseen[-1]
    # Clocks of marketplaces may be ahead of ours.
    ago = wording.age(min(last.at, now), now=now)
    match last.kind:
        case "change":
            return _("The buyer changed the review %(ago)s. Your text is kept below, not sent.") % {"ago": ago}
        case "deletion":
            return _("The review was deleted %(ago)s. Your text is kept below, not sent.") % {"ago": ago}
        case "follow_up":
            return _("The buyer added a follow-up %(ago)s. Your text is kept below, not sent.") % {"ago": ago}
        case "answer":
            return _("Somebody answered on the marketplace %(ago)s. Your text is kept below, not sent.") % {"ago": ago}
        case "own" if last.who:
            return _("%(who)s answered %(ago)s. Your text is kept below, not sent.") % {"who": last.who, "ago": ago}
        case "own":
            return _("Somebody answered %(ago)s. Your text is kept below, not sent.") % {"ago": ago}
        case "rejection":
            return _("The question was rejected %(ago)s. Your text is kept below, not sent.") % {"ago": ago}
        case "question":
            return _("The question reads otherwise now. Your text is kept below, not sent.")
    return _("The review reads otherwise now. Your text is kept below, not sent.")


def told(seen: Seen, unseen: Sequence[Unseen]) -> dict[str, Any]:
    """For the page and for programs: what to show, and what to send as `seen` when the author has read it."""
    return {
        "seen": seen.text(),
        "newer": [{"kind": one.kind, "at": one.at.isoformat(), "text": one.text, "who": one.who} for one in unseen],
    }
