"""What stands beside the figures of rounds: satisfaction, who waits slowly now, the names of those who answered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from chat.domain.figures import SLOW, Marks, shut
from chat.domain.waiting import LAPSES
from chat.queries.scope import PIECES, Scope, parameters
from sellerdesk import setwise


@dataclass(frozen=True, slots=True)
class Rated:
    """What buyers thought of one agent, as the marketplace names agents; `closed` ones are not told (CH-05)."""

    agent: str
    marks: Marks
    closed: bool


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """All agents by name, and all marks together."""

    agents: Sequence[Rated]
    whole: Marks

    @property
    def closed(self) -> bool:
        """Whether even all together are too few."""
        return self.whole.average is None


@dataclass(frozen=True, slots=True)
class Waits:
    """A conversation that has waited for a person for 100 seconds and more (CH-06)."""

    thread_id: int
    shop_id: int
    since: datetime
    buyer: str


@dataclass(frozen=True, slots=True)
class SlowNow:
    """How many, and the ones that have waited longest."""

    count: int
    first: Sequence[Waits]


def satisfaction(scope: Scope) -> Satisfaction:
    """Marks given in the period that count (CH-05)."""
    found = setwise.rows(
        f"SELECT s.agent, count(*), sum(s.score), count(*) FILTER (WHERE s.score >= %(good)s) FROM {PIECES}"
        " JOIN chat_satisfaction AS s ON s.desk_id = %(desk)s AND s.shop_id = e.shop_id AND s.counts AND s.at >= e.begins AND s.at < e.ends"
        " AND s.at <= %(now)s GROUP BY s.agent ORDER BY s.agent = '', s.agent COLLATE \"C\"",
        parameters(scope),
    )
    marks = [Marks(*row[1:]) for row in found]
    closed = shut(marks)
    agents = [Rated(row[0], one, place in closed) for place, (row, one) in enumerate(zip(found, marks, strict=True))]
    return Satisfaction(agents, sum(marks, Marks()))


def slow_now(desk_id: int, shop_ids: Sequence[int], *, now: datetime, limit: int) -> SlowNow:
    """Who waits too long at this moment; what lapsed long ago is nobody's work any more."""
    found = setwise.rows(
        "SELECT t.id, t.shop_id, t.waiting_since, b.name, count(*) OVER () FROM chat_thread AS t"
        " JOIN sellerdesk_buyer AS b ON b.desk_id = t.desk_id AND b.id = t.buyer_id"
        " WHERE t.desk_id = %s AND t.shop_id = ANY(%s) AND t.waiting_since <= %s AND t.waiting_since > %s"
        " ORDER BY t.waiting_since, t.id LIMIT %s",
        [desk_id, list(shop_ids), now - SLOW, now - LAPSES, limit],
    )
    return SlowNow(found[0][4] if found else 0, [Waits(*row[:4]) for row in found])


def names(desk_id: int, ids: Collection[int]) -> dict[int, str]:
    """The names of these accounts, of those only that belong to the desk or have answered in it."""
    found = setwise.rows(
        "SELECT u.id, coalesce(nullif(u.name, ''), u.email) FROM sellerdesk_user AS u WHERE u.id = ANY(%(ids)s)"
        " AND (EXISTS (SELECT 1 FROM sellerdesk_membership AS m WHERE m.desk_id = %(desk)s AND m.user_id = u.id)"
        " OR EXISTS (SELECT 1 FROM chat_round AS r WHERE r.desk_id = %(desk)s AND r.agent_id = u.id))",
        {"ids": [own for own in ids if own > 0], "desk": desk_id},
    )
    return dict(found)
