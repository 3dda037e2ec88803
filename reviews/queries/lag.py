"""How far flags are behind: reviews and follow-ups that came in and that nobody has judged."""

from collections.abc import Sequence
from datetime import datetime

from sellerdesk import setwise


MOST = 10_000
_OF_SHOPS = f"""
    SELECT count(*), min(received_at) FROM (
        (SELECT received_at FROM reviews_review WHERE desk_id = %s AND shop_id = ANY(%s) AND NOT judged LIMIT {MOST})
        UNION ALL (SELECT received_at FROM reviews_followup WHERE desk_id = %s AND shop_id = ANY(%s) AND NOT judged LIMIT {MOST})
    ) AS behind
"""
_OF_ALL = f"""
    SELECT count(*), min(received_at) FROM (
        (SELECT received_at FROM reviews_review WHERE NOT judged LIMIT {MOST})
        UNION ALL (SELECT received_at FROM reviews_followup WHERE NOT judged LIMIT {MOST})
    ) AS behind
"""


def unjudged(desk_id: int, shop_ids: Sequence[int]) -> tuple[int, datetime | None]:
    """How many wait in these shops (counted to some ten thousand), and since when the oldest of them does."""
    number, oldest = setwise.rows(_OF_SHOPS, [desk_id, list(shop_ids)] * 2)[0]
    return number, oldest


def unjudged_anywhere() -> tuple[int, datetime | None]:
    """The same over all desks, for programs that watch."""
    number, oldest = setwise.rows(_OF_ALL, [])[0]
    return number, oldest
