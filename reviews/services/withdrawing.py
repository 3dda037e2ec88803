"""Taking back an answer that has not left."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from reviews.domain.answering import About
from reviews.models import OwnAnswer
from reviews.services import drafting, reaching, telling
from sellerdesk import audit, outbox
from sellerdesk.commands import command
from sellerdesk.domain.actor import Actor
from sellerdesk.drafts import Kept
from sellerdesk.errors import NotVisible, Stale


State = OwnAnswer.State
_WAITS = (State.QUEUED, State.BY_HAND)


@dataclass(frozen=True, slots=True)
class Restored:
    """What is the draft again: what it is about, the whole text of the draft, its version."""

    about: About
    text: str
    version: int


@command
def take_back(*, desk_id: int, shop_ids: Collection[int], answer_id: int, user_id: int, actor: Actor, now: datetime) -> Restored:
    """Take an answer back that no worker holds yet; its text is this person's draft again, and what it is about waits. Twice is once.

    The reason of a rejected question is no text of an answer: there the draft stays as it is.
    Stale where it is on its way. NotVisible for one of another desk or shop.
    """
    answer = reaching.own(desk_id, shop_ids, answer_id)
    about = answer.about
    if answer.state == State.CANCELLED:
        return _restored(about, drafting.of(desk_id, about, user_id))
    _stop(answer, shop_ids, actor, now)
    return _restored(
        about, drafting.of(desk_id, about, user_id) if answer.rejects else drafting.put_back(desk_id, about, user_id, answer.text, now)
    )


@command
def call_off(*, desk_id: int, shop_ids: Collection[int], answer_id: int, actor: Actor, now: datetime) -> None:
    """Take an answer back that this program gave and no worker holds yet: it is nobody's draft, and what it is about waits. Twice is once.

    Stale where it is on its way. NotVisible for one of another desk or shop, and for whatever somebody else wrote, a rule too.
    """
    answer = reaching.own(desk_id, shop_ids, answer_id)
    if not audit.is_begun_by(desk_id, f"answer:{answer.pk}", actor):
        raise NotVisible
    if answer.state != State.CANCELLED:
        _stop(answer, shop_ids, actor, now)


def _stop(answer: OwnAnswer, shop_ids: Collection[int], actor: Actor, now: datetime) -> None:
    if answer.state not in _WAITS or answer.outbound is None:
        raise _on_its_way()
    desk_id, about = answer.desk_id, answer.about
    # Before what it is about is locked, as who settles a delivery does: in the other order the two could wait for each other.
    outbox.cancel(desk_id, answer.outbound, now=now)
    row = reaching.lock(desk_id, shop_ids, about)
    answer.refresh_from_db()
    if answer.state not in _WAITS:
        raise _on_its_way()
    answer.state = State.CANCELLED
    answer.save(update_fields=["state"])
    telling.moved(reaching.shop(row.shop_id), about, now=now)
    audit.record(desk_id, actor, "answer.taken_back", f"answer:{answer.pk}", None, {about.kind: about.id}, now)


def _restored(about: About, kept: Kept) -> Restored:
    return Restored(about, kept.text, kept.version)


def _on_its_way() -> Stale:
    return Stale(_("This answer is on its way already."))
