"""The desk's labels: all of them, and which of them a review has."""

from collections.abc import Sequence
from dataclasses import dataclass

from reviews.domain.labels import MOST_OF_DESK
from sellerdesk import setwise


@dataclass(frozen=True, slots=True)
class Label:
    """A label of the desk; `on` where the review that was asked for has it."""

    id: int
    name: str
    folded: str
    on: bool = False


def labels(desk_id: int, review_id: int | None = None) -> list[Label]:
    """The desk's labels by name, and which of them a review has."""
    found = setwise.rows(
        "SELECT t.id, t.name, t.folded, EXISTS (SELECT FROM reviews_tagged AS g WHERE g.desk_id = t.desk_id AND g.tag_id = t.id"
        f" AND g.review_id = %s) FROM reviews_tag AS t WHERE t.desk_id = %s ORDER BY t.folded LIMIT {MOST_OF_DESK:d}",
        [review_id, desk_id],
    )
    return [Label(*row) for row in found]


def of_reviews(desk_id: int, review_ids: Sequence[int]) -> dict[int, list[str]]:
    """The names of the labels of these reviews, by review; those without any are left out."""
    found = setwise.rows(
        "SELECT g.review_id, array_agg(t.name ORDER BY t.folded) FROM reviews_tagged AS g"
        " JOIN reviews_tag AS t ON t.desk_id = g.desk_id AND t.id = g.tag_id"
        " WHERE g.desk_id = %s AND g.review_id = ANY(%s) GROUP BY g.review_id",
        [desk_id, list(review_ids)],
    )
    return dict(found)
