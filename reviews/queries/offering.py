"""Offers as pages show them: those of a review or a buyer, a list of them, and what came of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from reviews.domain.offers import Kind, State
from reviews.models import Offer
from sellerdesk import setwise


PAGE = 30
BECAME = ("good", "deleted", "unchanged")
"""What became of the review after the offer: changed to good, deleted (by whomever), or neither."""
_WHO = "coalesce(nullif(u.name, ''), u.email, '')"
_BECAME = "CASE WHEN r.deleted_at >= o.made_at THEN 'deleted' WHEN r.changed_at >= o.made_at THEN 'good' ELSE 'unchanged' END"


@dataclass(frozen=True, slots=True)
class Step:
    """One change of an offer."""

    at: datetime
    by: str
    state: State
    note: str


@dataclass(frozen=True, slots=True)
class One:
    """An offer with its history."""

    id: int
    review_id: int
    shop_id: int
    kind: Kind
    amount_minor: int | None
    currency: str
    channel: str
    note: str
    state: State
    made_at: datetime
    made_by: str
    changes: int
    became: str
    steps: tuple[Step, ...]


_ONE = (
    f"SELECT o.id, o.review_id, o.shop_id, o.kind, o.amount_minor, o.currency, o.channel, o.note, o.state, o.made_at, {_WHO} AS made_by,"
    f" o.changes, {_BECAME} AS became, CASE WHEN o.changes > 0 THEN (SELECT json_agg(json_build_array(extract(epoch FROM c.at),"
    " coalesce(nullif(w.name, ''), w.email, ''), c.state, c.note) ORDER BY c.number) FROM reviews_offerchange AS c"
    " LEFT JOIN sellerdesk_user AS w ON w.id = c.by_id WHERE c.desk_id = o.desk_id AND c.offer_id = o.id) END AS steps"
    " FROM reviews_offer AS o JOIN reviews_review AS r ON r.desk_id = o.desk_id AND r.id = o.review_id"
    " LEFT JOIN sellerdesk_user AS u ON u.id = o.made_by_id"
)


OF_REVIEW = f"{_ONE} WHERE o.desk_id = %(desk)s AND o.review_id = %(review)s ORDER BY o.made_at DESC, o.id DESC"


OF_BUYER = (
    f"{_ONE} WHERE r.desk_id = %(desk)s AND r.buyer_id = %(buyer)s AND r.author = 1 AND NOT r.anonymous"
    " ORDER BY o.made_at DESC, o.id DESC LIMIT %(offers)s"
)
"""The newest offers to a buyer. Those about anonymous reviews are left out: they would tell whose these are."""


def of_review(desk_id: int, review_id: int) -> list[One]:
    """The offers to the buyer of a review, the newest first."""
    return [_one(values) for values in setwise.rows(OF_REVIEW, {"desk": desk_id, "review": review_id})]


def read(told: Mapping[str, Any]) -> One:
    """One row of OF_REVIEW or OF_BUYER, as JSON tells it."""
    return _one([*({**told, "made_at": datetime.fromisoformat(told["made_at"])}).values()])


@dataclass(frozen=True, slots=True)
class Asked:
    """Which offers: of a kind, in a state ("taken", "over" or one of them), whose review became so, made since a moment."""

    kind: str = ""
    state: str = ""
    became: str = ""
    since: datetime | None = None
    after: tuple[datetime, int] | None = None


_STATES = {"taken": ["agreed", "done"], "over": ["agreed", "done", "declined", "no_answer"]} | {one.value: [one.value] for one in State}


def rows(desk_id: int, shop_ids: Sequence[int], asked: Asked, *, limit: int = PAGE) -> list[One]:
    """The newest offers asked for; one more than `limit` tells that there are more."""
    where, parameters = ["o.desk_id = %s", "o.shop_id = ANY(%s)"], [desk_id, list(shop_ids)]
    for condition, value in (
        ("o.kind = %s", asked.kind or None),
        ("o.state = ANY(%s)", _STATES.get(asked.state)),
        (f"{_BECAME} = %s", asked.became or None),
        ("o.made_at >= %s", asked.since),
    ):
        if value is not None:
            where.append(condition)
            parameters.append(value)
    if asked.after is not None:
        where.append("(o.made_at, o.id) < (%s, %s)")
        parameters += asked.after
    sql = f"{_ONE} WHERE {' AND '.join(where)} ORDER BY o.made_at DESC, o.id DESC LIMIT {limit + 1:d}"
    return [_one(values) for values in setwise.rows(sql, parameters)]


@dataclass(frozen=True, slots=True)
class Line:
    """Offers of one kind: how many in which state, and what became of their reviews. Facts; nothing says that one caused the other."""

    states: Mapping[State, int]
    became: Mapping[str, int]

    @property
    def number(self) -> int:
        """All of them."""
        return sum(self.states.values())


def figures(desk_id: int, shop_ids: Sequence[int], since: datetime | None) -> dict[Kind, Line]:
    """Offers made since a moment, or ever, by kind."""
    found = setwise.rows(
        f"SELECT o.kind, o.state, {_BECAME}, count(*) FROM reviews_offer AS o"
        " JOIN reviews_review AS r ON r.desk_id = o.desk_id AND r.id = o.review_id"
        " WHERE o.desk_id = %s AND o.shop_id = ANY(%s) AND (%s::timestamptz IS NULL OR o.made_at >= %s) GROUP BY 1, 2, 3",
        [desk_id, list(shop_ids), since, since],
    )
    states: dict[Kind, dict[State, int]] = {}
    became: dict[Kind, dict[str, int]] = {}
    for kind, state, end, number in found:
        own, ends = states.setdefault(Kind(kind), {}), became.setdefault(Kind(kind), {})
        own[State(state)] = own.get(State(state), 0) + number
        ends[end] = ends.get(end, 0) + number
    return {kind: Line(states[kind], became[kind]) for kind in Kind if kind in states}


def of_shop(desk_id: int, shop_id: int) -> QuerySet[Offer]:
    """The offers of a shop, with their reviews, for programs."""
    return Offer.objects.filter(desk_id=desk_id, shop_id=shop_id).select_related("review")


def _one(values: Sequence[Any]) -> One:
    own, review_id, shop_id, kind, *money, channel, note, state, made_at, made_by, changes, became, steps = values
    told = json.loads(steps) if isinstance(steps, str) else steps or []
    return One(
        own, review_id, shop_id, Kind(kind), money[0], money[1], channel, note, State(state), made_at, made_by, changes, became,
        tuple(Step(datetime.fromtimestamp(at, UTC), by, State(was), said) for at, by, was, said in told),
    )  # fmt: skip
