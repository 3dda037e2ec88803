"""What was written here about one review: answers, the reader's draft, who is writing now. One query."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sellerdesk import setwise


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """An answer written here. `told`: the marketplace has told of it, so it is an answer of the ledger, too."""

    id: int
    to_follow_up: bool
    edit: bool
    text: str
    who: str
    author_id: int | None
    written_at: datetime
    sent_at: datetime | None
    state: str
    reason: str
    outbound: int | None
    told: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """One person's draft; version 0 is none."""

    text: str = ""
    version: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody else who is writing, until their page says so again."""

    name: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Begun:
    """All of it; the answers oldest first, without those that were taken back."""

    answers: Sequence[OwnAnswer]
    draft: Draft
    holder: Holder | None


_BEGUN = """
    SELECT
        (SELECT json_agg(json_build_array(o.id, o.follow_up_id IS NOT NULL, o.edit, o.text, coalesce(nullif(u.name, ''), u.email, ''),
                o.author_id, o.written_at, o.sent_at, o.state, o.reason, o.outbound, o.told_record IS NOT NULL) ORDER BY o.id)
            FROM reviews_ownanswer AS o LEFT JOIN sellerdesk_user AS u ON u.id = o.author_id
            WHERE o.desk_id = %(desk)s AND o.review_id = %(review)s AND (o.state <> 'cancelled' OR o.reason <> ''))::text,
        (SELECT json_build_array(d.text, d.version, d.updated_at) FROM reviews_answerdraft AS d
            WHERE d.desk_id = %(desk)s AND d.review_id = %(review)s AND d.user_id = %(reader)s)::text,
        (SELECT json_build_array(coalesce(nullif(u.name, ''), u.email), l.until) FROM sellerdesk_lease AS l
            JOIN sellerdesk_user AS u ON u.id = l.holder_id
            WHERE l.desk_id = %(desk)s AND l.subject = 'review:' || %(review)s AND l.until > %(now)s
                AND l.holder_id IS DISTINCT FROM %(reader)s)::text
"""


def of(desk_id: int, review_id: int, reader_id: int | None, *, now: datetime) -> Begun:
    """What this person sees of it; a program has no draft."""
    answers, draft, holder = map(
        _read, setwise.rows(_BEGUN, {"desk": desk_id, "review": review_id, "reader": reader_id, "now": now})[0]
    )
    return Begun(
        answers=[_answer(one) for one in answers or ()],
        draft=Draft(draft[0], draft[1], datetime.fromisoformat(draft[2])) if draft else Draft(),
        holder=Holder(holder[0], datetime.fromisoformat(holder[1])) if holder else None,
    )


def holders(desk_id: int, review_ids: Collection[int], *, but: int, now: datetime) -> Mapping[int, str]:
    """Who else is writing, by review."""
    found = setwise.rows(
        "SELECT substring(l.subject FROM 8)::bigint, coalesce(nullif(u.name, ''), u.email) FROM sellerdesk_lease AS l"
        " JOIN sellerdesk_user AS u ON u.id = l.holder_id"
        " WHERE l.desk_id = %s AND l.subject = ANY(%s) AND l.until > %s AND l.holder_id <> %s",
        [desk_id, [f"review:{one}" for one in review_ids], now, but],
    )
    return {review_id: name for review_id, name in found}


def _answer(told: Sequence[Any]) -> OwnAnswer:
    own, to_follow_up, edit, text, who, author_id, written_at, sent_at, *rest = told
    sent = datetime.fromisoformat(sent_at) if sent_at else None
    return OwnAnswer(own, to_follow_up, edit, text, who, author_id, datetime.fromisoformat(written_at), sent, *rest)


def _read(told: str | None) -> Any:
    return None if told is None else json.loads(told)
