"""Reviews by the names that programs know them by."""

from reviews.models import BY_BUYER, Review
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.errors import NotVisible


def review_id(desk_id: int, shop_id: int, outside_id: str) -> int:
    """Our id of a buyer's review of the feed. NotVisible where there is none."""
    if "\0" in outside_id:
        raise NotVisible
    found = Review.objects.filter(BY_BUYER, desk_id=desk_id, shop_id=shop_id, outside_id=outside_id).values_list("pk", flat=True).first()
    if found is None:
        raise NotVisible
    return int(found)


def whole_id(told: int) -> int:
    """An id that the database can hold. NotVisible where it cannot."""
    if told > LARGEST_ID:
        raise NotVisible
    return told
