"""Appeals as pages show them: those of one review, a list of them, and the figures of how they went."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from reviews.domain.appeals import LIVE, Past, Reason, State
from reviews.models import Appeal
from sellerdesk import setwise
from sellerdesk.delivery.queries import Delivery


PAGE = 30
_WHO = "coalesce(nullif(u.name, ''), u.email, '')"


@dataclass(frozen=True, slots=True)
class One:
    """An appeal against the review that is read."""

    id: int
    reason: Reason
    detail: str
    statement: str
    passages: Sequence[Mapping[str, Any]]
    quotes: Sequence[Mapping[str, Any]]
    state: State
    made_at: datetime
    made_by: str
    outbound: int | None
    reached_at: datetime | None
    ended_at: datetime | None
    ended_by: str
    said: str
    delivery: Delivery | None
    """Of one that is on its way."""

    @property
    def live(self) -> bool:
        """Whether it is not decided yet."""
        return self.state in LIVE

    @property
    def past(self) -> Past:
        """As the rules see it."""
        return Past(self.state, self.reached_at is not None)


OF_REVIEW = (
    "SELECT a.id, a.reason, a.detail, a.statement, a.passages, a.quotes, a.state, a.made_at,"
    f" {_WHO} AS made_by, a.outbound, a.reached_at, a.ended_at, a.ended_by, a.said, CASE WHEN a.state = 'sending' THEN"
    " (SELECT json_build_array(o.id, o.kind, o.shop_id, o.state, o.attempts, o.not_before, o.last_error, o.created_at, o.settled_at)"
    " FROM sellerdesk_outbound AS o WHERE o.desk_id = a.desk_id AND o.id = a.outbound) END AS delivery"
    " FROM reviews_appeal AS a LEFT JOIN sellerdesk_user AS u ON u.id = a.made_by_id"
    " WHERE a.desk_id = %(desk)s AND a.review_id = %(review)s ORDER BY a.made_at DESC, a.id DESC"
)


def of_review(desk_id: int, review_id: int) -> list[One]:
    """The appeals against a review, the newest first."""
    found = setwise.rows(f"SELECT row_to_json(one)::text FROM ({OF_REVIEW}) AS one", {"desk": desk_id, "review": review_id})
    return [read(json.loads(told)) for (told,) in found]


def read(told: Mapping[str, Any]) -> One:
    """One row of OF_REVIEW, as JSON tells it."""
    moments = {name: moment(told[name]) for name in ("made_at", "reached_at", "ended_at")}
    known = {**told, **moments, "reason": Reason(told["reason"]), "state": State(told["state"])}
    return One(**{**known, "delivery": None if told["delivery"] is None else _delivery(told["delivery"])})


def _delivery(values: Sequence[Any]) -> Delivery:
    own, kind, shop_id, state, attempts, not_before, reason, created_at, settled_at = values
    due, made = datetime.fromisoformat(not_before), datetime.fromisoformat(created_at)
    return Delivery(own, kind, shop_id, state, attempts, due, reason, made, moment(settled_at))


def moment(told: str | None) -> datetime | None:
    """A moment as JSON tells it."""
    return None if told is None else datetime.fromisoformat(told)


@dataclass(frozen=True, slots=True)
class Tally:
    """How a number of appeals went."""

    number: int = 0
    live: int = 0
    granted: int = 0
    refused: int = 0

    @property
    def decided(self) -> int:
        """Those that the marketplace decided."""
        return self.granted + self.refused

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.number + other.number, self.live + other.live, self.granted + other.granted, self.refused + other.refused)


@dataclass(frozen=True, slots=True)
class Figures:
    """Appeals of a period by their reason, and by the stars of their reviews (0: none were given)."""

    by_reason: Mapping[Reason, Tally]
    by_stars: Mapping[int, Tally]
    total: Tally = field(default=Tally())


_COUNTS = (
    "count(*), count(*) FILTER (WHERE a.state IN ('sending', 'waiting')), count(*) FILTER (WHERE a.state = 'granted'),"
    " count(*) FILTER (WHERE a.state = 'refused')"
)


def figures(desk_id: int, shop_ids: Sequence[int], since: datetime | None) -> Figures:
    """Appeals made since a moment, or ever. What never reached the marketplace or was withdrawn counts among all, not as decided."""
    found = setwise.rows(
        f"SELECT a.reason, coalesce(r.stars, 0), {_COUNTS} FROM reviews_appeal AS a"
        " JOIN reviews_review AS r ON r.desk_id = a.desk_id AND r.id = a.review_id"
        " WHERE a.desk_id = %s AND a.shop_id = ANY(%s) AND (%s::timestamptz IS NULL OR a.made_at >= %s) GROUP BY 1, 2",
        [desk_id, list(shop_ids), since, since],
    )
    by_reason: dict[Reason, Tally] = {}
    by_stars: dict[int, Tally] = {}
    for reason, stars, *counts in found:
        tally = Tally(*counts)
        by_reason[Reason(reason)] = by_reason.get(Reason(reason), Tally()) + tally
        by_stars[stars] = by_stars.get(stars, Tally()) + tally
    return Figures(by_reason, dict(sorted(by_stars.items())), sum(by_reason.values(), Tally()))


def odds(desk_id: int, shop_ids: Sequence[int]) -> dict[Reason, Tally]:
    """How appeals of each reason went so far, the newest 2,000 of them."""
    found = setwise.rows(
        f"SELECT a.reason, {_COUNTS} FROM (SELECT reason, state FROM reviews_appeal WHERE desk_id = %s AND shop_id = ANY(%s)"
        " AND state IN ('granted', 'refused') ORDER BY made_at DESC, id DESC LIMIT 2000) AS a GROUP BY 1",
        [desk_id, list(shop_ids)],
    )
    return {Reason(reason): Tally(*counts) for reason, *counts in found}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which appeals: of a reason, in a state ("live", "decided" or one of them), of reviews with these stars, made since a moment."""

    reason: str = ""
    state: str = ""
    stars: int | None = None
    since: datetime | None = None
    after: tuple[datetime, int] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """An appeal in the list."""

    id: int
    review_id: int
    shop_id: int
    reason: Reason
    detail: str
    state: State
    made_at: datetime
    made_by: str
    reached_at: datetime | None
    ended_at: datetime | None
    said: str
    given_at: datetime
    stars: int | None
    text: str
    buyer: str
    anonymous: bool
    product: str
    tries: int
    """How many appeals against this review the marketplace had."""
    last: bool
    """Whether it is the newest against its review."""
    gone: bool
    """Whether the review was deleted or its trade struck."""


_STATES = {"live": ["sending", "waiting"], "decided": ["granted", "refused"]} | {one.value: [one.value] for one in State}
_ROW = (
    f"SELECT a.id, a.review_id, a.shop_id, a.reason, a.detail, a.state, a.made_at, {_WHO}, a.reached_at, a.ended_at, a.said, r.at, r.stars,"
    " left(coalesce(nullif(r.text, ''), nullif(r.cons, ''), r.title), 160),"
    " CASE WHEN r.anonymous THEN '' ELSE coalesce(nullif(b.name, ''), b.outside_id, '') END, r.anonymous,"
    " coalesce(nullif(p.title, ''), p.article, p.outside_id, ''), own.tries, own.newest = a.id,"
    " r.deleted_at IS NOT NULL OR r.struck_at IS NOT NULL FROM reviews_appeal AS a"
    " JOIN reviews_review AS r ON r.desk_id = a.desk_id AND r.id = a.review_id"
    " CROSS JOIN LATERAL (SELECT count(x.reached_at) AS tries, max(x.id) AS newest FROM reviews_appeal AS x"
    " WHERE x.desk_id = a.desk_id AND x.review_id = a.review_id) AS own"
    " LEFT JOIN sellerdesk_user AS u ON u.id = a.made_by_id"
    " LEFT JOIN sellerdesk_buyer AS b ON b.desk_id = r.desk_id AND b.id = r.buyer_id"
    " LEFT JOIN sellerdesk_product AS p ON p.desk_id = r.desk_id AND p.id = r.product_id"
)


def rows(desk_id: int, shop_ids: Sequence[int], asked: Asked, *, limit: int = PAGE) -> list[Row]:
    """The newest appeals asked for; one more than `limit` tells that there are more."""
    where, parameters = ["a.desk_id = %s", "a.shop_id = ANY(%s)"], [desk_id, list(shop_ids)]
    for condition, value in (
        ("a.reason = %s", asked.reason or None),
        ("a.state = ANY(%s)", _STATES.get(asked.state)),
        ("coalesce(r.stars, 0) = %s", asked.stars),
        ("a.made_at >= %s", asked.since),
    ):
        if value is not None:
            where.append(condition)
            parameters.append(value)
    if asked.after is not None:
        where.append("(a.made_at, a.id) < (%s, %s)")
        parameters += asked.after
    found = setwise.rows(f"{_ROW} WHERE {' AND '.join(where)} ORDER BY a.made_at DESC, a.id DESC LIMIT {limit + 1:d}", parameters)
    return [_row(values) for values in found]


def of_subjects(desk_id: int, subjects: Collection[str]) -> dict[str, Row]:
    """The appeals of these keys, for lists of work."""
    ids = [int(subject.partition(":")[2]) for subject in subjects]
    found = setwise.rows(f"{_ROW} WHERE a.desk_id = %s AND a.id = ANY(%s)", [desk_id, ids]) if ids else []
    return {f"appeal:{values[0]}": _row(values) for values in found}


def _row(values: Sequence[Any]) -> Row:
    own, review_id, shop_id, reason, detail, state, *rest = values
    return Row(own, review_id, shop_id, Reason(reason), detail, State(state), *rest)


def of_shop(desk_id: int, shop_id: int) -> QuerySet[Appeal]:
    """The appeals of a shop, with their reviews, for programs."""
    return Appeal.objects.filter(desk_id=desk_id, shop_id=shop_id).select_related("review")
