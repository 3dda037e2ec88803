"""Which complaints have come together, for the room that knows what comes back."""

from collections.abc import Sequence
from typing import Final

from reviews.queries import signals
from sellerdesk.complaints import Complaint
from sellerdesk.shops import ShopFacts


PAGE: Final = "review_signal"


def tell(shop: ShopFacts, /) -> Sequence[Complaint]:
    """The open signals of a shop."""
    return [
        Complaint(one.product_id, one.topic, one.number, one.since, PAGE, one.id) for one in signals.open_signals(shop.desk_id, [shop.id])
    ]
