"""The desk's labels: all of them, and which of them reviews have."""

from collections.abc import Sequence
from dataclasses import dataclass

from reviews.domain.labels import MOST_OF_DESK
from sellerdesk import setwise


TAGS = (
    "ARRAY(SELECT t.name FROM reviews_tagged AS g JOIN reviews_tag AS t ON t.desk_id = g.desk_id AND t.id = g.tag_id"
    " WHERE g.desk_id = r.desk_id AND g.review_id = r.id ORDER BY t.folded)"
)
"""The names of the labels of a review `r`, as a column."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label of the desk."""

    id: int
    name: str
    folded: str


def labels(desk_id: int) -> list[Label]:
    """The desk's labels by name."""
    found = setwise.rows(f"SELECT id, name, folded FROM reviews_tag WHERE desk_id = %s ORDER BY folded LIMIT {MOST_OF_DESK:d}", [desk_id])
    return [Label(*row) for row in found]


def of_reviews(desk_id: int, review_ids: Sequence[int]) -> dict[int, list[str]]:
    """The names of the labels of these reviews, by review; those without any are left out."""
    found = setwise.rows(
        f"SELECT r.id, {TAGS} FROM reviews_review AS r WHERE r.desk_id = %s AND r.id = ANY(%s)", [desk_id, list(review_ids)]
    )
    return {own: tags for own, tags in found if tags}
