"""When complaints of one topic about one product are a signal. Pure; docs/mechanisms/topics.md has the reasons.

A room says what a *complaint* is and when it was made. Two rules, either is enough:

- *close*: three complaints lie within 7 days (7 × 24 h between the first and the third, the last moment included).
- *rate*: in the last 28 days there are n >= 3 complaints, and at most 1 % of such spans would bring n or more if nothing had
  changed: P(X >= n) <= 0.01 for X ~ Poisson(m), where m = (complaints of the 90 days before + 1/2) × 28 / 90.

The half keeps a product without any history from having an expectation of nothing at all.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


FEWEST = 3
CLOSE = timedelta(days=7)
LATELY = timedelta(days=28)
BEFORE = timedelta(days=90)
RARE = 0.01
LAPSES = timedelta(days=30)
"""A cluster that was complete so long ago is history: an import of past years makes no work."""
LOOKED_BACK = LATELY + BEFORE


@dataclass(frozen=True, slots=True)
class Seen:
    """That a person has looked at a signal: the newest complaint it had then, and how many there were."""

    through: datetime
    number: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """A signal: its first complaint, the one that made it a signal, the newest, and how many there are from the first on."""

    since: datetime
    ripe: datetime
    newest: datetime
    number: int
    why: str
    """`close` or `rate`."""


def cluster(complaints: Sequence[datetime], *, seen: Seen | None, kept: Cluster | None = None, now: datetime) -> Cluster | None:
    """The signal in these complaints (UTC instants, ascending, of the last `LOOKED_BACK` days), or None.

    `kept` is the signal that is open: it stays while it is no history and three of its complaints are left, so that its deadline does
    not move as time goes by; what was told late may only make it begin earlier. What a person has seen begins no new one: only later
    complaints count, and only once they are as many again.
    """
    told = [at for at in complaints if at <= now]
    fresh = [at for at in told if seen is None or at > seen.through]
    found = _close(fresh, now) or _rate(told, fresh, now)
    if kept is not None and kept.ripe > now - LAPSES and (found is None or kept.since <= found.since):
        own = [at for at in fresh if at >= kept.since]
        found = Cluster(kept.since, kept.ripe, own[-1], len(own), kept.why) if len(own) >= FEWEST else found
    if found is None or (seen is not None and found.number < seen.number):
        return None
    return found


def tail(number: int, mean: float) -> float:
    """P(X >= number) for X ~ Poisson(mean)."""
    term = total = math.exp(-mean)
    for k in range(1, number):
        term *= mean / k
        total += term
    return max(0.0, 1.0 - total) if number > 0 else 1.0


def usual(before: int) -> float:
    """How many complaints 28 days bring, by those of the 90 days before them."""
    return (before + 0.5) * (LATELY / BEFORE)


def _close(fresh: Sequence[datetime], now: datetime) -> Cluster | None:
    """From the earliest three that lie close, if the third is no history yet."""
    for first in range(len(fresh) - FEWEST + 1):
        third = fresh[first + FEWEST - 1]
        if third - fresh[first] <= CLOSE and third > now - LAPSES:
            return Cluster(fresh[first], third, fresh[-1], len(fresh) - first, "close")
    return None


def _rate(told: Sequence[datetime], fresh: Sequence[datetime], now: datetime) -> Cluster | None:
    lately = [at for at in fresh if at > now - LATELY]
    mean = usual(sum(now - LATELY - BEFORE < at <= now - LATELY for at in told))
    if len(lately) < FEWEST or tail(len(lately), mean) > RARE:
        return None
    enough = next(n for n in range(FEWEST, len(lately) + 1) if tail(n, mean) <= RARE)
    return Cluster(lately[0], lately[enough - 1], lately[-1], len(lately), "rate")
