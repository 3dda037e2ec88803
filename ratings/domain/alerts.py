"""What of a shop's ratings is worth a person's look at once: keys of what is so now, on exact fractions.

A key is `dimension:what`: `logistics:below-4.6` (under a threshold), `logistics:drop` (fell fast), `logistics:category` (the category
is above). What has become so since the last look is a work item; what is over closes it. The first look of a shop opens nothing:
an import of past years makes no work.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ratings.domain.figures import DIMENSIONS, Figure, meets
from ratings.domain.opening import opens


KIND = "rating_alert"
DROP = Fraction(5, 100)
DROP_DAYS = 7
DROP_MARKS = 20
"""A drop is told where both days have so many marks: of a few, one mark moves more."""
BELOW, FELL, CATEGORY = "below", "drop", "category"
_SUBJECT = re.compile(rf"rating:([0-9]{{1,18}}):({'|'.join(DIMENSIONS)}):(?:({FELL}|{CATEGORY}|{BELOW})(?:-([0-9](?:\.[0-9]+)?))?)")


@dataclass(frozen=True, slots=True)
class Alert:
    """One key, taken apart."""

    dimension: str
    what: str
    threshold: Fraction | None = None


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
