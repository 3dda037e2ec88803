"""Which days to come may be told (rulebook 9): a day's known part, beside today's, would tell the marks that leave between them."""

from collections.abc import Sequence

from ratings.domain.figures import Figure
from ratings.domain.forecast import Step
from ratings.domain.opening import FEWEST_MARKS, told_officially


def told_steps(steps: Sequence[Step], official: Sequence[Figure]) -> list[Step]:
    """The days whose known part is apart from every figure told of the shop's own window, and from every earlier one of these.

    `official` is the line of that window up to today.
    """
    together = told_officially(official)
    found = []
    for step in steps:
        if step.known.count >= FEWEST_MARKS and together.admits(step.known):
            together.add(step.known)
            found.append(step)
    return found
