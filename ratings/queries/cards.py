"""Reading after-sales cards."""

from dataclasses import dataclass

from ratings.models import AfterSalesCard


_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says, and the last part of its address: the desk's number and a secret."""

    address: str
    texts: dict[str, str]


def of_shop(desk_id: int, shop_id: int) -> Card | None:
    """The card of a shop, or None where none was written."""
    found = AfterSalesCard.objects.filter(desk_id=desk_id, shop_id=shop_id).first()
    return _card(found) if found else None


def opened(address: str) -> tuple[str, Card] | None:
    """The shop's name and the card behind an address, for anybody who holds it; None for an invented one."""
    number, _, token = address.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        return None
    found = AfterSalesCard.objects.filter(desk_id=int(number), token=token).select_related("shop").first()
    return (found.shop.name, _card(found)) if found else None


def _card(row: AfterSalesCard) -> Card:
    return Card(f"{row.desk_id}-{row.token}", row.texts)
