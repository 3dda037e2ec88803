"""What the kernel itself shows beside a conversation, review or claim: the buyer, the order, the product; what happened to the order."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from sellerdesk import panels, setwise
from sellerdesk.domain import permissions
from sellerdesk.panels import Happened, SidePanel, Subject, Timeline
from sellerdesk.shops import ShopFacts


COUNTED = 200
"""Orders of a buyer that are counted: who has more is no private buyer."""
MOST_LINES = 50


@dataclass(frozen=True, slots=True)
class Bought:
    """One line of an order."""

    title: str
    article: str
    image: str
    quantity: int
    price_minor: int | None
    price_currency: str


@dataclass(frozen=True, slots=True)
class Step:
    """How far an order has come: a word, when, and whether it is behind it."""

    label: str
    at: datetime | None
    done: bool


@dataclass(frozen=True, slots=True)
class Order:
    """An order as a panel shows it."""

    number: str
    status: str
    placed_at: datetime
    shipped_at: datetime | None
    delivered_at: datetime | None
    completed_at: datetime | None
    struck_at: datetime | None
    courier: str
    tracking: str
    region: str
    note: str
    lines: tuple[Bought, ...]

    @property
    def steps(self) -> list[Step]:
        """The way of an order; one that ended early ends with that."""
        way = [Step(_("Ordered"), self.placed_at, done=True), Step(_("Shipped"), self.shipped_at, done=self.shipped_at is not None)]
        if self.status in ENDED:
            return [*(step for step in way if step.done), Step(str(ENDED[self.status]), self.completed_at, done=True)]
        way.append(Step(_("Picked up"), self.delivered_at, done=self.delivered_at is not None))
        return [*way, Step(_("Completed"), self.completed_at, done=True)] if self.completed_at else way


ENDED: dict[str, Promise] = {"refused": pgettext_lazy("order", "Refused"), "cancelled": gettext_lazy("Cancelled")}


def order_of(desk_id: int, shop: ShopFacts, subject: Subject) -> Order | None:
    """The order of a subject, read once for however many panels; None where it names none or it has not come."""
    ref = subject.order_ref
    return None if ref is None else subject.once("order", lambda: _order(desk_id, shop, ref))


def _order(desk_id: int, shop: ShopFacts, ref: str) -> Order | None:
    found = setwise.rows(
        "SELECT o.outside_id, o.status, o.placed_at, o.shipped_at, o.delivered_at, o.completed_at, o.struck_at, o.courier,"
        " o.tracking, o.region,"
        " o.note, (SELECT json_agg(json_build_array(coalesce(nullif(p.title, ''), nullif(p.article, ''), p.outside_id),"
        " p.article, p.image, l.quantity,"
        " l.price_minor, l.price_currency) ORDER BY l.id) FROM (SELECT * FROM sellerdesk_orderline AS l WHERE l.desk_id = o.desk_id"
        f" AND l.order_id = o.id ORDER BY l.id LIMIT {MOST_LINES:d}) AS l"
        " JOIN sellerdesk_product AS p ON p.desk_id = l.desk_id AND p.id = l.product_id)"
        " FROM sellerdesk_order AS o WHERE o.desk_id = %s AND o.shop_id = %s AND o.outside_id = %s",
        [desk_id, shop.id, ref],
    )
    if not found:
        return None
    values: list[Any] = [*found[0][:-1], tuple(Bought(*line) for line in _told(found[0][-1]))]
    return Order(*values)


def _told(listed: Any) -> list[list[Any]]:
    """A list as the driver gives it: as text, or read already."""
    return (json.loads(listed) if isinstance(listed, str) else listed) or []


def order_panel(desk_id: int, shop: ShopFacts, subject: Subject, _now: datetime, /) -> dict[str, Any] | None:
    """The order with its steps, lines, parcel and note; where it has not come yet, its number alone."""
    return None if subject.order_ref is None else {"ref": subject.order_ref, "order": order_of(desk_id, shop, subject)}


def buyer_panel(desk_id: int, _shop: ShopFacts, subject: Subject, _now: datetime, /) -> dict[str, Any] | None:
    """How many orders a buyer has, how many of them were refused, and since when."""
    if subject.buyer_id is None:
        return None
    found = setwise.rows(
        "SELECT count(*), count(*) FILTER (WHERE status = 'refused'), min(placed_at) FROM (SELECT status, placed_at FROM sellerdesk_order"
        f" WHERE desk_id = %s AND buyer_id = %s LIMIT {COUNTED:d}) AS own",
        [desk_id, subject.buyer_id],
    )
    orders, refused, since = found[0]
    return {"buyer": subject.buyer_id, "orders": orders, "refused": refused, "since": since, "counted": COUNTED}


def product_panel(desk_id: int, shop: ShopFacts, subject: Subject, _now: datetime, /) -> dict[str, Any] | None:
    """The product, where no order beside it shows it already."""
    order = order_of(desk_id, shop, subject)
    if subject.product_id is None or (order is not None and order.lines):
        return None
    found = setwise.rows(
        "SELECT coalesce(nullif(title, ''), nullif(article, ''), outside_id), article, image, 1, price_minor, price_currency"
        " FROM sellerdesk_product"
        " WHERE desk_id = %s AND id = %s",
        [desk_id, subject.product_id],
    )
    return {"product": Bought(*found[0])} if found else None


def order_timeline(desk_id: int, shop: ShopFacts, subject: Subject, _now: datetime, /) -> Sequence[Happened]:
    """What happened to the order."""
    order = order_of(desk_id, shop, subject)
    if order is None:
        return []
    number = {"number": order.number}
    told = [
        (order.placed_at, _("Order %(number)s was placed.")),
        (order.shipped_at, _("Order %(number)s was shipped.")),
        (order.delivered_at, _("Order %(number)s was picked up.")),
        (order.completed_at, _("Order %(number)s was completed.")),
        (order.struck_at, _("The marketplace struck order %(number)s.")),
    ]
    return [Happened(at, sentence % number) for at, sentence in told if at is not None]


def hang() -> None:
    """Put the kernel's own panels in their places."""
    panels.add_side_panel(SidePanel("buyer", gettext_lazy("Buyer"), permissions.ORDERS_SEE, "panels/buyer.html", buyer_panel), place=1)
    panels.add_side_panel(SidePanel("order", gettext_lazy("Order"), permissions.ORDERS_SEE, "panels/order.html", order_panel), place=2)
    panels.add_side_panel(
        SidePanel("product", gettext_lazy("Product"), permissions.DESK_SEE, "panels/product.html", product_panel), place=3
    )
    panels.add_timeline(Timeline(permissions.ORDERS_SEE, order_timeline), place=1)
