"""Whether the shop may answer a review, and until when: rulebook 15. Pure: one answer for the command, the button and the API."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from reviews.domain.facts import ACCEPTED, BUYER, WAITING
from sellerdesk.domain.rules import RuleProfile


Target = Literal["review", "follow_up"]
Kind = Literal["review", "question"]
_SEEN = re.compile(r"([0-9]{1,18})-([0-9]{1,18})", re.ASCII)
_UNSENDABLE = re.compile("[\0\ud800-\udfff]")
_UNSEEN = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")


class About(NamedTuple):
    """What a public answer is about: a review with its follow-up, or a question; `id` is its row's."""

    kind: Kind
    id: int

    def subject(self) -> str:
        """As work items, leases, lanes and templates name it."""
        return f"{self.kind}:{self.id}"

    def column(self) -> dict[str, int]:
        """As the tables of answers and drafts name it."""
        return {f"{self.kind}_id": self.id}


class Seen(NamedTuple):
    """What the author of an answer has seen of a review or question: the newest feed record of it, and the newest answer written here."""

    record: int
    own: int

    def text(self) -> str:
        """For forms and programs."""
        return f"{self.record}-{self.own}"


def seen_of(text: str) -> Seen | None:
    """What `Seen.text` said; None for anything else."""
    found = _SEEN.fullmatch(text)
    return Seen(int(found[1]), int(found[2])) if found else None


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """A review as far as answering goes. `follow_up_at` is of the follow-up that stands; answered: told, or on its way from here."""

    at: datetime
    ruling: str
    author: int
    deleted_at: datetime | None = None
    struck_at: datetime | None = None
    follow_up_at: datetime | None = None
    review_answered: bool = False
    follow_up_answered: bool = False


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why it may not be answered: a code, and since when where that is known. `followed`: a follow-up ended it before its time."""

    code: str
    until: datetime | None = None
    followed: bool = False


def target(facts: AnswerFacts, now: datetime) -> Target:
    """What an answer given now is to: the follow-up once there is one, since the review cannot be answered any more then."""
    return "follow_up" if facts.follow_up_at is not None and facts.follow_up_at <= now else "review"


def why_not_answer(facts: AnswerFacts, rules: RuleProfile, now: datetime) -> WhyNot | None:
    """Why nothing of this review may be answered now, or None (rulebook 15).

    Codes: review_not_answerable (the shop's own, or it does not stand), trade_struck, review_deleted, already_answered,
    answer_window_closed. The last instant of a window belongs to it.
    """
    return why_not_answer_to(target(facts, now), facts, rules, now)


def why_not_answer_to(wanted: Target, facts: AnswerFacts, rules: RuleProfile, now: datetime) -> WhyNot | None:
    """The same of the review, or of its follow-up, by itself: the page says it of both."""
    if facts.author != BUYER or facts.ruling not in {ACCEPTED, WAITING}:
        return WhyNot("review_not_answerable")
    if facts.struck_at is not None:
        return WhyNot("trade_struck", facts.struck_at)
    if facts.deleted_at is not None:
        return WhyNot("review_deleted", facts.deleted_at)
    if facts.review_answered if wanted == "review" else facts.follow_up_answered:
        return WhyNot("already_answered")
    until = answer_until(wanted, facts, rules)
    followed = wanted == "review" and facts.follow_up_at is not None and facts.follow_up_at <= min(now, until)
    if followed:
        return WhyNot("answer_window_closed", facts.follow_up_at, followed=True)
    return WhyNot("answer_window_closed", until) if now > until else None


def answer_until(wanted: Target, facts: AnswerFacts, rules: RuleProfile) -> datetime:
    """The last instant at which an answer to it is taken, should no follow-up come before."""
    at = facts.at if wanted == "review" or facts.follow_up_at is None else facts.follow_up_at
    return at + rules.answer_window


@dataclass(frozen=True, slots=True)
class EditFacts:
    """An answer that was written here. `at` is when the marketplace took it, None before; `edited`: once already, or on its way."""

    at: datetime | None
    edited: bool
    gone: bool
    """Whether its review was deleted or its trade struck."""


def why_not_edit(facts: EditFacts, rules: RuleProfile, now: datetime) -> WhyNot | None:
    """Why an answer may not be changed now, or None.

    Codes: edit_not_offered, not_sent_yet, review_gone, already_edited, edit_window_closed.
    """
    if rules.answer_edit_window is None:
        return WhyNot("edit_not_offered")
    if facts.at is None:
        return WhyNot("not_sent_yet")
    if facts.gone:
        return WhyNot("review_gone")
    if facts.edited:
        return WhyNot("already_edited")
    until = edit_until(facts, rules)
    return WhyNot("edit_window_closed", until) if now > until else None


def edit_until(facts: EditFacts, rules: RuleProfile) -> datetime:
    """The last instant at which a change of an answer is taken. Only of one that may be changed."""
    assert facts.at is not None, "What may be changed was taken."
    assert rules.answer_edit_window is not None, "Where nothing may be changed nothing is asked."
    return facts.at + rules.answer_edit_window


def tidy(text: str) -> str:
    """A text as it leaves: one kind of line end, nothing that cannot be seen at its ends, no control characters."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def is_whole(text: str) -> bool:
    """Whether every sign of a text can be kept and sent."""
    return _UNSENDABLE.search(text) is None
