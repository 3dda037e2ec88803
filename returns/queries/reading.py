"""One claim with its course, for its page: one query."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from returns.queries.deciding import OF_CLAIM, Own, read
from sellerdesk import setwise


MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as its page shows it."""

    id: int
    shop_id: int
    number: str
    at: datetime
    ruling: str
    order_ref: str
    product_id: int | None
    buyer_id: int | None
    wants: str
    told_reason: str
    text: str
    reason: str
    reason_read: bool
    first_reason: str
    photos: Sequence[str]
    video: str
    amount_minor: int | None
    amount_currency: str
    money: str
    goods: str
    talk: str
    stage: str
    clock_since: datetime | None
    due_at: datetime | None
    outcome: str
    told_due_at: datetime | None
    buyer: str
    product: str
    article: str
    image: str
    actions: Sequence[str] | None
    told_at: datetime
    moved_at: datetime
    decisions: Sequence[Own]
    course: Sequence["Happened"]
    """What happened to it, oldest first: its moves, and the told steps that do not stand."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One step of a claim, with the words, amount and parcel that came with it; `ruling` says why a told step does not stand."""

    at: datetime
    event: str
    by: int
    text: str
    amount_minor: int | None
    amount_currency: str
    tracking: str
    ruling: str


_COURSE = f"""(SELECT json_agg(json_build_array(told.at, event, by, text, amount_minor, amount_currency, tracking, told.ruling)
    ORDER BY told.at, place) FROM (
    SELECT m.at, m.event, m.by, coalesce(s.text, '') AS text, s.amount_minor, coalesce(s.amount_currency, '') AS amount_currency,
        coalesce(s.tracking, '') AS tracking, '' AS ruling, m.place FROM returns_move AS m
    LEFT JOIN returns_claimstep AS s ON s.desk_id = m.desk_id AND s.id = m.step_id WHERE m.desk_id = c.desk_id AND m.claim_id = c.id
    UNION ALL SELECT s.at, s.step, s.by, s.text, s.amount_minor, s.amount_currency, s.tracking, s.ruling, 0 FROM returns_claimstep AS s
    WHERE s.desk_id = c.desk_id AND s.shop_id = c.shop_id AND s.claim_ref = c.outside_id AND s.ruling NOT IN ('', 'waiting')
        AND NOT EXISTS (SELECT FROM returns_move AS m WHERE m.desk_id = c.desk_id AND m.claim_id = c.id AND m.step_id = s.id)
    ORDER BY 1, 9 LIMIT {MOST_STEPS:d}) AS told)"""


def claim(desk_id: int, shop_ids: Sequence[int], claim_id: int) -> Claim | None:
    """A claim of these shops, or None."""
    found = setwise.rows(
        "SELECT c.id, c.shop_id, c.outside_id, c.at, c.ruling, c.order_ref, c.product_id, c.buyer_id, c.wants, c.told_reason,"
        " c.reason_text, c.reason, c.reason_read, c.first_reason, c.photos, c.video, c.amount_minor, c.amount_currency, c.money, c.goods,"
        " c.talk, c.stage, c.clock_since, c.due_at, c.outcome, c.told_due_at, coalesce(b.name, ''),"
        " coalesce(nullif(p.title, ''), nullif(p.article, ''), p.outside_id, ''), coalesce(p.article, ''), coalesce(p.image, ''),"
        f" c.actions, c.told_at, c.moved_at, {OF_CLAIM}, {_COURSE} FROM returns_claim AS c"
        " LEFT JOIN sellerdesk_buyer AS b ON b.desk_id = c.desk_id AND b.id = c.buyer_id"
        " LEFT JOIN sellerdesk_product AS p ON p.desk_id = c.desk_id AND p.id = c.product_id"
        " WHERE c.desk_id = %s AND c.shop_id = ANY(%s) AND c.id = %s",
        [desk_id, list(shop_ids), claim_id],
    )
    if not found:
        return None
    facts: list[Any] = [*found[0]]
    course = facts.pop()
    facts[_PHOTOS], facts[_ACTIONS] = _read(facts[_PHOTOS]), _read(facts[_ACTIONS])
    facts[-1] = read(_read(facts[-1]))
    facts.append(tuple(Happened(datetime.fromisoformat(at), *rest) for at, *rest in _read(course) or ()))
    return Claim(*facts)


_PHOTOS, _ACTIONS = map(list(Claim.__dataclass_fields__).index, ("photos", "actions"))


def _read(listed: Any) -> Any:
    """A list as the driver gives it: as text, or read already."""
    return json.loads(listed) if isinstance(listed, str) else listed
