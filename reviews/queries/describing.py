"""What the open work items and the search box say of reviews, in one query each."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from reviews.domain.filters import Filter
from reviews.queries.finding import Places
from reviews.queries.listing import page
from reviews.queries.rows import Row, rows
from sellerdesk.domain.cursors import LARGEST_ID


SUBJECT = "review:"
_OF_REVIEW = re.compile("review:[0-9]{1,19}")


def of_subjects(desk_id: int, subjects: Sequence[str]) -> Mapping[str, Row]:
    """The reviews that work items are about, by subject; what is no review of this desk is left out."""
    found = [one for subject in subjects if _OF_REVIEW.fullmatch(subject) and (one := int(subject[len(SUBJECT) :])) <= LARGEST_ID]
    return {f"{SUBJECT}{row.id}": row for row in rows(desk_id, found)}


def with_words(places: Places, words: str, limit: int, *, now: datetime) -> list[Row]:
    """The newest reviews with these words."""
    found = page(places, Filter(view="all", words=words), now=now, size=limit)
    return rows(places.desk_id, found.ids)
