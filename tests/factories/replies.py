"""Reply templates, and orders that they are filled from."""

from typing import Any

from sellerdesk.domain import actor
from sellerdesk.models import Buyer, Order, OrderLine, Product, ReplyTemplate, Shop, User
from sellerdesk.replies import saving
from sellerdesk.replies.judging import Wanted
from tests.factories.kernel import NOW, Cast


RUSSIAN = "Здравствуйте, {buyer_name}! Заказ {order_no}."


def wanted(**fields: Any) -> Wanted:
    """A template that nothing is wrong with."""
    return Wanted(**{"name": "Late delivery", "shortcut": "late", "folder": "Delivery", "texts": {"ru": RUSSIAN}, **fields})


def make_template(cast: Cast, by: User | None = None, **fields: Any) -> ReplyTemplate:
    """A template that alice, or somebody else who then keeps it private, has made."""
    person = by or cast.alice
    may_share = person == cast.alice
    made = saving.create(
        desk_id=cast.desk.pk,
        person_id=person.pk,
        may_share=may_share,
        wanted=[wanted(**{"private": not may_share, **fields})],
        actor=actor.SYSTEM,
        now=NOW,
    )
    return ReplyTemplate.objects.get(pk=made[0])


def make_order(shop: Shop, number: str = "45690", buyer: str = "Кириллова Анна Сергеевна", *, products: int = 1, **fields: Any) -> Order:
    """An order of a buyer with a name, of one listing or several."""
    who = Buyer.objects.create(desk_id=shop.desk_id, shop=shop, outside_id=f"of {number}", name=buyer)
    row = Order.objects.create(
        **{
            "desk_id": shop.desk_id, "shop": shop, "outside_id": number, "buyer": who, "placed_at": NOW, "status": "shipped",
            "tracking": "RA123456789RU", **fields,
        }
    )  # fmt: skip
    for place in range(products):
        listing = Product.objects.create(
            desk_id=shop.desk_id, shop=shop, outside_id=f"{number}-{place}", title=f"Кофемолка {place}", article=f"118{place}"
        )
        OrderLine.objects.create(desk_id=shop.desk_id, order=row, outside_id=str(place), product=listing, quantity=1)
    return row
