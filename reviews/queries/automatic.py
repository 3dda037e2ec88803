"""The rules for automatic answers as their pages show them, and the log of what they did."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from reviews.models import AutomaticRule, AutomaticWait
from sellerdesk import setwise


LAST: Final = 7
"""Days that the list of rules counts."""
ON_A_PAGE: Final = 50
_WORDS: Final = 300


@dataclass(frozen=True, slots=True)
class Line:
    """A rule in the list, with what it did in the last days."""

    id: int
    shop_id: int
    name: str
    since: datetime | None
    cap: int
    conditions: dict[str, Any]
    sent: int
    left: int
    asked: int
    """Reviews that it was asked to answer and has not yet."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. `text` is what was said, or would have been; `state` what became of the answer."""

    id: int
    at: datetime
    rule_id: int
    rule: str
    rule_deleted: bool
    review_id: int
    words: str
    stars: int | None
    reason: str
    text: str
    state: str


def rules(desk_id: int, shop_ids: Sequence[int], *, since: datetime) -> list[Line]:
    """The rules of these shops in their order; `sent` and `left` since that moment."""
    found = setwise.rows(
        "SELECT u.id, u.shop_id, u.name, u.since, u.cap, u.conditions::text, e.sent, e.left_over,"
        " (SELECT count(*) FROM reviews_automaticwait AS w WHERE w.desk_id = u.desk_id AND w.rule_id = u.id)"
        " FROM reviews_automaticrule AS u, LATERAL (SELECT count(*) FILTER (WHERE e.reason = '') AS sent,"
        " count(*) FILTER (WHERE e.reason <> '') AS left_over FROM reviews_automaticentry AS e"
        " WHERE e.desk_id = u.desk_id AND e.rule_id = u.id AND e.at >= %s) AS e"
        " WHERE u.desk_id = %s AND u.shop_id = ANY(%s) AND u.deleted_at IS NULL ORDER BY u.shop_id, u.place, u.id",
        [since, desk_id, list(shop_ids)],
    )
    return [Line(own, shop_id, name, at, cap, json.loads(kept), *counts) for own, shop_id, name, at, cap, kept, *counts in found]


def asked(row: AutomaticRule) -> int:
    """How many reviews it was asked to answer and has not yet."""
    return AutomaticWait.objects.filter(desk_id=row.desk_id, rule_id=row.pk).count()


def log(
    desk_id: int,
    shop_ids: Sequence[int],
    *,
    since: datetime | None = None,
    rule_id: int | None = None,
    did: str = "",
    before: int | None = None,
) -> list[Entry]:
    """What the rules of these shops did, the newest first, one more than a page. `did` is sent, left or both; `before` an entry's id."""
    asked = ["e.desk_id = %(desk)s", "e.shop_id = ANY(%(shops)s)"]
    asked += ["e.at >= %(since)s"] if since else []
    asked += ["e.rule_id = %(rule)s"] if rule_id else []
    asked += [{"sent": "e.reason = ''", "left": "e.reason <> ''"}[did]] if did in {"sent", "left"} else []
    asked += ["e.id < %(before)s"] if before else []
    found = setwise.rows(
        "SELECT e.id, e.at, u.id, u.name, u.deleted_at IS NOT NULL, r.id,"
        f" left(coalesce(nullif(r.text, ''), nullif(r.title, ''), concat_ws(' ', r.pros, r.cons)), {_WORDS:d}), r.stars, e.reason,"
        " coalesce(o.text, e.text), coalesce(o.state, '') FROM reviews_automaticentry AS e"
        " JOIN reviews_automaticrule AS u ON u.desk_id = e.desk_id AND u.id = e.rule_id"
        " JOIN reviews_review AS r ON r.desk_id = e.desk_id AND r.id = e.review_id"
        " LEFT JOIN reviews_ownanswer AS o ON o.desk_id = e.desk_id AND o.id = e.answer_id"
        f" WHERE {' AND '.join(asked)} ORDER BY e.id DESC LIMIT {ON_A_PAGE + 1:d}",
        {"desk": desk_id, "shops": list(shop_ids), "since": since, "rule": rule_id, "before": before},
    )
    return [Entry(*row) for row in found]
