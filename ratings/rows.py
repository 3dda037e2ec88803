"""Rows of the rating ledger: read, seen in local days, written in sets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from ratings.domain.causes import Group
from ratings.domain.figures import cell
from ratings.domain.standing import Given, Standing, Timeline
from sellerdesk import setwise
from sellerdesk.domain.days import month_of
from sellerdesk.feed.batch import APPLIED
from sellerdesk.feed.fact import Fact
from sellerdesk.shops import ShopFacts


Scores = tuple[int | None, int | None, int | None, int | None]


class Share(NamedTuple):
    """All that says what a rating gives to the figures."""

    order_key: bytes
    buyer_key: bytes | None
    at: datetime
    effective_at: datetime | None
    scores: Scores
    timeline: Timeline


@dataclass(slots=True)
class RatingRow:
    """One store rating of the ledger."""

    outside_id: str
    record: int
    content_hash: bytes
    at: datetime
    order_key: bytes
    scores: Scores
    buyer_key: bytes | None = None
    ruling: str | None = None
    placed_at: datetime | None = None
    completed_at: datetime | None = None
    effective_at: datetime | None = None
    struck_at: datetime | None = None
    timeline: Timeline = ()
    fact: Fact | None = None
    """Set where it is told in this batch and not written yet."""
    was: Share | None = None
    """What it gives to the figures as the database has it; None for one that is not there."""

    def judged(self) -> tuple[Any, ...]:
        """All that judging may change, but for its standing among the buyer's others."""
        return (self.ruling, self.buyer_key, self.placed_at, self.completed_at, self.effective_at, self.struck_at)

    def share(self) -> Share:
        """What it gives to the figures now."""
        return Share(self.order_key, self.buyer_key, self.at, self.effective_at, self.scores, self.timeline)

    def moved(self) -> bool:
        """Whether the figures change by it."""
        return self.was is None or self.was[2:] != self.share()[2:]

    def cells(self) -> list[int]:
        """The places of its marks among the twenty star counts."""
        return [cell(dimension, stars) for dimension, stars in enumerate(self.scores) if stars is not None]

    def instants(self) -> list[datetime]:
        """When its standing may change by itself."""
        return [at for at in (self.at, self.placed_at, self.completed_at, self.effective_at, self.struck_at) if at is not None]

    def given(self, shop: ShopFacts, *, until: datetime | None = None) -> Given | None:
        """The rating in local days, None where it does not take part.

        With `until` (an instant), as if nothing after it had come.
        """
        if self.ruling != APPLIED or self.placed_at is None:
            return None
        start = max(self.at, self.placed_at)
        if until is not None and start > until:
            return None
        completed, effect, struck = (
            None if at is None or (until is not None and at > until) else at
            for at in (self.completed_at, self.effective_at, self.struck_at)
        )
        return Given(
            at=self.at,
            outside_id=self.outside_id,
            given_day=shop.day(start),
            given_month=month_of(self.at, shop.zone),
            completed_day=None if completed is None else shop.day(completed),
            completed_month=None if completed is None else month_of(completed, shop.zone),
            effective_day=None if effect is None else shop.day(effect),
            struck_day=None if struck is None else shop.day(struck),
        )


READ = (
    "outside_id, record, content_hash, at, order_key, described, service, dispatch, logistics,"
    " buyer_key, ruling, placed_at, completed_at, effective_at, struck_at, states"
)


def read(shop: ShopFacts, column: str, keys: Iterable[object]) -> list[RatingRow]:
    """The ratings of a shop by `outside_id`, `order_key` or `buyer_key`."""
    wanted = list(keys)
    if not wanted:
        return []
    found = setwise.rows(
        f"SELECT {READ} FROM ratings_storerating WHERE desk_id = %s AND shop_id = %s AND {column} = ANY(%s)",
        [shop.desk_id, shop.id, wanted],
    )
    return [of_values(values) for values in found]


def still_changing(desk_id: int, kind: str, until: Mapping[int, datetime], *, after: datetime) -> dict[int, list[RatingRow]]:
    """Ratings of the buyers of whose some rating still changes after an instant and before that of its shop in `until`, by shop."""
    found: dict[int, list[RatingRow]] = {}
    told = setwise.rows(
        f"SELECT shop_id, {READ} FROM ratings_storerating WHERE desk_id = %s AND (shop_id, buyer_key) IN ("
        "SELECT r.shop_id, r.buyer_key FROM unnest(%s::bigint[], %s::timestamptz[]) AS asked (shop_id, ends)"
        " JOIN sellerdesk_moment m ON m.desk_id = %s AND m.shop_id = asked.shop_id AND m.kind = %s AND m.at > %s AND m.at < asked.ends"
        " JOIN ratings_storerating r ON r.desk_id = m.desk_id AND r.shop_id = m.shop_id AND r.outside_id = m.subject)",
        [desk_id, list(until), list(until.values()), desk_id, kind, after],
    )
    for shop_id, *values in told:
        found.setdefault(shop_id, []).append(of_values(tuple(values)))
    return found


def of_values(values: tuple[Any, ...]) -> RatingRow:
    """One row of READ's columns."""
    row = RatingRow(
        outside_id=values[0],
        record=values[1],
        content_hash=bytes(values[2]),
        at=values[3],
        order_key=bytes(values[4]),
        scores=values[5:9],
        buyer_key=bytes(values[9]) if values[9] is not None else None,
        ruling=values[10],
        placed_at=values[11],
        completed_at=values[12],
        effective_at=values[13],
        struck_at=values[14],
        timeline=timeline_of(values[15]),
    )
    row.was = row.share()
    return row


def timeline_of(states: list[int]) -> Timeline:
    """The stored flat pairs back into a timeline."""
    return tuple((states[i], Standing(states[i + 1])) for i in range(0, len(states), 2))


_WRITE = (
    "desk_id, shop_id, outside_id, record, content_hash, at, order_key, described, service, dispatch, logistics,"
    " buyer_key, ruling, placed_at, completed_at, effective_at, struck_at, states"
)
_UPSERT = "ON CONFLICT (desk_id, shop_id, outside_id) DO UPDATE SET " + ", ".join(
    f"{name} = excluded.{name}" for name in _WRITE.replace(" ", "").split(",")[3:]
)


def write(shop: ShopFacts, rows: Iterable[RatingRow]) -> None:
    """Write ratings whole: new ones, replaced ones, and those that stand otherwise now."""
    fresh: list[setwise.Row] = []
    changed: list[setwise.Row] = []
    for row in rows:
        (fresh if row.was is None else changed).append(
            (
                *(shop.desk_id, shop.id, row.outside_id, row.record, row.content_hash, row.at, row.order_key, *row.scores),
                *(row.buyer_key, row.ruling, row.placed_at, row.completed_at, row.effective_at, row.struck_at),
                [number for step in row.timeline for number in (step[0], int(step[1]))],
            )
        )
    setwise.append("ratings_storerating", _WRITE, fresh)
    setwise.insert("ratings_storerating", _WRITE, changed, tail=_UPSERT)


class KeptGroup(NamedTuple):
    """A group of orders as it was last told, and since when it stands so."""

    group: Group
    counted_on: date


def kept_groups(shop: ShopFacts) -> list[KeptGroup]:
    """The groups of orders (domain/causes.py), those too of which nothing is told now. One query."""
    sql = "SELECT kind, code, own, rest, shown, counted_on FROM ratings_causegroup WHERE desk_id = %s AND shop_id = %s"
    return [
        KeptGroup(Group(kind, code, tuple(own), tuple(rest), tuple(shown)), counted_on)
        for kind, code, own, rest, shown, counted_on in setwise.rows(sql, [shop.desk_id, shop.id])
    ]
