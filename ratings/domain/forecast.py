"""What a dimension's mean will be on the days to come: what leaves is known, what arrives follows the shop's own pace and stars.

Without news a coming day's figure is exact: the marks that stay, and those given already that begin to count. On top
of it come new marks. Their number follows the shop's pace, their stars its own mix, and both are uncertain: the mix is
known from finitely many marks and drifts from month to month, the pace has better and worse months. The sum of all that is
near a normal distribution, and Cornish and Fisher's expansion bends it to the skew and the tails that few marks with
many fives have. Figures here are estimates, so they are floats; what is known stays exact.

The constants were chosen on one half of the sellers of real ratings and measured on the other: see `backtest`.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ratings.domain.figures import STARS, Figure, shown


FEWEST_MARKS = 10
"""Fewer marks in the window, or in the year behind it, say too little of a shop's pace and stars."""
HORIZON = 180
"""Days. No mark that is new today leaves before: so only what is known leaves."""
MEASURED_DAYS = 30
"""How far the forecast is measured against real ratings."""
YEAR = 365
BLOCK = 30
Z80, Z95 = 1.281552, 1.959964
_MIX_HALF_LIFE, _PACE_HALF_LIFE = 180.0, 60.0
_MIX_PRIOR, _FLAT_PRIOR = 20.0, 3.0
_BUSY_MONTHS = 0.3
"""By how much the number of new marks spreads beyond chance: the square of its relative spread."""
_USUAL_DRIFT, _DRIFT_TRUST = 0.01, 100.0
"""How far the mean of new marks drifts between months, as a share of the stars' own variance, where a shop's past does not tell."""
_MOST_SKEW, _MOST_TAIL, _TAIL_OF_SKEW = 1.0, 2.0, 1.5
_FARTHEST, _HALVINGS = 3.5, 22

Stars = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Habit:
    """How a shop is rated in one dimension: new marks a day, their stars, and how sure that is."""

    pace: float
    mix: tuple[float, ...]
    spread: float
    """The variance of the mean of new marks: finitely many are known, and shops drift."""

    @property
    def mean(self) -> float:
        """The mean that new marks are expected to have."""
        return sum(stars * share for stars, share in zip(STARS, self.mix, strict=True))


@dataclass(frozen=True, slots=True)
class Step:
    """One day to come: the mean that is expected, and how it may turn out."""

    day: int
    known: Figure
    """Without news: exact."""
    arriving: float
    """How many marks are expected that nobody has given yet."""
    mean: float
    spread: float
    skew: float
    tail: float

    def quantile(self, z: float) -> float:
        """The mean at a normal deviate `z`, between one and five stars."""
        return min(max(self.mean + self.spread * _bent(z, self.skew, self.tail), 1.0), 5.0)

    def interval(self, z: float) -> tuple[float, float]:
        """From the mean at −z to that at z."""
        return self.quantile(-z), self.quantile(z)

    def below(self, threshold: Fraction) -> float:
        """How probable it is that the mean is below a threshold at the end of this day."""
        if not self.spread:
            return float(self.known.mean is not None and self.known.mean < threshold)
        return _probability((float(threshold) - self.mean) / self.spread, self.skew, self.tail)


def digits(value: float | Fraction, places: int = 4) -> str:
    """An estimate in decimal digits, rounded half up: the same for page, file and programs."""
    return shown(Fraction(value), places)


def habit(given: Mapping[int, Stars], today: int) -> Habit | None:
    """The shop's pace and stars out of the marks that began to count on each day; None where these are too few.

    Only the last 365 days are looked at; later ones weigh more. Nothing after `today` may be among them.
    """
    past = {day: stars for day, stars in given.items() if today - YEAR < day <= today and any(stars)}
    total = sum(map(sum, past.values()))
    if total < FEWEST_MARKS:
        return None
    plain = [float(sum(stars[place] for stars in past.values())) for place in range(len(STARS))]
    base = [(count + _FLAT_PRIOR / len(STARS)) / (total + _FLAT_PRIOR) for count in plain]
    weighed, weight, squares = [0.0] * len(STARS), 0.0, 0.0
    for day, stars in past.items():
        by = _weight(today - day, _MIX_HALF_LIFE)
        count = sum(stars)
        weight, squares = weight + by * count, squares + by * by * count
        for place, marks in enumerate(stars):
            weighed[place] += by * marks
    mix = tuple((one + _MIX_PRIOR * share) / (weight + _MIX_PRIOR) for one, share in zip(weighed, base, strict=True))
    variance = _moment(mix, _mean(mix), 2)
    spread = variance / (weight * weight / squares + _FLAT_PRIOR) + _drift(past, today, variance)
    return Habit(_pace(past, today), mix, spread)


def forecast(known: Sequence[Figure], coming: Sequence[int], today: int, usual: Habit) -> list[Step]:
    """One step for each day after `today`.

    `known` are the figures of these days without news, `coming` how many marks that are given already begin to count on
    each. A shop whose marks wait before they count has part of the next days' arrivals among these: only the rest is new.
    """
    steps, arriving, told = [], 0.0, 0
    for place, (figure, marks) in enumerate(zip(known, coming, strict=True), start=1):
        told += marks
        arriving = max(arriving, usual.pace * place - told)
        steps.append(_step(today + place, figure, arriving, usual))
    return steps


def _step(day: int, known: Figure, arriving: float, usual: Habit) -> Step:
    count = known.count + arriving
    if not count:
        return Step(day, known, 0.0, 0.0, 0.0, 0.0, 0.0)
    mean = (known.sum + arriving * usual.mean) / count
    second = arriving * _moment(usual.mix, mean, 2)
    variance = second + arriving**2 * (usual.spread + _BUSY_MONTHS * (usual.mean - mean) ** 2)
    if variance <= 0:
        return Step(day, known, arriving, mean, 0.0, 0.0, 0.0)
    skew = arriving * _moment(usual.mix, mean, 3) / variance**1.5
    skew = min(max(skew, -_MOST_SKEW), _MOST_SKEW)
    tail = arriving * _moment(usual.mix, mean, 4) / variance**2 + 3 * _BUSY_MONTHS
    tail = max(min(tail, _MOST_TAIL), _TAIL_OF_SKEW * skew * skew)
    return Step(day, known, arriving, mean, math.sqrt(variance) / count, skew, tail)


def _mean(mix: Sequence[float]) -> float:
    return sum(stars * share for stars, share in zip(STARS, mix, strict=True))


def _moment(mix: Sequence[float], around: float, power: int) -> float:
    return sum(share * math.pow(stars - around, power) for stars, share in zip(STARS, mix, strict=True))


def _pace(past: Mapping[int, Stars], today: int) -> float:
    """Marks a day; a day that is 60 days old weighs half as much as today."""
    first = min(past)
    weight = sum(_weight(today - day, _PACE_HALF_LIFE) for day in range(first, today + 1))
    return sum(sum(stars) * _weight(today - day, _PACE_HALF_LIFE) for day, stars in past.items()) / weight


def _weight(days: int, half_life: float) -> float:
    return math.pow(0.5, days / half_life)


def _drift(past: Mapping[int, Stars], today: int, variance: float) -> float:
    """By how much the means of months differ beyond chance (DerSimonian and Laird), drawn towards what is usual where few marks tell."""
    blocks: dict[int, list[int]] = {}
    for day, stars in past.items():
        block = blocks.setdefault((today - day) // BLOCK, [0, 0])
        block[0] += sum(stars)
        block[1] += sum(one * marks for one, marks in zip(STARS, stars, strict=True))
    count, total = sum(marks for marks, _ in blocks.values()), sum(own for _, own in blocks.values())
    apart = count - sum(marks * marks for marks, _ in blocks.values()) / count
    usual = _USUAL_DRIFT * variance
    if apart <= 0:
        return usual
    between = sum(marks * (own / marks - total / count) ** 2 for marks, own in blocks.values())
    found = max(0.0, (between - (len(blocks) - 1) * variance) / apart)
    trust = apart / (apart + _DRIFT_TRUST)
    return trust * found + (1 - trust) * usual


def _bent(z: float, skew: float, tail: float) -> float:
    """Cornish and Fisher: the deviate of a distribution with this skew and excess tail. It rises with z within ±3.5."""
    return z + skew * (z * z - 1) / 6 + tail * (z**3 - 3 * z) / 24 - skew * skew * (2 * z**3 - 5 * z) / 36


def _probability(deviate: float, skew: float, tail: float) -> float:
    """How much of that distribution lies below a deviate: the expansion turned round by halving."""
    low, high = -_FARTHEST, _FARTHEST
    if deviate <= _bent(low, skew, tail):
        return 0.0
    if deviate >= _bent(high, skew, tail):
        return 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _bent(middle, skew, tail) < deviate else (low, middle)
    return 0.5 * (1 + math.erf(low / math.sqrt(2)))
