"""Questions about listings, for tests: asked, answered and rejected by a person of the cast."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from reviews.models import Question
from reviews.rows import questions as known
from reviews.services import questions
from reviews.services.sending import Sent
from sellerdesk import shops
from sellerdesk.domain import actor
from sellerdesk.models import Shop, User
from tests.factories.answering import GIVEN, NOW
from tests.factories.feed import BUYER, Record, load, told


ANSWER = "Yes, this tea comes in a blue tin as well"
SOON = (GIVEN + timedelta(minutes=25)).isoformat()


def question(ref: str = "Q1", text: str = "Is there a blue one?", **fields: Any) -> Record:
    """A question about P1 at the usual time."""
    return told("question", ref, **{"product": "P1", "buyer": BUYER, "text": text, **fields})


def reply(ref: str = "A1", text: str = ANSWER, at: str = SOON, of: str = "Q1") -> Record:
    """An answer as the marketplace tells it."""
    return told("question_answer", ref, at, question=of, text=text)


def asked(shop: Shop, *records: Record, ref: str = "Q1", now: datetime = NOW) -> Question:
    """Load records into a shop; returns the question of this number."""
    load(shops.facts(shop), *(records or (question(),)), now=now)
    return Question.objects.get(shop=shop, outside_id=ref)


def answer(row: Question, person: User | None, text: str = ANSWER, *, now: datetime = NOW, **fields: Any) -> Sent:
    """One answer of this person, who has seen all that is there unless told otherwise."""
    return questions.answer(**_common(row, person, fields), text=text, now=now, **fields)


def reject(row: Question, person: User, reason: str = "off_topic", note: str = "", *, now: datetime = NOW, **fields: Any) -> Sent:
    """Turned down by this person."""
    return questions.reject(**_common(row, person, fields), reason=reason, note=note, now=now, **fields)


def _common(row: Question, person: User | None, fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "desk_id": row.desk_id, "shop_ids": [row.shop_id], "question_id": row.pk, "user_id": person.pk if person else None,
        "actor": actor.person(person.pk, person.email) if person else actor.SYSTEM, "client_key": fields.pop("client_key", uuid.uuid4()),
        "seen": fields.pop("seen", None) or known.of(row.desk_id, row.pk).seen,
    }  # fmt: skip
