"""Reading after-sales cards."""

from dataclasses import dataclass

from ratings.models import AfterSalesCard


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says, and the secret part of its address."""

    token: str
    texts: dict[str, str]


def of_shop(desk_id: int, shop_id: int) -> Card | None:
    """The card of a shop, or None where none was written."""
    found = AfterSalesCard.objects.filter(desk_id=desk_id, shop_id=shop_id).first()
    return Card(found.token, found.texts) if found else None


def opened(token: str) -> tuple[str, Card] | None:
    """The shop's name and the card behind an address, for anybody who holds it; None for an invented one."""
    found = AfterSalesCard.objects.filter(token=token).select_related("shop").first()
    return (found.shop.name, Card(found.token, found.texts)) if found else None
