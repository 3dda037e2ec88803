"""Good, neutral, bad: what a review says, from its own verdict or its stars."""

from enum import IntEnum


class Verdict(IntEnum):
    """The sign of a credit review."""

    BAD = -1
    NEUTRAL = 0
    GOOD = 1


BY_NAME = {"good": Verdict.GOOD, "neutral": Verdict.NEUTRAL, "bad": Verdict.BAD}
NAMES = {verdict: name for name, verdict in BY_NAME.items()}
LEAST_GOOD_STARS = 4
NEUTRAL_STARS = 3


def verdict_of(name: str | None, stars: int | None) -> Verdict | None:
    """A verdict wins over stars; without it 4-5 stars are good, 3 neutral, 1-2 bad; neither is None."""
    if name is not None:
        return BY_NAME[name]
    if stars is None:
        return None
    if stars >= LEAST_GOOD_STARS:
        return Verdict.GOOD
    return Verdict.NEUTRAL if stars == NEUTRAL_STARS else Verdict.BAD
