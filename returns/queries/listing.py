"""Which claims a view shows, a page at a time, and how many there are of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from returns.domain.clocks import OF_BUYER, OF_SHOP
from returns.domain.facts import KIND, subject_of
from returns.domain.filters import Filter, View
from returns.models.deciding import UNDER_WAY
from returns.queries import finding, searching
from returns.queries.finding import WHERE
from returns.queries.searching import Places
from sellerdesk import setwise
from sellerdesk.domain.cursors import Cursor


PAGE = 30
COUNTED = 2_000
"""Beyond this "more than" is said."""
_ROW = (
    "c.id, c.shop_id, c.outside_id, c.at, c.wants, c.reason, left(c.reason_text, 300), c.amount_minor, c.amount_currency, c.money,"
    " c.goods, c.talk, c.stage, c.clock_since, c.due_at, c.moved_at, c.is_open, c.ruling, coalesce(b.name, ''),"
    " coalesce(nullif(p.title, ''), nullif(p.article, ''), p.outside_id, ''), coalesce(p.image, ''),"
    f" coalesce((SELECT d.state FROM returns_decision AS d WHERE d.desk_id = c.desk_id AND d.claim_id = c.id AND {UNDER_WAY}"
    " ORDER BY d.id DESC LIMIT 1), '')"
)
_JOINED = (
    " LEFT JOIN sellerdesk_buyer AS b ON b.desk_id = c.desk_id AND b.id = c.buyer_id"
    " LEFT JOIN sellerdesk_product AS p ON p.desk_id = c.desk_id AND p.id = c.product_id"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A claim as lists show it."""

    id: int
    shop_id: int
    number: str
    at: datetime
    wants: str
    reason: str
    text: str
    amount_minor: int | None
    amount_currency: str
    money: str
    goods: str
    talk: str
    stage: str
    clock_since: datetime | None
    due_at: datetime | None
    moved_at: datetime
    is_open: bool
    ruling: str
    buyer: str
    product: str
    image: str
    decision: str
    """How far a decision of ours is that the marketplace has not told of; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page in their order, and where the next one begins, None after the last."""

    rows: Sequence[Row]
    next: Cursor | None
    complete: bool = True
    """False where only the first rows were tried, since nothing of the words can be looked up."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number, or more than it."""

    number: int
    more: bool = False


def page(
    desk_id: int, shop_ids: Sequence[int], asked: Filter, *, now: datetime, size: int = PAGE, orders: bool = False
) -> Page:  # fmt: skip
    """The page behind the filter's cursor: open ones by deadline, closed ones from the last that moved, all from the newest.

    `orders` says whether who reads may find by an order's number.
    """
    places = Places(desk_id, shop_ids, orders)
    typed = searching.read(places, asked.words) if asked.words else None
    if typed is not None:
        hits = finding.find(places, asked, typed, now=now, limit=size + 1, columns=_ROW, joined=_JOINED)
        found, complete = hits.rows, hits.complete
    else:
        way = finding.order_of(asked.view)[1]
        # One query for the order and what is shown of it.
        found, complete = (
            setwise.rows(
                f"SELECT f.key, {_ROW} FROM ({finding.first(asked, size + 1)}) AS f JOIN returns_claim AS c ON c.desk_id = %(desk)s"
                f" AND c.id = f.id{_JOINED} ORDER BY f.key{way}, f.id{way}",
                finding.parameters(places, asked, now=now),
            ),
            True,
        )
    rows = [Row(*row[1:]) for row in found[:size]]
    return Page(rows, Cursor(found[size - 1][0], rows[-1].id) if len(found) > size else None, complete)


def counts(desk_id: int, shop_ids: Sequence[int]) -> dict[View, Count]:
    """How many there are in each view but the closed ones and all, whose numbers say nothing."""
    views = [view for view in WHERE if view not in {"closed", "all"}]
    parts = ", ".join(
        f"(SELECT count(*) FROM (SELECT FROM returns_claim AS c WHERE c.desk_id = %(desk)s AND c.shop_id = ANY(%(shops)s)"
        f" AND {WHERE[view]} LIMIT {COUNTED + 1:d}) AS counted)"
        for view in views
    )
    told = {"desk": desk_id, "shops": list(shop_ids), "of_shop": OF_SHOP, "of_buyer": OF_BUYER}
    return {view: count(number) for view, number in zip(views, setwise.rows(f"SELECT {parts}", told)[0], strict=True)}


def count(number: int) -> Count:
    """A number that was counted to one more than `COUNTED`."""
    return Count(min(number, COUNTED), number > COUNTED)


def open_items(desk_id: int, shop_ids: Sequence[int], claim_ids: Sequence[int]) -> list[int]:
    """The items of work by which these claims wait for somebody, by id; a claim that waits for nobody has none."""
    found = setwise.rows(
        "SELECT id FROM sellerdesk_workitem WHERE desk_id = %s AND kind = %s AND state = 'open' AND subject = ANY(%s)"
        " AND shop_id = ANY(%s) ORDER BY id",
        [desk_id, KIND, [subject_of(own) for own in claim_ids], list(shop_ids)],
    )
    return [row[0] for row in found]


def by_ids(desk_id: int, ids: Sequence[int]) -> dict[int, Row]:
    """Claims of a desk by their ids; what is none is left out."""
    found = setwise.rows(
        f"SELECT {_ROW} FROM returns_claim AS c{_JOINED} WHERE c.desk_id = %(desk)s AND c.id = ANY(%(ids)s)",
        {"desk": desk_id, "ids": list(ids)},
    )
    return {row[0]: Row(*row) for row in found}


def of_buyer(desk_id: int, buyer_id: int, *, besides: int, limit: int) -> list[Row]:
    """The newest claims of a buyer, without the one `besides`."""
    found = setwise.rows(
        f"SELECT {_ROW} FROM returns_claim AS c{_JOINED} WHERE c.desk_id = %(desk)s AND c.buyer_id = %(buyer)s AND c.ruling = ''"
        " AND c.id <> %(besides)s ORDER BY c.at DESC, c.id DESC LIMIT %(limit)s",
        {"desk": desk_id, "buyer": buyer_id, "besides": besides, "limit": limit},
    )
    return [Row(*row) for row in found]
