"""The condition "appealed" for lists of reviews."""

from collections.abc import Sequence
from typing import Any


def condition(desk_id: int, shop_ids: Sequence[int]) -> tuple[str, list[Any]]:
    """What stands behind WHERE for reviews (`r`) that were appealed, and its parameters. Withdrawn and unsent appeals count, too.

    The ids are read first, from an index of their own: few reviews are appealed, and asking each of a shop's would be slow.
    """
    sql = "r.id = ANY(ARRAY(SELECT a.review_id FROM reviews_appeal AS a WHERE a.desk_id = %s AND a.shop_id = ANY(%s)))"
    return sql, [desk_id, list(shop_ids)]
