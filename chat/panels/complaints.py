"""Which complaints have come together in conversations, for the room that knows what comes back."""

from collections.abc import Sequence
from typing import Final

from chat.queries import complaints
from sellerdesk.complaints import Complaint
from sellerdesk.shops import ShopFacts


PAGE: Final = "chat_complaints"


def tell(shop: ShopFacts, /) -> Sequence[Complaint]:
    """The open ones of a shop."""
    return [
        Complaint(one.product_id, one.topic, one.number, one.since, PAGE, one.pk)
        for one in complaints.of_shop(shop.desk_id, [shop.id]).filter(is_open=True)
    ]
