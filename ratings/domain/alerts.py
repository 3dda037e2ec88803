"""What of a shop's ratings is worth a person's look at once: keys of what is so now, on exact fractions.

A key is `dimension:what`: `logistics:below-4.6` (under a threshold), `logistics:drop` (fell fast), `logistics:category` (the category
is above), `logistics:ahead-4.6` (the forecast sees it fall under a threshold). What has become so since the last look is a work item;
what is over closes it. The first look of a shop opens nothing: an import of past years makes no work.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ratings.domain.figures import DIMENSIONS, Figure, meets
from ratings.domain.forecast import Step
from ratings.domain.opening import opens


KIND = "rating_alert"
DROP = Fraction(5, 100)
DROP_DAYS = 7
DROP_MARKS = 20
"""A drop is told where both days have so many marks: of a few, one mark moves more."""
BELOW, FELL, CATEGORY, AHEAD = "below", "drop", "category", "ahead"
FARTHEST_DAYS = 60
"""No further than days are drawn."""
LEAST_PERCENT, MOST_PERCENT = 50, 99
STEADY_PERCENT = 15
"""What was told stays told until its chance is lower by so much: a chance that wavers about the limit is one alert, not many."""
_SUBJECT = re.compile(rf"rating:([0-9]{{1,18}}):({'|'.join(DIMENSIONS)}):(?:({FELL}|{CATEGORY}|{BELOW}|{AHEAD})(?:-([0-9](?:\.[0-9]+)?))?)")


@dataclass(frozen=True, slots=True)
class Alert:
    """One key, taken apart."""

    dimension: str
    what: str
    threshold: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Lookout:
    """How far ahead a shop looks, in days, and from which chance on it wants to be told, in percent."""

    days: int = 30
    percent: int = 70


def foreseen(
    dimension: str, now: Figure, steps: Sequence[Step], thresholds: Sequence[Fraction], *, until: int, percent: int, before: Collection[str]
) -> list[str]:  # fmt: skip
    """The keys of the thresholds that this dimension reaches now and will be under on one of the told days up to `until` (ordinal).

    `steps` are those days alone that may be told (rulebook 9); `before` is what was so at the last look.
    """
    found = []
    for threshold in thresholds:
        key = f"{dimension}:{AHEAD}-{float(threshold):g}"
        least = percent - (STEADY_PERCENT if key in before else 0)
        if meets(now, threshold) and any(step.day <= until and step.below(threshold) * 100 >= least for step in steps):
            found.append(key)
    return found


def still_ahead(before: Collection[str], figures: Mapping[str, Figure]) -> list[str]:
    """Of what was foreseen at the last look, what has not come to pass yet."""
    found = []
    for key in before:
        dimension, _colon, rest = key.partition(":")
        what, _dash, level = rest.partition("-")
        if what == AHEAD and meets(figures[dimension], Fraction(level)):
            found.append(key)
    return found


def so_now(
    figures: Mapping[str, Figure], before: Mapping[str, Figure], thresholds: Sequence[Fraction], averages: Mapping[str, Fraction]
) -> list[str]:
    """The keys of what is so, of the figures now, those of DROP_DAYS ago, and the means of the shop's own category."""
    found = []
    for name, figure in figures.items():
        found += [f"{name}:{BELOW}-{float(one):g}" for one in thresholds if meets(figure, one) is False]
        if fell(before[name], figure):
            found.append(f"{name}:{FELL}")
        if name in averages and opens(figure.count) and figure.mean is not None and figure.mean < averages[name]:
            found.append(f"{name}:{CATEGORY}")
    return found


def fell(before: Figure, after: Figure) -> bool:
    """Whether the mean fell fast: by DROP or more."""
    if min(before.count, after.count) < DROP_MARKS or before.mean is None or after.mean is None:
        return False
    return before.mean - after.mean >= DROP


def changed(before: Collection[str], now: Collection[str]) -> tuple[list[str], list[str]]:
    """(what has become so, what is over)."""
    return sorted(set(now) - set(before)), sorted(set(before) - set(now))


def subject_of(shop_id: int, key: str) -> str:
    """The subject of the work item."""
    return f"rating:{shop_id}:{key}"


def of_subject(subject: str) -> tuple[int, Alert] | None:
    """The shop and what is so; None for what is no such subject."""
    found = _SUBJECT.fullmatch(subject)
    if found is None:
        return None
    shop_id, dimension, what, level = found.groups()
    return int(shop_id), Alert(dimension, what, None if level is None else Fraction(level))
