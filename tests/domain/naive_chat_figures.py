"""The figures of rounds once more, plainly: in seconds of whole fractions, one definition after the other, from the text alone."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from fractions import Fraction
from statistics import median

from chat.domain.figures import Round


def seconds(span: timedelta) -> Fraction:
    return Fraction(span.days * 86_400_000_000 + span.seconds * 1_000_000 + span.microseconds, 1_000_000)


def figures(rounds: Sequence[Round], zone: tzinfo, target: timedelta, now: datetime) -> dict[str, object]:
    """Every figure of these rounds as of now."""
    asked = [one for one in rounds if one.done_at is None]
    answers = [seconds(one.answered_at - one.asked_at) for one in asked if one.answered_at is not None]
    by_day = [one for one in asked if 8 <= one.asked_at.astimezone(zone).hour <= 22]
    three = [one for one in by_day if one.answered_at or now - one.asked_at > timedelta(seconds=180)]
    ten = [one for one in by_day if one.answered_at or now - one.asked_at > timedelta(seconds=600)]
    judged = [one for one in asked if one.answered_at or now - one.asked_at > target]
    in_time = [one for one in judged if one.answered_at and one.answered_at - one.asked_at <= target]
    within_3 = [one for one in three if one.answered_at and one.answered_at - one.asked_at <= timedelta(seconds=180)]
    capped = [min(Fraction(600), seconds(one.answered_at - one.asked_at)) if one.answered_at else Fraction(600) for one in ten]
    automatic = [seconds(one.automatic_at - one.asked_at) for one in asked if one.automatic_at]
    return {
        "rounds": len(asked),
        "done": len(rounds) - len(asked),
        "unanswered": len(asked) - len(answers),
        "judged": len(judged),
        "late": len(judged) - len(in_time),
        "in_time_share": Fraction(len(in_time), len(judged)) * 100 if judged else None,
        "within_3_share": Fraction(len(within_3), len(three)) * 100 if three else None,
        "mean_capped": sum(capped) / len(capped) if capped else None,
        "mean": sum(answers) / len(answers) if answers else None,
        "median": median(answers) if answers else None,
        "automatic": len(automatic),
        "automatic_mean": sum(automatic) / len(automatic) if automatic else None,
    }
