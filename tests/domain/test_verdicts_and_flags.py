"""What a review says, and who must see it at once: the feed's `review`, rulebook 22."""

import pytest

from reviews.domain.flags import Reason, still_waits, why_flagged
from reviews.domain.verdicts import BY_NAME, NAMES, Verdict, verdict_of


GOOD, NEUTRAL, BAD = Verdict.GOOD, Verdict.NEUTRAL, Verdict.BAD


@pytest.mark.parametrize(
    ("name", "stars", "verdict"),
    [
        (None, 5, GOOD),
        (None, 4, GOOD),
        (None, 3, NEUTRAL),
        (None, 2, BAD),
        (None, 1, BAD),
        (None, None, None),
        ("good", 1, GOOD),
        ("neutral", 5, NEUTRAL),
        ("bad", 5, BAD),
        ("bad", None, BAD),
    ],
)
def test_verdict_wins_over_stars(name: str | None, stars: int | None, verdict: Verdict | None) -> None:
    assert verdict_of(name, stars) is verdict


def test_verdicts_have_names_and_signs() -> None:
    assert {NAMES[verdict]: verdict.value for verdict in Verdict} == {"good": 1, "neutral": 0, "bad": -1}
    assert all(NAMES[verdict] == name for name, verdict in BY_NAME.items())


@pytest.mark.parametrize(
    ("verdict", "stars", "reasons"),
    [
        (GOOD, None, ()),
        (GOOD, 5, ()),
        (GOOD, 4, ()),
        (GOOD, 3, (Reason.LOW_STARS,)),
        (NEUTRAL, None, (Reason.NEUTRAL,)),
        (NEUTRAL, 5, (Reason.NEUTRAL,)),
        (NEUTRAL, 3, (Reason.NEUTRAL, Reason.LOW_STARS)),
        (BAD, None, (Reason.BAD,)),
        (BAD, 4, (Reason.BAD,)),
        (BAD, 1, (Reason.BAD, Reason.LOW_STARS)),
    ],
)
def test_flag_says_which(verdict: Verdict, stars: int | None, reasons: tuple[Reason, ...]) -> None:
    assert why_flagged(verdict=verdict, stars=stars) == reasons


@pytest.mark.parametrize(
    ("reasons", "ended", "waits"),
    [(["bad"], "", True), (["bad"], "answered", False), ([], "", False), ([], "deleted", False)],
)
def test_flagged_review_waits_until_it_has_ended(reasons: list[str], ended: str, waits: bool) -> None:
    assert still_waits(reasons=reasons, ended=ended) is waits
