"""What the open work items of this room are about, in one query."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from chat.domain.facts import subject_of, thread_of
from chat.queries.rows import Row, rows
from sellerdesk.domain.cursors import LARGEST_ID


_OF_THREAD = re.compile("thread:[0-9]{1,19}")


def of_subjects(desk_id: int, subjects: Sequence[str], *, now: datetime) -> Mapping[str, Row]:
    """The conversations that work items are about, by subject; what is none of this desk is left out."""
    found = [own for subject in subjects if _OF_THREAD.fullmatch(subject) and (own := thread_of(subject)) <= LARGEST_ID]
    return {subject_of(row.id): row for row in rows(desk_id, found, reader_id=0, now=now)}
