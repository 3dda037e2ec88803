"""Rulebook 9: which figures may be opened, and how close together two figures of one dimension may be told.

Two figures tell what came between them. A page that told the figure before and after a single mark would
tell that mark, and the day would tell whose it was.
"""

from collections.abc import Sequence

from ratings.domain.figures import Figure


FEWEST_MARKS = 5


def opens(count: int) -> bool:
    """Whether a figure of `count` marks or ratings may lead to what it is made of: stars, days, rows."""
    return count >= FEWEST_MARKS


def apart(one: Figure, other: Figure) -> bool:
    """Whether both may be told side by side: they are made of the same stars, or of at least five other marks."""
    moved = sum(abs(a - b) for a, b in zip(one.stars, other.stars, strict=True))
    return not moved or opens(moved)


def told_days(days: Sequence[Figure], beside: Sequence[Figure] | None = None) -> list[bool]:
    """For each day of a line that ends today: whether its figure is told.

    Today's is the one that is always told, so the line is walked back from it: a day is told if it stands
    apart from the next day told. A day of one to four marks is never told, and where today has so few, no
    day is. `beside` are the same days under another window that are told as well.
    """
    told = [False] * len(days)
    if not days or 0 < days[-1].count < FEWEST_MARKS:
        return told
    last = days[-1]
    for place in range(len(days) - 1, -1, -1):
        figure = days[place]
        if 0 < figure.count < FEWEST_MARKS or not apart(figure, last):
            continue
        if beside is not None and not apart(figure, beside[place]):
            continue
        told[place], last = True, figure
    return told
