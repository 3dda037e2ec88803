"""`./desk bench chat_figures`: the figures of a desk with very many rounds: the page, the file and the API, through the whole stack."""

import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bench import runner
from bench.runner import Result
from bench.visiting import Visitor, counted


if TYPE_CHECKING:
    from bench.clocks import Spent


SHOPS = 3
AGENTS = 20
THREADS_PER_ROUND = 5
DAYS = 365
READS = 12
MOST_MS = 500.0
FOR_A_YEAR = 4
"""So many times as long may a whole year of a million rounds take."""
MOST_QUERIES = 20


def run(size: int) -> tuple[list[Result], dict[str, Any]]:
    """`size` is how many rounds the desk has, spread over a year."""
    from django.utils import timezone

    from bench import loads

    now = timezone.now()
    shops = [loads.make_shop(f"bench-{number}", "taobao", "bench") for number in range(SHOPS)]
    runner.say(f"writing {size} rounds")
    _fill(shops, size, now)
    results = _measure(shops[0], now)
    return results, {"rounds": size, "days": DAYS, "shops": len(shops), "agents": AGENTS, "reads": READS}


def _fill(shops: list[Any], size: int, now: datetime) -> None:
    """Rounds as they come: more by day than by night, most answered within minutes, some late, some never."""
    from bench import reference
    from sellerdesk.models import Membership, User

    desk = shops[0].desk_id
    people = [User.objects.create_user(f"agent-{number}@example.org") for number in range(AGENTS)]
    for person in people:
        Membership.objects.create(desk_id=desk, user=person, role="agent", created_at=now)
    threads = max(1, size // THREADS_PER_ROUND)
    given = {"desk": desk, "shops": [shop.id for shop in shops], "size": size, "threads": threads, "now": now, "days": DAYS}
    with reference.as_owner() as owner, owner.cursor() as cursor:
        cursor.execute("SELECT setseed(0.42)")
        for statement in _STATEMENTS:
            cursor.execute(statement, given | {"agents": [person.pk for person in people]})
        owner.commit()
        owner.autocommit = True
        cursor.execute("VACUUM ANALYZE")


_STATEMENTS = (
    """
    INSERT INTO sellerdesk_buyer (desk_id, shop_id, outside_id, name)
    SELECT %(desk)s, (%(shops)s::bigint[])[1 + n %% cardinality(%(shops)s)], 'b' || n, 'Buyer ' || n
    FROM generate_series(1, %(threads)s) AS n
    """,
    """
    INSERT INTO chat_thread (desk_id, shop_id, outside_id, buyer_id, first_at, last_at, last_sender, excerpt, files, messages, arrivals,
        seen_arrival, unread, done_arrival, settled, waiting_since)
    SELECT desk_id, shop_id, 'c' || outside_id, id, %(now)s, %(now)s, 1, '', 0, 0, 0, 0, 0, 0, true,
        CASE WHEN id %% 500 = 0 THEN %(now)s - random() * interval '5 days' END
    FROM sellerdesk_buyer WHERE desk_id = %(desk)s
    """,
    "CREATE TEMP TABLE talk AS SELECT row_number() OVER () AS n, id, shop_id FROM chat_thread WHERE desk_id = %(desk)s",
    """
    INSERT INTO chat_round (desk_id, shop_id, thread_id, asked_at, answered_at, agent_id, automatic_at, after_sale)
    SELECT %(desk)s, talk.shop_id, talk.id, asked,
        CASE WHEN luck < 0.97 THEN asked + (-ln(1 - random()) * 900) * interval '1 second' END,
        CASE WHEN luck < 0.9 THEN (%(agents)s::bigint[])[1 + floor(random() * cardinality(%(agents)s))::int] END,
        CASE WHEN luck > 0.8 THEN asked + interval '2 seconds' END, luck2 < 0.4
    FROM (SELECT 1 + floor(random() * %(threads)s)::int AS n, random() AS luck, random() AS luck2,
        %(now)s - random() * %(days)s * interval '1 day' AS asked FROM generate_series(1, %(size)s)) AS drawn JOIN talk USING (n)
    ON CONFLICT DO NOTHING
    """,
)


def _measure(shop: Any, now: datetime) -> list[Result]:
    reader = _Reader(shop, now)
    results = []
    for name, address in reader.pages.items():
        taken, worked, queries = [], [], 0
        for _turn in range(READS + 1):
            spent, asked = reader.read(address)
            taken.append(spent.wall)
            worked.append(spent.cpu)
            queries = max(queries, asked)
        wall, cpu = (sorted(numbers[1:])[int(READS * 0.95)] * 1e3 for numbers in (taken, worked))
        most = MOST_MS * (FOR_A_YEAR if "year" in name else 1)
        results += [
            runner.cost(f"{name}: server time, p95", wall, "ms", reference=most, limit=1.0),
            runner.cost(f"{name}: CPU of process and backend, p95", cpu, "ms", reference=most, limit=1.0),
            runner.cost(f"{name}: queries", queries, "queries", reference=MOST_QUERIES, limit=1.0),
        ]
        runner.say(f"{name}: {queries} queries, p95 {wall:.0f} ms, of CPU {cpu:.0f} ms; median {runner.median(taken) * 1e3:.0f} ms")
    return results


class _Reader:
    """An owner of the desk, reading through the whole stack but for the socket."""

    def __init__(self, shop: Any, now: datetime) -> None:
        from sellerdesk.models import Desk, Membership, User

        desk = Desk.objects.get(pk=shop.desk_id)
        person = User.objects.create_user("owner@example.org")
        Membership.objects.create(desk=desk, user=person, role="owner", created_at=now)
        self._visitor = Visitor(person)
        self.pages = self._addresses(f"/desks/{desk.slug}/chats/figures/", now)

    def _addresses(self, at: str, now: datetime) -> Mapping[str, str]:
        day = (now - timedelta(days=1)).date()
        quarter, year = (f"from={day - timedelta(days=days - 1)}&to={day}" for days in (91, DAYS))
        return {
            "Figures, 7 days": f"{at}?period=7",
            "Figures, 30 days": f"{at}?period=30",
            "Figures, a quarter": f"{at}?{quarter}",
            "Figures, the year": f"{at}?{year}",
            "Late rounds, 30 days": f"{at}rounds/?period=30&which=late",
            "Late rounds, the year": f"{at}rounds/?{year}&which=late",
            "CSV by day, 30 days": f"{at}figures.csv?period=30&by=day",
        }

    def read(self, address: str) -> "tuple[Spent, int]":
        """What the whole answer took, and how many queries."""
        from bench.clocks import Clock

        with counted() as asked:
            clock = Clock()
            self._visitor.get(address)
            spent = clock.spent()
        return spent, len(asked) - 1


if __name__ == "__main__":
    # Nothing is collected here: file names are those of the tree.
    os.environ.setdefault("SELLERDESK_STATIC_MANIFEST", "0")
    runner.main("chat_figures", 1_000_000, "rounds of the desk", run)
