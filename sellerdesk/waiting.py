"""Questions about what waits for a person: open work items, by kind and by when they are due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sellerdesk import setwise


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many items of a kind are open, and how many of these are past their deadline."""

    open: int = 0
    late: int = 0

    def __add__(self, other: "Waiting") -> "Waiting":
        return Waiting(self.open + other.open, self.late + other.late)


def by_kind(desk_id: int, shop_ids: Sequence[int], *, now: datetime) -> dict[str, Waiting]:
    """The open items of these shops of a desk, and those of no shop, counted by kind."""
    found = setwise.rows(
        "SELECT kind, count(*), count(*) FILTER (WHERE due_at <= %s) FROM sellerdesk_workitem"
        " WHERE desk_id = %s AND state = 'open' AND (shop_id IS NULL OR shop_id = ANY(%s)) GROUP BY kind",
        [now, desk_id, list(shop_ids)],
    )
    return {kind: Waiting(open_now, late) for kind, open_now, late in found}
