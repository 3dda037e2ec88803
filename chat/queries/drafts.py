"""Drafts and picked files, for lists and the composer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from chat.models import Attachment, Draft


@dataclass(frozen=True, slots=True)
class File:
    """A picked file that was not sent yet; `size` in bytes."""

    id: int
    name: str
    kind: str
    size: int


def mine(desk_id: int, user_id: int, thread_ids: Collection[int]) -> dict[int, datetime]:
    """Which of these threads hold a draft of this person, and from when it is."""
    found = Draft.objects.filter(desk_id=desk_id, user_id=user_id, thread_id__in=list(thread_ids))
    return dict(found.values_list("thread_id", "updated_at"))


def files(desk_id: int, user_id: int, thread_id: int) -> list[File]:
    """What this person has picked in a thread and not sent."""
    found = Attachment.objects.filter(desk_id=desk_id, thread_id=thread_id, author_id=user_id, message__isnull=True).order_by("id")
    return [File(one.pk, one.name, one.kind, one.size or 0) for one in found]
