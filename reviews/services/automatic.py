"""Good reviews that a rule answers: one command for each, safe to be run twice, at once, and to be killed.

The rules of a shop are locked first, so one review of a shop is decided at a time and no day's number is exceeded. The answer, the
entry of the log and the end of the waiting are one transaction.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from reviews.domain import automatic, rotation
from reviews.domain.answering import About, why_not_answer
from reviews.domain.automatic import Rule
from reviews.domain.rotation import REMEMBERED
from reviews.models import AnswerDraft, AutomaticEntry, AutomaticWait, Review
from reviews.rows import answerable, good_reviews
from reviews.rows.answerable import Answerable
from reviews.rows.good_reviews import Candidate
from reviews.services import answering, automatic_rules, sending, wordings
from reviews.services.reaching import subject_of
from sellerdesk import commands
from sellerdesk.commands import command
from sellerdesk.domain.actor import Actor
from sellerdesk.domain.days import end_of
from sellerdesk.errors import Refusal
from sellerdesk.models import Lease
from sellerdesk.shops import ShopFacts


LONGEST_LABEL: Final = 150
_KEYS: Final = uuid.UUID("5f0a3f0e-5d0b-5c57-9d0c-6f2f2b1d7a44")
"""From it and the review's id comes the key of its answer: a second one of the same review would be the first."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of one review: answered, left (with `reason`), later (the day is full), passed (no rule is for it), gone."""

    outcome: str
    reason: str = ""


@command
def decide(*, shop: ShopFacts, wait_id: int, now: datetime) -> Decided:
    """Answer the review that waits, or leave it to a person and say why. One that another worker has decided is `gone`."""
    rules = automatic_rules.locked(shop)
    wait = AutomaticWait.objects.select_for_update(no_key=True, skip_locked=True).filter(desk_id=shop.desk_id, pk=wait_id).first()
    if wait is None or wait.not_before > now:
        return Decided("gone")
    # Whoever wrote it: told anew it may be the shop's own by now, and no rule is for that.
    review = Review.objects.select_for_update(no_key=True).get(desk_id=shop.desk_id, pk=wait.review_id)
    if not review.judged:
        # Told anew: nobody knows yet whether it is flagged. Who judges it has it decided.
        return Decided("later")
    found = good_reviews.one(shop, review.pk)
    rule = _rule(rules, wait, found)
    if found is None or rule is None or _was_decided(wait):
        wait.delete()
        return Decided("passed")
    if not (reason := _why_left(review, found, shop, now)) and _is_full(shop, rule, now):
        if wait.rule_id is not None:
            wait.not_before = end_of(shop.day(now), shop.zone)
            wait.save(update_fields=["not_before"])
            return Decided("later")
        reason = "cap"
    decided = _leave(shop, rule, review, reason, now) if reason else _answer(shop, rule, review, found, now)
    wait.delete()
    return decided


def _rule(rules: Sequence[Rule], wait: AutomaticWait, found: Candidate | None) -> Rule | None:
    if found is None:
        return None
    rule = automatic.first(rules, found.review, back=wait.rule_id is not None)
    return rule if rule is None or wait.rule_id in {None, rule.id} else None


def _was_decided(wait: AutomaticWait) -> bool:
    """A rule decides once; asked by a person it looks again at what was left."""
    entries = AutomaticEntry.objects.filter(desk_id=wait.desk_id, review_id=wait.review_id)
    return (entries if wait.rule_id is None else entries.filter(reason=AutomaticEntry.SENT)).exists()


def _why_left(review: Review, found: Candidate, shop: ShopFacts, now: datetime) -> str:
    """Why it is a person's now, as a code; empty where it is not. The review is locked."""
    if never := automatic.why_never(found.review):
        return never
    known = answerable.of(review.desk_id, review.pk)
    if why := why_not_answer(known.facts, shop.rules, now):
        return why.code
    return _whose(review, known, now)


def _whose(review: Review, known: Answerable, now: datetime) -> str:
    if known.seen.own:
        # Taken back, refused or called off: somebody has to look at it.
        return "answered_before"
    if AnswerDraft.objects.filter(desk_id=review.desk_id, review_id=review.pk).exists():
        return "draft"
    held = Lease.objects.filter(desk_id=review.desk_id, subject=subject_of(review.pk), until__gt=now)
    return "held" if held.exists() else ""


def _is_full(shop: ShopFacts, rule: Rule, now: datetime) -> bool:
    return answered_on(shop, rule.id, shop.day(now)) >= rule.cap


def answered_on(shop: ShopFacts, rule_id: int, day: int) -> int:
    """How many reviews a rule answered on a day of the shop; what was taken back since counts."""
    return AutomaticEntry.objects.filter(desk_id=shop.desk_id, rule_id=rule_id, day=day, reason=AutomaticEntry.SENT).count()


def recent(shop: ShopFacts) -> list[str]:
    """The wordings that the rules of a shop used last, the newest first."""
    sent = AutomaticEntry.objects.filter(desk_id=shop.desk_id, shop_id=shop.id, reason=AutomaticEntry.SENT)
    return list(sent.order_by("-id").values_list("wording", flat=True)[:REMEMBERED])


def _answer(shop: ShopFacts, rule: Rule, review: Review, found: Candidate, now: datetime) -> Decided:
    worded = rotation.worded(review.pk, rule.blocks, found.facts, recent(shop))
    if worded is None:
        return _leave(shop, rule, review, "gap", now)
    try:
        with commands.attempt():
            sent = answering.give(
                desk_id=shop.desk_id, shop_ids=[shop.id], review_id=review.pk, user_id=None, actor=actor_of(rule), text=worded.text,
                client_key=uuid.uuid5(_KEYS, str(review.pk)), seen=answerable.of(shop.desk_id, review.pk).seen, now=now,
            )  # fmt: skip
    except Refusal as refusal:
        given = sending.given(shop, About("review", review.pk), worded.text, now)
        reason = wordings.why_not_alone(worded.text, found.facts, shop, given=given) or refusal.code
        return _leave(shop, rule, review, reason, now, text=worded.text)
    _enter(shop, rule, review, now, answer_id=sent.answer_id, wording=worded.wording)
    return Decided("answered")


def actor_of(rule: Rule) -> Actor:
    """The rule, as the audit log names who answered."""
    return Actor(key=f"rule:{rule.id}", label=rule.name[:LONGEST_LABEL])


def _leave(shop: ShopFacts, rule: Rule, review: Review, reason: str, now: datetime, *, text: str = "") -> Decided:
    _enter(shop, rule, review, now, reason=reason[:40], text=text)
    return Decided("left", reason)


def _enter(shop: ShopFacts, rule: Rule, review: Review, now: datetime, **fields: str | int) -> None:
    AutomaticEntry.objects.create(
        desk_id=shop.desk_id, shop_id=shop.id, rule_id=rule.id, review_id=review.pk, at=now, day=shop.day(now), **fields
    )
