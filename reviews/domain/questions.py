"""Questions about listings: which answer stands, what may be answered or rejected, and what waits for a person. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from reviews.domain.answering import WhyNot
from reviews.domain.facts import ACCEPTED, WAITING
from sellerdesk.domain.rules import RuleProfile


KIND: Final = "question"
"""Of the work item."""
LAPSES: Final = timedelta(days=30)
"""After so long it waits no more: who asked has bought, or not."""
ALREADY_ANSWERED: Final = "already_answered"
REASONS: Final = ("off_topic", "abuse", "private_data", "advertising", "other")
"""Why a question may be rejected."""
LONGEST_NOTE: Final = 500
"""Characters of what is added to the reason."""


class Answered(NamedTuple):
    """An answer as the marketplace tells it."""

    at: datetime
    outside_id: str


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """A question as far as answering goes: told, or on its way from here. An answer counts for more than a rejection."""

    answered: bool = False
    rejected: bool = False


def judge_answers(answers: Iterable[Answered], *, known: bool) -> Mapping[str, str]:
    """The ruling of each answer to one question, by its id: the earliest (`at`, id) stands; without the question (`known`) all wait."""
    in_order = sorted(answers)
    if not known:
        return {one.outside_id: WAITING for one in in_order}
    return {one.outside_id: ACCEPTED if place == 0 else ALREADY_ANSWERED for place, one in enumerate(in_order)}


def why_not_answer(facts: QuestionFacts) -> WhyNot | None:
    """Why a question may not be answered, or None. Codes: question_answered, question_rejected. No rule sets a last moment."""
    if facts.answered:
        return WhyNot("question_answered")
    return WhyNot("question_rejected") if facts.rejected else None


def why_not_reject(facts: QuestionFacts, rules: RuleProfile) -> WhyNot | None:
    """Why it may not be rejected, or None. Codes: reject_not_offered, and those of `why_not_answer`."""
    return why_not_answer(facts) if rules.questions_rejected else WhyNot("reject_not_offered")


def outcome(facts: QuestionFacts, at: datetime, now: datetime) -> str:
    """How the waiting of a question ended; empty while it is work for a person."""
    if facts.answered:
        return "answered"
    if facts.rejected:
        return "rejected"
    return "" if now < at + LAPSES else "lapsed"
