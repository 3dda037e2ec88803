"""Private notes: beside the conversation, for the team alone."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from chat.domain.facts import subject_of
from chat.domain.mentions import mentioned
from chat.domain.outgoing import is_whole, tidy
from chat.models import Note, Thread
from chat.services import reaching
from sellerdesk import access, audit, notices
from sellerdesk.commands import command, note
from sellerdesk.domain import permissions
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import Refusal
from sellerdesk.models import User


MENTION = "mention"
LONGEST = 10_000
"""Characters."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may see the thread."""

    id: int
    name: str


@command
def write(
    *, desk_id: int, shop_ids: Collection[int], thread_id: int, user_id: int, actor: Actor, text: str, client_key: uuid.UUID, now: datetime
) -> int:
    """Write a note and tell the colleagues that it names with @; returns its id. The same key again is the same note.

    Refused: note_empty, note_too_long, text_has_signs, key_used.
    """
    thread = reaching.thread(desk_id, shop_ids, thread_id)
    found = Note.objects.filter(desk_id=desk_id, client_key=client_key).first()
    if found is not None:
        if (found.thread_id, found.author_id) != (thread_id, user_id):
            raise Refusal("key_used", _("This key was used for another message."), _("Take a new key for each message."))
        return found.pk
    text = tidy(text)
    if (refusal := _why_not(text)) is not None:
        raise refusal
    meant = mentioned(text, {one.id: one.name for one in colleagues(thread)}) - {user_id}
    made = Note.objects.create(
        desk_id=desk_id, thread_id=thread_id, author_id=user_id, at=now, text=text, mentions=sorted(meant), client_key=client_key
    )
    notices.tell(desk_id, sorted(meant), MENTION, subject_of(thread_id), now=now)
    note(desk_id, "chat.noted", shop_id=thread.shop_id, thread=thread_id, note=made.pk)
    audit.record(desk_id, actor, "note.written", f"note:{made.pk}", None, {"thread": thread_id, "mentions": sorted(meant)}, now)
    return made.pk


def _why_not(text: str) -> Refusal | None:
    if not text:
        return Refusal("note_empty", _("There is nothing in this note yet."), _("Write something."))
    if len(text) > LONGEST:
        return Refusal("note_too_long", _("This note is too long."), _("Shorten it, or write two."))
    if not is_whole(text):
        return Refusal("text_has_signs", _("The text holds signs that cannot be sent."), _("Type it anew."))
    return None


def colleagues(thread: Thread) -> list[Colleague]:
    """Everybody who may see a thread, by name."""
    ids = access.people(thread.desk_id, may=permissions.CHATS_SEE, shop_id=thread.shop_id)
    people = [Colleague(one.pk, one.name or one.email) for one in User.objects.filter(pk__in=ids)]
    return sorted(people, key=lambda one: (one.name.casefold(), one.id))
