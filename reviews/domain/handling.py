"""What becomes of reviews that somebody closes without an answer, many at once: what waits is closed, the rest says why not."""

from typing import Final, Literal, cast


DONE: Final = "done"
"""The outcome of a flagged review that somebody closed without an answer."""
AT_ONCE: Final = 500
"""So many reviews in one go at most."""
Left = Literal["answered", "changed", "deleted", "struck", "not_waiting"]
"""Why a review is left out: what ended its waiting meanwhile, or that it did not wait."""
_TOLD: Final = frozenset({"answered", "changed", "deleted", "struck"})


def why_left(ended: str, *, waits: bool) -> Left | None:
    """Why a review is not closed, or None where it is. `ended` is how its waiting ended by the rules (`flags.wait`), empty while it goes
    on: whatever the work item says, what has ended is not closed by hand."""
    if ended in _TOLD:
        return cast("Left", ended)
    return None if waits and not ended else "not_waiting"
