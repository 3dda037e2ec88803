"""Follow-ups and answers: rulebook 14 and 15. They move no figure."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from reviews.domain.facts import ACCEPTED, BUYER, PARENT_REJECTED, WAITING, Answer, FollowUp, Review
from sellerdesk.domain.rules import RuleProfile


SHOWN = frozenset({ACCEPTED, WAITING})
"""Rulings of what is shown as said: what waits is shown as if it were placed."""


def judge_follow_ups(
    review: Review | None,
    ruling: str,
    follow_ups: Sequence[FollowUp],
    *,
    completed_at: datetime | None,
    deleted_at: datetime | None,
    rules: RuleProfile,
) -> list[str]:
    """The ruling of each follow-up of one review, in the order given (rulebook 14).

    Refusals: buyer_only (to a shop's own review), follow_up_window_closed, already_followed_up,
    review_deleted; parent_rejected for those of a rejected review. Those of a waiting review wait.
    At one instant a follow-up comes before a deletion, as a change does.
    """
    if review is None or ruling == WAITING:
        return [WAITING] * len(follow_ups)
    if ruling != ACCEPTED:
        return [PARENT_REJECTED] * len(follow_ups)
    rulings = [ACCEPTED] * len(follow_ups)
    followed = False
    for i in sorted(range(len(follow_ups)), key=lambda i: (follow_ups[i].at, follow_ups[i].outside_id)):
        at = follow_ups[i].at
        if review.author != BUYER:
            rulings[i] = "buyer_only"
        elif completed_at is not None and at > completed_at + rules.follow_up_window:
            rulings[i] = "follow_up_window_closed"
        elif followed:
            rulings[i] = "already_followed_up"
        elif deleted_at is not None and deleted_at < at:
            rulings[i] = "review_deleted"
        else:
            followed = True
    return rulings


def judge_answers(
    review: Review | None, ruling: str, follow_ups: Sequence[tuple[FollowUp, str]], answers: Sequence[Answer], rules: RuleProfile
) -> list[str]:
    """The ruling of each answer to one review and its follow-up, in the order given (rulebook 15).

    `follow_ups` come with their rulings. Refusals: answer_window_closed, already_answered;
    parent_rejected where the review or the named follow-up does not stand. Answers to a waiting review
    wait, and so does one that names a follow-up not seen yet.
    """
    if review is None or ruling == WAITING:
        return [WAITING] * len(answers)
    if ruling != ACCEPTED:
        return [PARENT_REJECTED] * len(answers)
    known = {follow_up.outside_id: (follow_up, own) for follow_up, own in follow_ups}
    first_follow_up = min((follow_up.at for follow_up, own in follow_ups if own == ACCEPTED), default=None)
    rulings = [ACCEPTED] * len(answers)
    answered: set[str | None] = set()
    for i in sorted(range(len(answers)), key=lambda i: (answers[i].at, answers[i].outside_id)):
        answer = answers[i]
        said_at = review.at
        if answer.follow_up is not None:
            follow_up, own = known.get(answer.follow_up, (None, WAITING))
            if follow_up is None or own != ACCEPTED:
                rulings[i] = WAITING if follow_up is None else PARENT_REJECTED
                continue
            said_at = follow_up.at
        followed = answer.follow_up is None and first_follow_up is not None and first_follow_up <= answer.at
        if followed or answer.at > said_at + rules.answer_window:
            rulings[i] = "answer_window_closed"
        elif answer.follow_up in answered:
            rulings[i] = "already_answered"
        else:
            answered.add(answer.follow_up)
    return rulings


def followed_at(follow_ups: Iterable[tuple[FollowUp, str]]) -> datetime | None:
    """When the follow-up was given that stands, or is shown while its review waits; None without one."""
    return min((follow_up.at for follow_up, own in follow_ups if own in SHOWN), default=None)


def answerable_until(
    review: Review,
    ruling: str,
    follow_ups: Iterable[tuple[FollowUp, str]],
    answers: Iterable[tuple[Answer, str]],
    *,
    gone: bool,
    rules: RuleProfile,
) -> datetime | None:
    """Until when the shop may answer what nobody has answered yet: the follow-up, or else the review (rulebook 15).

    None where there is nothing to answer: answered, `gone` (deleted or struck), rejected, or the shop's own review.
    """
    if gone or ruling not in SHOWN or review.author != BUYER:
        return None
    given = {answer.follow_up for answer, own in answers if own in SHOWN}
    last = min(((follow_up.at, follow_up.outside_id) for follow_up, own in follow_ups if own in SHOWN), default=None)
    at, what = (review.at, None) if last is None else last
    return None if what in given else at + rules.answer_window
