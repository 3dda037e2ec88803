"""Taking back an answer that has not left."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from reviews.models import OwnAnswer
from reviews.services import drafting, flagging, reaching
from sellerdesk import audit, outbox
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import Stale


State = OwnAnswer.State
_WAITS = (State.QUEUED, State.BY_HAND)


@dataclass(frozen=True, slots=True)
class Restored:
    """What is the draft again: the review, the whole text of the draft, its version."""

    review_id: int
    text: str
    version: int


@command
def take_back(*, desk_id: int, shop_ids: Collection[int], answer_id: int, user_id: int, actor: Actor, now: datetime) -> Restored:
    """Take an answer back that no worker holds yet; its text is this person's draft again, and the review waits. Twice is once.

    Stale where it is on its way. NotVisible for one of another desk or shop.
    """
    answer = reaching.own(desk_id, shop_ids, answer_id)
    if answer.state == State.CANCELLED:
        draft = drafting.of(desk_id, answer.review_id, user_id)
        return Restored(answer.review_id, draft.text, draft.version)
    if answer.state not in _WAITS or answer.outbound is None:
        raise _on_its_way()
    # Before the review is locked, as who settles a delivery does: in the other order the two could wait for each other.
    outbox.cancel(desk_id, answer.outbound, now=now)
    review = reaching.review(desk_id, shop_ids, answer.review_id)
    answer.refresh_from_db()
    if answer.state not in _WAITS:
        raise _on_its_way()
    draft = drafting.put_back(desk_id, review.pk, user_id, answer.text, now)
    answer.state = State.CANCELLED
    answer.save(update_fields=["state"])
    flagging.look_again(reaching.shop(review.shop_id), review.pk, now=now)
    audit.record(desk_id, actor, "answer.taken_back", f"answer:{answer.pk}", None, {"review": review.pk}, now)
    note(desk_id, "reviews.answering", shop_id=review.shop_id, review=review.pk)
    return Restored(review.pk, draft.text, draft.version)


def _on_its_way() -> Stale:
    return Stale(_("This answer is on its way already."))
