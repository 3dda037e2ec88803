"""Changing and deleting a review: rulebook 13."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from reviews.domain.facts import ACCEPTED, BUYER, PARENT_REJECTED, WAITING, Review, Step
from reviews.domain.verdicts import Verdict
from sellerdesk.domain.rules import RuleProfile


@dataclass(frozen=True, slots=True)
class Course:
    """What happened to a review: its one valid change to good, and its end."""

    changed_at: datetime | None = None
    deleted_at: datetime | None = None


def judge_steps(review: Review | None, ruling: str, steps: Sequence[Step], rules: RuleProfile) -> tuple[list[str], Course]:
    """The ruling of each step in the order given, and what the valid ones make of the review (rulebook 13).

    `ruling` is the review's own: steps of a waiting review all wait (what they make of it is told
    all the same, so that it can be shown), those of a rejected one are `parent_rejected`. What is
    refused does not use up the once.
    """
    if review is None:
        return [WAITING] * len(steps), Course()
    if ruling not in {ACCEPTED, WAITING}:
        return [PARENT_REJECTED] * len(steps), Course()
    rulings = [ACCEPTED] * len(steps)
    course = Course()
    for i in sorted(range(len(steps)), key=lambda i: (steps[i].at, steps[i].verdict is None)):
        step = steps[i]
        if refusal := why_not_step(review, course, step, rules):
            rulings[i] = refusal
        elif step.verdict is not None:
            course = replace(course, changed_at=step.at)
        elif course.deleted_at is None:
            course = replace(course, deleted_at=step.at)
    return ([WAITING] * len(steps) if ruling == WAITING else rulings), course


def why_not_step(review: Review, course: Course, step: Step, rules: RuleProfile) -> str:
    """The code of the first rule that a change or deletion breaks, or ACCEPTED (rulebook 13).

    The marketplace may delete anything at any time.
    """
    if step.by_platform:
        return ACCEPTED
    is_change = step.verdict is not None
    if is_change and review.author != BUYER:
        return "not_changeable"
    if step.at < review.at:
        return "before_review"
    if course.deleted_at is not None:
        return "review_deleted"
    if course.changed_at is not None:
        return "already_changed"
    if review.verdict is Verdict.GOOD:
        return "good_is_final"
    if step.at > review.at + rules.change_window:
        return "change_window_closed"
    if is_change and step.verdict is not Verdict.GOOD:
        return "only_to_good"
    return ACCEPTED
