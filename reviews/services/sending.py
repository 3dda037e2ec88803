"""What all public answers have in common, whether to a review or to a question: the key, the words, the row, what is owed for it."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError
from django.utils.translation import gettext as _

from reviews.domain.answering import About, tidy
from reviews.models import OwnAnswer
from reviews.services import drafting, owing, telling, wordings
from sellerdesk import audit, commands, departures, replies, work
from sellerdesk.domain.actor import Actor
from sellerdesk.domain.leaving import TAKE_BACK, leaves_at
from sellerdesk.domain.text_policy import repeated
from sellerdesk.errors import Refusal
from sellerdesk.shops import ShopFacts


MOST_COMPARED: Final = 500
"""Of the latest answers at most so many are compared with a new one."""


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer on its way. `repeated`: it was there already, from the same key. Until `leaves_at` it can be taken back."""

    answer_id: int
    to: str
    state: str
    leaves_at: datetime
    repeated: bool = False


def make_room(desk_id: int, about: About, client_key: uuid.UUID, now: datetime) -> None:
    """Put refused answers away for the new one. Before the lock of what it is about, as who settles a delivery does."""
    if not OwnAnswer.objects.filter(desk_id=desk_id, client_key=client_key).exists():
        owing.put_away_failed(desk_id, about, now)


def first(desk_id: int, about: About, user_id: int | None, client_key: uuid.UUID) -> Sent | None:
    """The answer that this key already stands for. What it is about is locked, so one that was still running has ended by now.

    Refused: key_used.
    """
    found = OwnAnswer.objects.filter(desk_id=desk_id, client_key=client_key).first()
    if found is None:
        return None
    if found.about != about or found.author_id != user_id:
        raise _key_used()
    return sent(found, repeated=True)


def checked(shop: ShopFacts, about: About, text: str, reason: str, now: datetime) -> tuple[str, dict[str, Any]]:
    """The text as it leaves, and the warnings that its reason overrode; its refusal where it may not (`wordings.why_not_text`)."""
    text = tidy(text)
    known = replies.facts_of(shop.desk_id, about.subject(), [shop.id])
    judged = wordings.why_not_text(text, known, shop, given=given(shop, about, text, now), reason=reason)
    if judged.refusal is not None:
        raise judged.refusal
    return text, dict(judged.overridden or {})


def given(shop: ShopFacts, about: About, text: str, now: datetime) -> int:
    """How often the shop gave this answer of late, whoever it was to."""
    others = OwnAnswer.objects.filter(
        desk_id=shop.desk_id, shop_id=shop.id, edit=False, rejects="", state__in=OwnAnswer.LIVE, written_at__gt=now - repeated.WITHIN
    )
    texts = others.exclude(**about.column()).order_by("-written_at").values_list("text", flat=True)[:MOST_COMPARED]
    same = repeated.fold(text)
    return sum(repeated.fold(one) == same for one in texts)


def write(
    shop: ShopFacts, about: About, user_id: int | None, client_key: uuid.UUID, text: str, *, now: datetime,
    follow_up_id: int | None = None, edit: bool = False, rejects: str = "", last: datetime | None = None,
) -> OwnAnswer:  # fmt: skip
    """The answer, and what is owed for it. `last` is the last instant at which it is taken, if there is one. Refused: key_used."""
    try:
        with commands.attempt():
            answer = OwnAnswer.objects.create(
                desk_id=shop.desk_id, shop_id=shop.id, **about.column(), follow_up_id=follow_up_id, edit=edit, rejects=rejects, text=text,
                author_id=user_id, client_key=client_key, written_at=now,
            )  # fmt: skip
    except IntegrityError as error:
        # At the same instant about something else, which this lock does not hold back.
        raise _key_used() from error
    answer.outbound = owing.owe(answer, leaves_at(now, last), now)
    answer.save(update_fields=["outbound"])
    return answer


def tell(shop: ShopFacts, answer: OwnAnswer, actor: Actor, what: str, overridden: dict[str, Any], now: datetime) -> None:
    """The work item, the audit entry, the note."""
    about = answer.about
    telling.moved(shop, about, now=now)
    after = {about.kind: about.id, "follow_up": answer.follow_up_id, **overridden}
    audit.record(answer.desk_id, actor, what, f"answer:{answer.pk}", None, after, now)


def put_down(shop: ShopFacts, about: About, user_id: int | None, draft: int | None) -> None:
    """Who sent it writes no more: the draft of this version goes, the lease ends."""
    if user_id is None:
        return
    if draft is not None:
        drafting.clear(shop.desk_id, about, user_id, draft)
    work.release_lease(shop.desk_id, about.subject(), user_id)


def sent(answer: OwnAnswer, *, repeated: bool = False) -> Sent:
    """As the page and programs are told. The time for taking back is that of its first try: one that is tried again later is past it."""
    to = "question" if answer.question_id is not None else "review" if answer.follow_up_id is None else "follow_up"
    leaves = None if answer.outbound is None else departures.due_at(answer.desk_id, answer.outbound)
    return Sent(answer.pk, to, answer.state, min(leaves or answer.written_at, answer.written_at + TAKE_BACK), repeated)


def _key_used() -> Refusal:
    return Refusal("key_used", _("This key was used for another answer."), _("Take a new key for each answer."))
