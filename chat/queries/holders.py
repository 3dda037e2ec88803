"""Who is writing in which thread now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from chat.domain.facts import subject_of, thread_of
from sellerdesk.models import Lease


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who is writing, until their page says so again."""

    user_id: int
    name: str
    until: datetime


def writing(desk_id: int, thread_ids: Collection[int], *, but: int | None, now: datetime) -> dict[int, Holder]:
    """By thread; `but` is the reader, who needs not be told."""
    subjects = [subject_of(one) for one in thread_ids]
    found = Lease.objects.select_related("holder").filter(desk_id=desk_id, subject__in=subjects, until__gt=now).exclude(holder_id=but)
    return {thread_of(one.subject): Holder(one.holder_id, one.holder.name or one.holder.email, one.until) for one in found}
