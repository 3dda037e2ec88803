"""How many reviews each saved list shows now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from reviews.domain import filters
from reviews.queries.counting import COUNTED, Count
from reviews.queries.finding import Places, newest
from sellerdesk import saved_reading, setwise
from sellerdesk.saved_reading import Asked, Saved


def counted(saved: Sequence[Saved], places: Places, shops: dict[str, int], *, now: datetime) -> list[Saved]:
    """The lists with their counts, in one query; `shops` are those that the reader sees, by slug."""

    def count(asked: Asked) -> dict[int, Count]:
        parts: list[str] = []
        parameters: list[Any] = []
        for one, shop_ids in asked:
            sql, its = newest(places._replace(shop_ids=shop_ids), filters.read(one.told), now=now, limit=COUNTED + 1)
            parts.append(f"SELECT %s::bigint, count(*) FROM ({sql}) AS listed")
            parameters += [one.id, *its]
        found = setwise.rows(" UNION ALL ".join(parts), parameters)
        return {own: Count(min(number, COUNTED), number > COUNTED) for own, number in found}

    return saved_reading.counted(saved, shops, has_words=lambda one: bool(filters.read(one.told).words), count=count)
