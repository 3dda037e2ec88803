"""What has been begun in one conversation and not sent: the draft, its files, who is writing, what waits for its moment. One query."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chat.queries.drafts import File
from chat.queries.holders import Holder
from sellerdesk import setwise
from sellerdesk.drafts import Kept


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A message that goes at a moment."""

    id: int
    text: str
    not_before: datetime


@dataclass(frozen=True, slots=True)
class Begun:
    """All of it."""

    draft: Kept
    files: Sequence[File]
    holder: Holder | None
    scheduled: Sequence[Scheduled]


_BEGUN = """
    SELECT
        (SELECT json_build_array(d.text, d.version, d.updated_at) FROM chat_draft AS d
            WHERE d.desk_id = %(desk)s AND d.thread_id = %(thread)s AND d.user_id = %(reader)s)::text,
        (SELECT json_agg(json_build_array(f.id, f.name, f.kind, coalesce(f.size, 0)) ORDER BY f.id) FROM chat_attachment AS f
            WHERE f.desk_id = %(desk)s AND f.thread_id = %(thread)s AND f.author_id = %(reader)s AND f.message_id IS NULL)::text,
        (SELECT json_build_array(l.holder_id, coalesce(nullif(u.name, ''), u.email), l.until) FROM sellerdesk_lease AS l
            JOIN sellerdesk_user AS u ON u.id = l.holder_id
            WHERE l.desk_id = %(desk)s AND l.subject = 'thread:' || %(thread)s AND l.until > %(now)s AND l.holder_id <> %(reader)s)::text,
        (SELECT json_agg(json_build_array(m.id, m.text, m.not_before) ORDER BY m.not_before, m.id) FROM chat_message AS m
            WHERE m.desk_id = %(desk)s AND m.thread_id = %(thread)s AND m.delivery = 'queued' AND m.not_before IS NOT NULL)::text
"""


def of(desk_id: int, thread_id: int, reader_id: int, *, now: datetime) -> Begun:
    """What this person sees above and in the composer of a thread."""
    draft, files, holder, scheduled = map(
        _read, setwise.rows(_BEGUN, {"desk": desk_id, "thread": thread_id, "reader": reader_id, "now": now})[0]
    )
    return Begun(
        draft=Kept(draft[0], draft[1], datetime.fromisoformat(draft[2])) if draft else Kept(),
        files=[File(*one) for one in files or ()],
        holder=Holder(holder[0], holder[1], datetime.fromisoformat(holder[2])) if holder else None,
        scheduled=[Scheduled(own, text, datetime.fromisoformat(at)) for own, text, at in scheduled or ()],
    )


def _read(told: str | None) -> Any:
    return None if told is None else json.loads(told)
