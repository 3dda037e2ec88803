"""What the reading pane shows of answers: those that were given, what became of ours, and the form for the next."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from reviews.domain.answering import (
    About,
    AnswerFacts,
    EditFacts,
    Target,
    WhyNot,
    answer_until,
    target,
    why_not_answer,
    why_not_answer_to,
    why_not_edit,
)
from reviews.domain.timeline import Item
from reviews.queries import begun
from reviews.queries.begun import OwnAnswer, Written
from reviews.queries.reading import Review
from reviews.services import wordings
from sellerdesk import wording
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.leaving import leaves_at, seconds_left
from sellerdesk.domain.scripts import lang_of
from sellerdesk.shops import ShopFacts


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer. `own` is ours, where it was written here; `edit` the text that takes, or was to take, its place."""

    to_follow_up: bool
    text: str
    at: datetime
    own: OwnAnswer | None
    edit: OwnAnswer | None
    may_change: bool

    @property
    def state(self) -> str:
        """What became of it; empty of what was given elsewhere."""
        return self.own.state if self.own else ""


def context(here: Here, reader_id: int, found: Review, shop: ShopFacts, told: Sequence[Item], now: datetime) -> dict[str, Any]:
    """What `reviews/answers.html` needs. `told` are the answers that the marketplace told of and that stand."""
    written = begun.of(here.desk.pk, found.id, reader_id, now=now)
    known = written.known
    may = here.may(permissions.REVIEWS_ANSWER)
    why, to = why_not_answer(known.facts, shop.rules, now), target(known.facts, now)
    until = None if why else answer_until(to, known.facts, shop.rules)
    shown = _shown(written.answers, told, known.facts, shop, now)
    failed = next((one for one in reversed(shown) if one.state == "refused" and one.to_follow_up == (to == "follow_up")), None)
    return {
        **frame(here, About("review", found.id), written, spoken=lang_of(found.text or found.pros or found.cons or found.title)),
        "may": may,
        "open": may and why is None,
        "to": to,
        "until": until,
        "cut": wording.hold(seconds_left(leaves_at(now, until), now)),
        "closed": [] if why is None else _closed(known.facts, shop, now),
        "why": "" if why is None else wordings.sentence(why, now),
        "shown": [one for one in shown if one is not failed or not may],
        "failed": failed if may and why is None else None,
        "text": written.draft.text or (failed.text if failed and why is None else ""),
        "seen": known.seen.text(),
    }


def frame(here: Here, about: About, written: Written, *, spoken: str) -> dict[str, Any]:
    """What the form is given whatever it answers: its subject and addresses, the draft, who else writes; `spoken` is the language."""
    name = "review_answer" if about.kind == "review" else "review_question_answer"
    return {
        "subject": about.subject(),
        "about": about.kind,
        "href": reverse(name, args=[here.desk.slug, about.id]),
        "spoken": spoken,
        "draft": written.draft,
        "holder": written.holder,
        "key": uuid.uuid4(),
    }


def _closed(facts: AnswerFacts, shop: ShopFacts, now: datetime) -> list[tuple[Target, str]]:
    """Of the review and of its follow-up: why not, and until when it was possible."""
    wanted: tuple[Target, ...] = ("review",) if facts.follow_up_at is None else ("review", "follow_up")
    whys: list[tuple[Target, WhyNot]] = [(to, why) for to in wanted if (why := why_not_answer_to(to, facts, shop.rules, now)) is not None]
    said = [(to, wordings.sentence(why, now)) for to, why in whys if why.code != "already_answered"]
    # A review that is gone, or does not stand, is that for both.
    return said[:1] if len({sentence for _, sentence in said}) == 1 else said


def _shown(written: Sequence[OwnAnswer], told: Sequence[Item], facts: AnswerFacts, shop: ShopFacts, now: datetime) -> list[Shown]:
    gone = facts.deleted_at is not None or facts.struck_at is not None
    edits = {one.to_follow_up: one for one in written if one.edit}
    first = [one for one in written if not one.edit]
    echoes = {one.to_follow_up: one for one in first if one.told}
    shown = []
    for item in told:
        assert item.child is not None
        to = item.child.to_follow_up
        shown.append(_one(item.child.text, item.at, echoes.get(to), edits.get(to), shop, now, to_follow_up=to, gone=gone))
    answered = {one.to_follow_up for one in shown}
    # Of what did not go only the last is shown, and only while nothing else is the answer.
    last = {one.to_follow_up: one for one in first if not one.told}
    for to, own in last.items():
        if to not in answered or own.state != "refused":
            shown.append(_one(own.text, own.sent_at or own.written_at, own, edits.get(to), shop, now, to_follow_up=to, gone=gone))
    return sorted(shown, key=lambda one: one.at)


def _one(
    text: str,
    at: datetime,
    own: OwnAnswer | None,
    edit: OwnAnswer | None,
    shop: ShopFacts,
    now: datetime,
    *,
    to_follow_up: bool,
    gone: bool,
) -> Shown:
    if own is None:
        return Shown(to_follow_up, text, at, None, None, may_change=False)
    is_changed = edit is not None and edit.state not in {"refused", "cancelled"}
    why = why_not_edit(EditFacts(own.sent_at if own.state == "sent" else None, is_changed, gone), shop.rules, now)
    if edit is not None and edit.state == "sent":
        text = edit.text
    return Shown(to_follow_up, text, at, own, edit, may_change=why is None)
