"""Answers to reviews, for tests: written by a person of the cast, and carried by a worker that is played."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from reviews.models import Review
from reviews.outbound import AnswerCarrier
from reviews.rows import answerable
from reviews.services import answering, flagging, withdrawing
from reviews.services.sending import Sent
from reviews.services.withdrawing import Restored
from sellerdesk import outbox, shops
from sellerdesk.commands import command
from sellerdesk.domain import actor
from sellerdesk.marketplaces.ports import AnswerOut, Receipt
from sellerdesk.models import Shop, User
from sellerdesk.outbox import Claimed, Outcome
from tests.factories.feed import AT, Record, load


GIVEN = datetime.fromisoformat(AT)
NOW = GIVEN + timedelta(minutes=20)
LATER = NOW + timedelta(seconds=10)
"""When a worker may take what was written at NOW."""
TEXT = "Thank you for telling us, we are sorry"


def reviewed(shop: Shop, records: Iterable[Record], ref: str = "R1", *, now: datetime = NOW) -> Review:
    """Load records into a shop and judge them; returns the review of this number."""
    facts = shops.facts(shop)
    load(facts, *records, now=now)
    while flagging.judge(shop=facts, now=now):
        pass
    return Review.objects.get(shop=shop, outside_id=ref)


def answer(review: Review, person: User | None, text: str = TEXT, *, now: datetime = NOW, **fields: Any) -> Sent:
    """One answer of this person, who has seen all that is there unless told otherwise."""
    seen = fields.pop("seen", None) or answerable.of(review.desk_id, review.pk).seen
    told = {"client_key": uuid.uuid4(), **fields}
    return answering.send(
        desk_id=review.desk_id, shop_ids=[review.shop_id], review_id=review.pk, user_id=person.pk if person else None,
        actor=actor.person(person.pk, person.email) if person else actor.SYSTEM, text=text, seen=seen, now=now, **told,
    )  # fmt: skip


def change(review: Review, person: User, answer_id: int, text: str, *, now: datetime = LATER, **fields: Any) -> Sent:
    """Another text in the place of an answer."""
    return answering.change(
        desk_id=review.desk_id, shop_ids=[review.shop_id], answer_id=answer_id, user_id=person.pk,
        actor=actor.person(person.pk, person.email), text=text, now=now, **{"client_key": uuid.uuid4(), **fields},
    )  # fmt: skip


def take_back(review: Review, person: User, answer_id: int, *, now: datetime = LATER) -> Restored:
    """Into the draft again."""
    return withdrawing.take_back(
        desk_id=review.desk_id, shop_ids=[review.shop_id], answer_id=answer_id, user_id=person.pk,
        actor=actor.person(person.pk, person.email), now=now,
    )  # fmt: skip


def claim(now: datetime = LATER) -> Claimed:
    """The one delivery that is due."""
    (claimed,) = outbox.claim(limit=10, lease_until=now + timedelta(minutes=1), now=now)
    return claimed


def parcel(claimed: Claimed) -> AnswerOut | None:
    """What a worker sends."""
    made = AnswerCarrier().parcel(claimed)
    assert made is None or isinstance(made, AnswerOut)
    return made


def settle(claimed: Claimed, outcome: Outcome, receipt: Receipt | None = None, reason: str = "", now: datetime = LATER) -> None:
    """What a worker writes at the end of an attempt."""
    _settle(claimed=claimed, outcome=outcome, receipt=receipt, reason=reason, now=now)


@command
def _settle(*, claimed: Claimed, outcome: Outcome, receipt: Receipt | None, reason: str, now: datetime) -> None:
    later = now + timedelta(minutes=1) if outcome is Outcome.LATER else None
    outbox.settle(claimed, outcome, now=now, not_before=later)
    AnswerCarrier().settled(claimed, outcome, receipt, reason, now=now)


def deliver(outcome: Outcome = Outcome.SENT, receipt: Receipt | None = None, reason: str = "", now: datetime = LATER) -> AnswerOut | None:
    """The one delivery that is due, sent and settled."""
    held = claim(now)
    made = parcel(held)
    settle(held, outcome, receipt, reason, now)
    return made
