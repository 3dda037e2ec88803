"""One claim with its course, for its page: one query."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from returns.domain.facts import SHOP
from returns.queries import automatic, exhibits
from returns.queries.automatic import Ruled
from returns.queries.deciding import OF_CLAIM, Own, read
from returns.queries.exhibits import Exhibit
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
    chosen_by: str
    """Who gave it its reason, where one of our people did."""
    ruled: Ruled | None
    """What a rule did with it."""
    decisions: Sequence[Own]
    pictures: Sequence[Exhibit]
    course: Sequence["Happened"]
    """What happened to it, oldest first: its moves, the told steps that do not stand, and what our own people found."""

    @property
    def steps(self) -> Sequence["Happened"]:
        """As much of the course as is shown: the newest `MOST_STEPS`."""
        return self.course[-MOST_STEPS:]

    @property
    def is_cut(self) -> bool:
        """Whether more happened before."""
        return len(self.course) > MOST_STEPS


@dataclass(frozen=True, slots=True)
class Happened:
    """One step of a claim, with the words, amount and parcel that came with it; `ruling` says why a told step does not stand.

    What our own people found has the `finding`'s id, in which condition it `found` the goods, `who` it was and whether it was taken back;
    its `event` is empty where it moved nothing.
    """

    at: datetime
    event: str
    by: int
    text: str
    amount_minor: int | None
    amount_currency: str
    tracking: str
    ruling: str
    found: str = ""
    who: str = ""
    finding: int | None = None
    is_withdrawn: bool = False


_WHO = "coalesce(nullif(u.name, ''), u.email, f.author_label)"
COURSE = f"""
    SELECT m.at, m.event, m.by, coalesce(s.text, f.words, '') AS text, s.amount_minor, coalesce(s.amount_currency, '') AS amount_currency,
        coalesce(s.tracking, '') AS tracking, '' AS ruling, m.place, coalesce(f.condition, '') AS found, coalesce({_WHO}, '') AS who,
        f.id AS finding, false AS gone FROM returns_move AS m
    LEFT JOIN returns_claimstep AS s ON s.desk_id = m.desk_id AND s.id = m.step_id
    LEFT JOIN returns_finding AS f ON f.desk_id = m.desk_id AND f.id = m.finding_id
    LEFT JOIN sellerdesk_user AS u ON u.id = f.author_id WHERE m.desk_id = c.desk_id AND m.claim_id = c.id
    UNION ALL SELECT s.at, s.step, s.by, s.text, s.amount_minor, s.amount_currency, s.tracking, s.ruling, 0, '', '', NULL, false
    FROM returns_claimstep AS s WHERE s.desk_id = c.desk_id AND s.shop_id = c.shop_id AND s.claim_ref = c.outside_id AND s.ruling <> ''
        AND NOT EXISTS (SELECT FROM returns_move AS m WHERE m.desk_id = c.desk_id AND m.claim_id = c.id AND m.step_id = s.id)
    UNION ALL SELECT f.at, '', {SHOP:d}, f.words, NULL, '', '', '', {2**30}, f.condition, {_WHO}, f.id, f.withdrawn_at IS NOT NULL
    FROM returns_finding AS f LEFT JOIN sellerdesk_user AS u ON u.id = f.author_id WHERE f.desk_id = c.desk_id AND f.claim_id = c.id
        AND NOT EXISTS (SELECT FROM returns_move AS m WHERE m.desk_id = c.desk_id AND m.claim_id = c.id AND m.finding_id = f.id)
"""
"""Everything that happened to a claim `c`: its moves, told steps that do not stand (of one that waits for its order they wait with it),
and findings. Ordered by (at, place, finding)."""
# The newest ones, and one more, which tells that there are more.
_NEWEST = f"""(SELECT json_agg(json_build_array(told.at, event, by, text, amount_minor, amount_currency, tracking, told.ruling, place,
    found, who, finding, gone) ORDER BY told.at, place, finding)
    FROM ({COURSE} ORDER BY 1 DESC, 9 DESC, 12 DESC LIMIT {MOST_STEPS + 1:d}) AS told)"""


def claim(desk_id: int, shop_ids: Sequence[int], claim_id: int) -> Claim | None:
    """A claim of these shops, or None."""
    found = setwise.rows(
        "SELECT c.id, c.shop_id, c.outside_id, c.at, c.ruling, c.order_ref, c.product_id, c.buyer_id, c.wants, c.told_reason,"
        " c.reason_text, c.reason, c.reason_read, c.first_reason, c.photos, c.video, c.amount_minor, c.amount_currency, c.money, c.goods,"
        " c.talk, c.stage, c.clock_since, c.due_at, c.outcome, c.told_due_at, coalesce(b.name, ''),"
        " coalesce(nullif(p.title, ''), nullif(p.article, ''), p.outside_id, ''), coalesce(p.article, ''), coalesce(p.image, ''),"
        " c.actions, c.told_at, c.moved_at,"
        " coalesce((SELECT o.author_label FROM returns_reasonchoice AS o WHERE o.desk_id = c.desk_id AND o.claim_id = c.id"
        " AND o.reason = c.reason AND NOT c.reason_read), ''),"
        f" {automatic.OF_CLAIM}, {OF_CLAIM}, {exhibits.OF_CLAIM}, {_NEWEST} FROM returns_claim AS c"
        " LEFT JOIN sellerdesk_buyer AS b ON b.desk_id = c.desk_id AND b.id = c.buyer_id"
        " LEFT JOIN sellerdesk_product AS p ON p.desk_id = c.desk_id AND p.id = c.product_id"
        " WHERE c.desk_id = %s AND c.shop_id = ANY(%s) AND c.id = %s",
        [desk_id, list(shop_ids), claim_id],
    )
    if not found:
        return None
    facts: list[Any] = [*found[0]]
    ruled, decisions, pictures, course = facts[-4:]
    del facts[-4:]
    facts[_PHOTOS], facts[_ACTIONS] = _read(facts[_PHOTOS]), _read(facts[_ACTIONS])
    facts += [automatic.of_claim(_read(ruled)), read(_read(decisions)), exhibits.read(_read(pictures))]
    facts.append(tuple(happened([datetime.fromisoformat(at), *rest]) for at, *rest in _read(course) or ()))
    return Claim(*facts)


def happened(row: Sequence[Any]) -> Happened:
    """A step from a row of `COURSE`."""
    return Happened(*row[:8], *row[9:])


_PHOTOS, _ACTIONS = map(list(Claim.__dataclass_fields__).index, ("photos", "actions"))


def _read(listed: Any) -> Any:
    """A list as the driver gives it: as text, or read already."""
    return json.loads(listed) if isinstance(listed, str) else listed
