"""Why a review counts towards the shop's credit, or does not: rulebook 10 to 17 and 20, in one word each."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from reviews.domain.credit import Cell
from reviews.domain.facts import WAITING
from reviews.domain.state import State
from reviews.domain.verdicts import Verdict


class Earned(NamedTuple):
    """One order line of the credit ledger: from when it counts, and where it stands from which day on."""

    since: datetime
    steps: Sequence[tuple[int, Cell]]


class Standing(NamedTuple):
    """Whether it counts: the word for why, since or from when, and by how much (rulebook 10)."""

    why: str
    at: datetime | None = None
    points: int | None = None


_WHY = {Cell.SAME_ITEM: "same_item", Cell.MONTH_CAP: "month_cap", Cell.NONE: "not_yet"}
_COUNTS = {Cell.GOOD: Verdict.GOOD, Cell.NEUTRAL: Verdict.NEUTRAL, Cell.BAD: Verdict.BAD}


def standing(state: State, *, has_order: bool, earned: Earned | None, day: int, now: datetime) -> Standing:
    """Where the review stands on the shop's local `day`, at `now` (rulebook 10 to 17, 20).

    Words: the code of the rule that rejected it, waiting, no_order, struck, deleted, not_yet (`at` is from when, None where
    that is not known), same_item, month_cap, counts (`points`).
    """
    if state.rejected:
        return Standing(state.ruling)
    if not has_order:
        return Standing("no_order")
    if state.ruling == WAITING:
        return Standing("waiting")
    if state.struck_at is not None and state.struck_at <= now:
        return Standing("struck", state.struck_at)
    if state.deleted_at is not None and state.deleted_at <= now:
        return Standing("deleted", state.deleted_at)
    if earned is None:
        return Standing("not_yet")
    if earned.since > now:
        return Standing("not_yet", earned.since)
    past = [cell for first, cell in earned.steps if first <= day]
    cell = past[-1] if past else Cell.NONE
    if cell in _COUNTS:
        return Standing("counts", earned.since, int(_COUNTS[cell]))
    return Standing(_WHY[cell], earned.since if cell is Cell.NONE else None)
