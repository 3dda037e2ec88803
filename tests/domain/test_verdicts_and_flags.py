"""What a review says, and who must see it at once: the feed's `review`, rulebook 22."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from reviews.domain.flags import Course, Followed, Reason, Wait, wait, why_flagged, words_of
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


AT = datetime(2026, 3, 10, tzinfo=UTC)
NOW = AT + timedelta(days=20)
DAY = timedelta(days=1)


def course(**became: Any) -> Course:
    return Course(AT, **({"stands": True} | became))


def followed(day: int, *, negative: bool = True, answered: int | None = None) -> Followed:
    return Followed(AT + day * DAY, negative, None if answered is None else AT + answered * DAY)


@pytest.mark.parametrize(
    ("reasons", "became", "follow_up", "since", "ended"),
    [
        (["bad"], {}, None, 0, ""),
        ([], {}, None, 0, "not_flagged"),
        ([], {"deleted_at": AT + DAY}, None, 0, "deleted"),
        (["text"], {}, None, 0, ""),
        *((["bad"], {f"{word}_at": AT + DAY}, None, 0, word) for word in ("changed", "deleted", "answered", "struck")),
        (["bad"], {"stands": False}, None, 0, "rejected"),
        # A follow-up that says nothing bad leaves the wait as it is, and an answer to it ends that.
        (["bad"], {}, followed(5, negative=False), 0, ""),
        (["bad"], {}, followed(5, negative=False, answered=6), 0, "answered"),
        # A negative one waits from its own moment, whatever ended the review's wait before.
        (["follow_up"], {}, followed(5), 5, ""),
        (["bad", "follow_up"], {}, followed(5), 5, ""),
        (["bad", "follow_up"], {"answered_at": AT + DAY}, followed(5), 5, ""),
        (["bad", "follow_up"], {"changed_at": AT + 4 * DAY}, followed(5), 5, ""),
        # Answered, or made good after it was said, it is over; of what is gone nothing waits.
        (["bad", "follow_up"], {}, followed(5, answered=6), 0, "answered"),
        (["bad", "follow_up"], {"changed_at": AT + 5 * DAY}, followed(5), 0, "changed"),
        *((["follow_up"], {f"{word}_at": AT + 6 * DAY}, followed(5), 0, word) for word in ("deleted", "struck")),
        (["follow_up"], {"stands": False}, followed(5), 0, "rejected"),
    ],
)
def test_what_waits_and_since_when(reasons: list[str], became: dict[str, Any], follow_up: Followed | None, since: int, ended: str) -> None:
    found = wait(course(**became), follow_up, reasons=reasons, now=NOW)

    assert found == Wait(AT + since * DAY, ended)


@pytest.mark.parametrize(
    ("now", "since", "ended"),
    [
        (AT + 30 * DAY - timedelta(microseconds=1), 25, ""),
        (AT + 55 * DAY - timedelta(microseconds=1), 25, ""),
        (AT + 55 * DAY, 0, "lapsed"),
    ],
)
def test_a_negative_follow_up_lapses_by_its_own_moment(now: datetime, since: int, ended: str) -> None:
    assert wait(course(), followed(25), reasons=["bad", "follow_up"], now=now) == Wait(AT + since * DAY, ended)


def test_what_lapsed_after_an_answer_to_the_review_says_so() -> None:
    assert wait(course(answered_at=AT + DAY), followed(5), reasons=["follow_up"], now=AT + 35 * DAY).ended == "lapsed"


@pytest.mark.parametrize(
    ("title", "text", "cons", "judged"),
    [("", "x", "c", "x"), ("t", "x", "c", "t\nx"), ("t", "", "c", "t"), ("", "", "c", "c"), ("", "", "", "")],
)
def test_what_a_buyer_disliked_is_judged_only_where_nothing_else_was_said(title: str, text: str, cons: str, judged: str) -> None:
    assert words_of(title, text, cons) == judged
