"""What is known of one review and was written about it here: answers, the reader's draft, who is writing now. One query."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from reviews.rows import answerable
from reviews.rows.answerable import Answerable
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

    known: Answerable
    answers: Sequence[OwnAnswer]
    draft: Draft
    holder: Holder | None


_BEGUN = f"""
    SELECT known.*,
        (SELECT json_agg(json_build_array(o.id, o.follow_up_id IS NOT NULL, o.edit, o.text,
                coalesce(nullif(u.name, ''), u.email, (SELECT replace(%(automatic)s, '{{rule}}', a.name) FROM reviews_automaticentry AS e
                    JOIN reviews_automaticrule AS a ON a.desk_id = e.desk_id AND a.id = e.rule_id
                    WHERE e.desk_id = o.desk_id AND e.review_id = o.review_id AND e.answer_id = o.id), ''),
                o.author_id, o.written_at, o.sent_at, o.state, o.reason, o.outbound, o.told_record IS NOT NULL) ORDER BY o.id)
            FROM reviews_ownanswer AS o LEFT JOIN sellerdesk_user AS u ON u.id = o.author_id
            WHERE o.desk_id = %(desk)s AND o.review_id = %(review)s AND (o.state <> 'cancelled' OR o.reason <> ''))::text,
        (SELECT json_build_array(d.text, d.version, d.updated_at) FROM reviews_answerdraft AS d
            WHERE d.desk_id = %(desk)s AND d.review_id = %(review)s AND d.user_id = %(reader)s)::text,
        (SELECT json_build_array(coalesce(nullif(u.name, ''), u.email), l.until) FROM sellerdesk_lease AS l
            JOIN sellerdesk_user AS u ON u.id = l.holder_id
            WHERE l.desk_id = %(desk)s AND l.subject = 'review:' || %(review)s AND l.until > %(now)s
                AND l.holder_id IS DISTINCT FROM %(reader)s)::text
    FROM ({answerable.KNOWN}) AS known
"""


def of(desk_id: int, review_id: int, reader_id: int | None, *, now: datetime) -> Begun:
    """What this person sees of it; a program has no draft."""
    asked = {
        "desk": desk_id,
        "review": review_id,
        "reader": reader_id,
        "now": now,
        "live": answerable.LIVE,
        "automatic": _("Automatic answer: {rule}"),
    }
    [values] = setwise.rows(_BEGUN, asked)
    answers, draft, holder = map(_read, values[answerable.COLUMNS :])
    return Begun(
        known=answerable.read(values[: answerable.COLUMNS]),
        answers=[_answer(one) for one in answers or ()],
        draft=Draft(draft[0], draft[1], datetime.fromisoformat(draft[2])) if draft else Draft(),
        holder=Holder(holder[0], datetime.fromisoformat(holder[1])) if holder else None,
    )


def _answer(told: Sequence[Any]) -> OwnAnswer:
    own, to_follow_up, edit, text, who, author_id, written_at, sent_at, *rest = told
    sent = datetime.fromisoformat(sent_at) if sent_at else None
    return OwnAnswer(own, to_follow_up, edit, text, who, author_id, datetime.fromisoformat(written_at), sent, *rest)


def _read(told: str | None) -> Any:
    return None if told is None else json.loads(told)
