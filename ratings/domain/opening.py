"""Rulebook 9: which figures may be opened, and how close together two figures of one dimension may be told.

Two figures tell what came between them. A page that told the figure before and after a single mark would
tell that mark, and the day would tell whose it was.
"""

from collections.abc import Iterable, Sequence
from operator import sub

from ratings.domain.figures import Figure


FEWEST_MARKS = 5


def opens(count: int) -> bool:
    """Whether a figure of `count` marks or ratings may lead to what it is made of: stars, days, rows."""
    return count >= FEWEST_MARKS


def apart(one: Figure, other: Figure) -> bool:
    """Whether both may be told side by side: they are made of the same stars, or of at least five other marks."""
    return _are_apart(one.stars, other.stars)


def _are_apart(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    moved = sum(map(abs, map(sub, one, other)))
    return not moved or opens(moved)


def folded(days: Iterable[tuple[int, int]], *, is_cut: bool = False) -> list[tuple[int, int, int]]:
    """(first day, last day, ratings) out of (day, ratings) in either order: neighbours taken together until they are five.

    What is left over in the end goes to the last row; of fewer than five in all there is no row. `is_cut`
    says that more days would follow: then the last row, which they would change, is left out with the rest.
    """
    rows: list[tuple[int, int, int]] = []
    held: list[tuple[int, int]] = []
    for one in days:
        held.append(one)
        if opens(sum(ratings for _, ratings in held)):
            rows.append(_one_row(held))
            held = []
    if is_cut:
        return rows[:-1]
    if held and rows:
        first, last, ratings = rows.pop()
        rows.append(_one_row([(first, ratings), (last, 0), *held]))
    return rows


def _one_row(days: Sequence[tuple[int, int]]) -> tuple[int, int, int]:
    named = [day for day, _ in days]
    return min(named), max(named), sum(ratings for _, ratings in days)


class ToldTogether:
    """Figures that one reader may see together: every two of them are apart, so none of them gives another one away."""

    def __init__(self) -> None:
        self._by_count: dict[int, set[tuple[int, ...]]] = {}

    def admits(self, figure: Figure) -> bool:
        """Whether a figure is apart from every one of these."""
        count, stars = figure.count, figure.stars
        if stars in self._by_count.get(count, ()):
            return True  # its twin was admitted
        # Counts that differ by five marks are apart whatever the stars.
        near = [self._by_count[one] for one in range(count - FEWEST_MARKS + 1, count + FEWEST_MARKS) if one in self._by_count]
        return all(_are_apart(stars, other) for same_count in near for other in same_count)

    def add(self, figure: Figure) -> None:
        """Tell this one as well."""
        self._by_count.setdefault(figure.count, set()).add(figure.stars)


def told_days(days: Sequence[Figure], official: Sequence[Figure] | None = None) -> list[bool]:
    """For each day of a line that ends today: whether its figure is told.

    The line is walked back from today; a day is told if it stands apart from every day told so far. A day of
    one to four marks is never told, and where today's figure is not, no day is.

    `official` is the line of the shop's own window where `days` are those of the other one: what is told
    there, and today's figure, which is told whatever its count, may be read side by side with any of `days`.
    """
    together = told_officially(official) if official else ToldTogether()
    return _walked_back(days, together)


def stands_beside(figure: Figure, official: Sequence[Figure]) -> bool:
    """Whether a figure of the other window is apart from every one told of the line of the shop's own window."""
    # Which days are told need only be known where some day is near at all.
    return all(apart(figure, day) for day in official) or told_officially(official).admits(figure)


def told_officially(days: Sequence[Figure]) -> ToldTogether:
    """The figures told of the shop's own window, today's among them."""
    return told_line(days)[1]


def told_line(days: Sequence[Figure]) -> tuple[list[bool], ToldTogether]:
    """`told_days` of the shop's own window, and `told_officially`: the line walked once for both."""
    together = ToldTogether()
    told = _walked_back(days, together)
    together.add(days[-1])
    return told, together


def _walked_back(days: Sequence[Figure], together: ToldTogether) -> list[bool]:
    told = [False] * len(days)
    for place in range(len(days) - 1, -1, -1):
        figure = days[place]
        if place + 1 < len(days) and figure.stars == days[place + 1].stars:
            # Days on which nothing moved are told like the one after them.
            told[place] = told[place + 1]
            continue
        if 0 < figure.count < FEWEST_MARKS or not together.admits(figure):
            if place == len(days) - 1:
                break
            continue
        told[place] = True
        together.add(figure)
    return told
