"""What waits about reviews: the open work items of those that somebody has chosen."""

from collections.abc import Sequence

from reviews.domain.flags import KIND
from sellerdesk import setwise


def open_items(desk_id: int, shop_ids: Sequence[int], review_ids: Sequence[int]) -> list[int]:
    """The ids of the open work items about these reviews of these shops."""
    found = setwise.rows(
        "SELECT id FROM sellerdesk_workitem WHERE desk_id = %s AND kind = %s AND state = 'open' AND subject = ANY(%s)"
        " AND shop_id = ANY(%s) ORDER BY id",
        [desk_id, KIND, [f"review:{own}" for own in review_ids], list(shop_ids)],
    )
    return [row[0] for row in found]
