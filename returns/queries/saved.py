"""How many claims each saved list shows now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from returns.domain import filters
from returns.queries import finding, listing
from returns.queries.listing import COUNTED, Count
from returns.queries.searching import Places
from sellerdesk import saved_reading, setwise
from sellerdesk.saved_reading import Asked, Saved


def counted(saved: Sequence[Saved], desk_id: int, shops: dict[str, int], *, now: datetime) -> list[Saved]:
    """The lists with their counts, in one query; `shops` are those that the reader sees, by slug."""

    def count(asked: Asked) -> dict[int, Count]:
        parts: list[str] = []
        told: dict[str, Any] = {}
        for one, shop_ids in asked:
            name, its = f"l{one.id}_", filters.read(one.told)
            told.update(finding.parameters(Places(desk_id, shop_ids), its, now=now, name=name))
            parts.append(f"SELECT {one.id:d}, count(*) FROM ({finding.first(its, COUNTED + 1, name=name)}) AS listed")
        return {own: listing.count(number) for own, number in setwise.rows(" UNION ALL ".join(parts), told)}

    return saved_reading.counted(saved, shops, has_words=lambda one: bool(filters.read(one.told).words), count=count)
