"""What is known of a review when somebody wants to answer it, in one query: for the command, the page and the API alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reviews.domain.answering import AnswerFacts, Seen
from reviews.models import OwnAnswer, Review
from sellerdesk import setwise


LIVE = list(OwnAnswer.LIVE)
COLUMNS = 11


@dataclass(frozen=True, slots=True)
class Answerable:
    """What the rules need of it, what is there to be seen, and the follow-up that stands."""

    facts: AnswerFacts
    seen: Seen
    follow_up_id: int | None


KNOWN = """
    SELECT r.at, r.ruling, r.author, r.deleted_at, r.struck_at, f.at,
        EXISTS (SELECT FROM reviews_answer AS a WHERE a.desk_id = r.desk_id AND a.shop_id = r.shop_id AND a.review_ref = r.outside_id
            AND a.follow_up_ref IS NULL AND a.ruling IN ('', 'waiting'))
        OR EXISTS (SELECT FROM reviews_ownanswer AS o WHERE o.desk_id = r.desk_id AND o.review_id = r.id AND o.follow_up_id IS NULL
            AND o.state = ANY(%(live)s)),
        EXISTS (SELECT FROM reviews_answer AS a WHERE a.desk_id = r.desk_id AND a.shop_id = r.shop_id AND a.review_ref = r.outside_id
            AND a.follow_up_ref = f.outside_id AND a.ruling IN ('', 'waiting'))
        OR EXISTS (SELECT FROM reviews_ownanswer AS o WHERE o.desk_id = r.desk_id AND o.review_id = r.id AND o.follow_up_id = f.id
            AND o.state = ANY(%(live)s)),
        greatest(r.record,
            (SELECT max(record) FROM reviews_reviewstep WHERE desk_id = r.desk_id AND shop_id = r.shop_id AND review_ref = r.outside_id),
            (SELECT max(record) FROM reviews_followup WHERE desk_id = r.desk_id AND shop_id = r.shop_id AND review_ref = r.outside_id),
            (SELECT max(record) FROM reviews_answer WHERE desk_id = r.desk_id AND shop_id = r.shop_id AND review_ref = r.outside_id)),
        coalesce((SELECT max(id) FROM reviews_ownanswer WHERE desk_id = r.desk_id AND review_id = r.id), 0),
        f.id
    FROM reviews_review AS r LEFT JOIN LATERAL (
        SELECT f.id, f.at, f.outside_id FROM reviews_followup AS f WHERE f.desk_id = r.desk_id AND f.shop_id = r.shop_id
            AND f.review_ref = r.outside_id AND f.ruling IN ('', 'waiting') ORDER BY f.at, f.outside_id LIMIT 1
    ) AS f ON true
    WHERE r.desk_id = %(desk)s AND r.id = %(review)s
"""
"""SQL of `COLUMNS` columns; its parameters are desk, review and live (`LIVE`)."""


def of(desk_id: int, review_id: int) -> Answerable:
    """A review that is there."""
    [values] = setwise.rows(KNOWN, {"desk": desk_id, "review": review_id, "live": LIVE})
    return read(values)


def read(values: Sequence[Any]) -> Answerable:
    """The columns of `KNOWN`."""
    *facts, record, own, follow_up_id = values
    return Answerable(AnswerFacts(*facts), Seen(record, own), follow_up_id)


def is_answered(review: Review, follow_up_ref: str | None) -> bool:
    """Whether the ledger knows an answer to the review, or to this follow-up of it: given elsewhere, or told of ours."""
    found = setwise.rows(
        "SELECT EXISTS (SELECT FROM reviews_answer WHERE desk_id = %s AND shop_id = %s AND review_ref = %s"
        " AND follow_up_ref IS NOT DISTINCT FROM %s AND ruling IN ('', 'waiting'))",
        [review.desk_id, review.shop_id, review.outside_id, follow_up_ref],
    )
    return bool(found[0][0])
