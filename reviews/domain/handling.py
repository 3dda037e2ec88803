"""What becomes of reviews that somebody closes without an answer, many at once: what waits is closed, the rest says why not."""

from datetime import datetime
from typing import Final, Literal, NamedTuple


DONE: Final = "done"
"""The outcome of a flagged review that somebody closed without an answer."""
AT_ONCE: Final = 500
"""So many reviews in one go at most."""
Left = Literal["answered", "changed", "deleted", "struck", "not_waiting"]
"""Why a review is left out: what ended its waiting meanwhile, or that it did not wait."""


class Ends(NamedTuple):
    """What may have ended the waiting of a review."""

    answered_at: datetime | None = None
    changed_at: datetime | None = None
    deleted_at: datetime | None = None
    struck_at: datetime | None = None


def why_left(ends: Ends, *, waits: bool) -> Left | None:
    """Why a review is not closed, or None where it is. Whatever the work item says, what has ended is not closed by hand."""
    told: tuple[tuple[Left, datetime | None], ...] = (
        ("deleted", ends.deleted_at), ("struck", ends.struck_at), ("changed", ends.changed_at), ("answered", ends.answered_at),
    )  # fmt: skip
    ended = next((reason for reason, at in told if at is not None), None)
    return ended or (None if waits else "not_waiting")
