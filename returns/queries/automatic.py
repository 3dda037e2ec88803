"""The rules for automatic decisions as their pages show them, and the log of what they did."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

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
    does: str
    since: datetime | None
    cap: int
    conditions: dict[str, Any]
    decided: int
    left: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. `state` is what became of the decision, empty where there is none."""

    id: int
    at: datetime
    rule_id: int
    rule: str
    rule_deleted: bool
    claim_id: int
    number: str
    words: str
    amount_minor: int | None
    amount_currency: str
    does: str
    reason: str
    said: str
    state: str


def rules(desk_id: int, shop_ids: Sequence[int], *, since: datetime) -> list[Line]:
    """The rules of these shops in their order; `decided` and `left` since that moment."""
    found = setwise.rows(
        "SELECT u.id, u.shop_id, u.name, u.does, u.since, u.cap, u.conditions::text, e.decided, e.left_over"
        " FROM returns_claimrule AS u, LATERAL (SELECT count(*) FILTER (WHERE e.reason = '') AS decided,"
        " count(*) FILTER (WHERE e.reason <> '') AS left_over FROM returns_claimruleentry AS e"
        " WHERE e.desk_id = u.desk_id AND e.rule_id = u.id AND e.at >= %s) AS e"
        " WHERE u.desk_id = %s AND u.shop_id = ANY(%s) AND u.deleted_at IS NULL ORDER BY u.shop_id, u.place, u.id",
        [since, desk_id, list(shop_ids)],
    )
    return [
        Line(own, shop_id, name, does, at, cap, json.loads(kept), *counts) for own, shop_id, name, does, at, cap, kept, *counts in found
    ]


def currency(desk_id: int, shop_id: int) -> str:
    """The currency of the shop's newest claim that tells an amount; empty where none does."""
    found = setwise.rows(
        "SELECT amount_currency FROM (SELECT amount_currency FROM returns_claim WHERE desk_id = %s AND shop_id = %s"
        " ORDER BY at DESC, id DESC LIMIT 100) AS newest WHERE amount_currency <> '' LIMIT 1",
        [desk_id, shop_id],
    )
    return str(found[0][0]) if found else ""


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a rule did with one claim, for its page."""

    rule: str
    reason: str
    said: str


OF_CLAIM: Final = (
    "(SELECT json_build_array(u.name, e.reason, e.said) FROM returns_claimruleentry AS e"
    " JOIN returns_claimrule AS u ON u.desk_id = e.desk_id AND u.id = e.rule_id WHERE e.desk_id = c.desk_id AND e.claim_id = c.id LIMIT 1)"
)
"""What a rule did with a claim `c`; NULL where none has looked at it."""


def of_claim(told: Sequence[str] | None) -> Ruled | None:
    """What `OF_CLAIM` gave."""
    return Ruled(*told) if told else None


def log(
    desk_id: int,
    shop_ids: Sequence[int],
    *,
    since: datetime | None = None,
    rule_id: int | None = None,
    did: str = "",
    before: int | None = None,
) -> list[Entry]:
    """What the rules of these shops did, the newest first, one more than a page. `did` is decided, left or both; `before` an entry's id."""
    asked = ["e.desk_id = %(desk)s", "e.shop_id = ANY(%(shops)s)"]
    asked += ["e.at >= %(since)s"] if since else []
    asked += ["e.rule_id = %(rule)s"] if rule_id else []
    asked += [{"decided": "e.reason = ''", "left": "e.reason <> ''"}[did]] if did in {"decided", "left"} else []
    asked += ["e.id < %(before)s"] if before else []
    found = setwise.rows(
        "SELECT e.id, e.at, u.id, u.name, u.deleted_at IS NOT NULL, c.id, c.outside_id,"
        f" left(c.reason_text, {_WORDS:d}), c.amount_minor, c.amount_currency, e.does, e.reason, e.said, coalesce(d.state, '')"
        " FROM returns_claimruleentry AS e JOIN returns_claimrule AS u ON u.desk_id = e.desk_id AND u.id = e.rule_id"
        " JOIN returns_claim AS c ON c.desk_id = e.desk_id AND c.id = e.claim_id"
        " LEFT JOIN returns_decision AS d ON d.desk_id = e.desk_id AND d.id = e.decision_id"
        f" WHERE {' AND '.join(asked)} ORDER BY e.id DESC LIMIT {ON_A_PAGE + 1:d}",
        {"desk": desk_id, "shops": list(shop_ids), "since": since, "rule": rule_id, "before": before},
    )
    return [Entry(*row) for row in found]
