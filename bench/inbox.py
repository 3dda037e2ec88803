"""`./desk bench inbox`: the inbox of one desk with very many conversations: queries, server time, how both grow, and the search."""

import os
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from bench import runner, talks
from bench.runner import Result
from bench.visiting import Visitor


SMALL = 2_000
READS = 40
MOST_QUERIES = 15
MOST_MS, MOST_SEARCH_MS = 150.0, 250.0
GROWTH = 3.0
SHOPS = 3


def run(size: int) -> tuple[list[Result], dict[str, Any]]:
    """`size` is how many conversations the large desk has."""
    desks = {name: _make(name, threads) for name, threads in (("small", min(SMALL, size)), ("large", size))}
    results = []
    for page in desks["large"].pages:
        results += _page(page, desks["small"], desks["large"])
    for name, word in (("rare", talks.RARE), ("1 %", talks.SELDOM), ("20 %", talks.FREQUENT), ("one Han character", talks.HAN)):
        address = f"{desks['large'].at}?q={quote(word)}"
        milliseconds, _ = _measured(desks["large"], lambda address=address: address)
        results.append(runner.cost(f"search, {name}: server time, p95", milliseconds, "ms", reference=MOST_SEARCH_MS, limit=1.0))
        runner.say(f"search, {name}: {milliseconds:.1f} ms")
    return results, {"threads": size, "messages": size * talks.MESSAGES, "threads_of_the_small_desk": min(SMALL, size), "reads": READS}


def _page(page: str, small: "_Desk", large: "_Desk") -> Iterator[Result]:
    small_ms, _ = _measured(small, small.pages[page])
    large_ms, queries = _measured(large, large.pages[page])
    runner.say(f"{page}: {queries} queries, {large_ms:.1f} ms, small desk {small_ms:.1f} ms")
    yield runner.cost(f"{page}: queries", queries, "queries", reference=MOST_QUERIES, limit=1.0)
    yield runner.cost(f"{page}: server time, p95", large_ms, "ms", reference=MOST_MS, limit=1.0)
    yield runner.cost(f"{page}: against {SMALL} conversations", large_ms, "ms", reference=small_ms, limit=GROWTH)


def _measured(desk: "_Desk", address: Any) -> tuple[float, int]:
    """The p95 in milliseconds and the most queries; the first reading is not counted."""
    taken = [desk.read(address()) for _ in range(READS + 1)][1:]
    return sorted(seconds for seconds, _ in taken)[int(len(taken) * 0.95)] * 1e3, max(asked for _, asked in taken)


def _make(name: str, threads: int) -> "_Desk":
    from django.utils import timezone

    from bench import loads, reference
    from sellerdesk.models import Desk, Membership, User

    now = timezone.now()
    shops = [loads.make_shop(f"{name}-{number}", "taobao", desk=name) for number in range(SHOPS)]
    desk = Desk.objects.get(slug=name)
    people = [User.objects.create_user(f"{name}-{number}@example.org", name=f"Agent {number}") for number in range(talks.PEOPLE)]
    for person in people:
        Membership.objects.create(desk=desk, user=person, role="owner", created_at=now)
    runner.say(f"drawing {threads} conversations")
    with reference.as_owner() as owner, owner.cursor() as cursor:
        talks.fill(cursor, desk.pk, [shop.id for shop in shops], threads, now=now, agents=[person.pk for person in people])
        owner.commit()
        owner.autocommit = True
        cursor.execute("VACUUM ANALYZE")
    return _Desk(desk, people[0], threads)


class _Desk:
    """One of its agents, reading the inbox through the whole stack but for the socket."""

    def __init__(self, desk: Any, person: Any, threads: int) -> None:
        from sellerdesk import setwise

        self._visitor = Visitor(person)
        self.at = at = f"/desks/{desk.slug}/chats/"
        ((newest,),) = setwise.rows("SELECT max(id) FROM chat_thread WHERE desk_id = %s", [desk.pk])
        product = setwise.rows("SELECT product_id FROM chat_thread WHERE desk_id = %s LIMIT 1", [desk.pk])[0][0]
        chance = random.Random(3)

        def some() -> int:
            return int(newest - chance.randrange(threads))

        self.pages = {
            "Waiting": lambda: at,
            "Unread": lambda: f"{at}?show=unread",
            "Mine": lambda: f"{at}?show=mine",
            "All": lambda: f"{at}?show=all",
            "Done": lambda: f"{at}?show=done",
            "One article": lambda: f"{at}?show=all&product={product}",
            "A thread beside the list": lambda: f"{at}{some()}/",
            "Messages alone": lambda: f"{at}{some()}/messages/",
        }

    def read(self, address: str) -> tuple[float, int]:
        """Seconds from the request to the whole answer, and how many queries it took."""
        return self._visitor.read(address)


if __name__ == "__main__":
    # Nothing is collected here: file names are those of the tree.
    os.environ.setdefault("SELLERDESK_STATIC_MANIFEST", "0")
    runner.main("inbox", 200_000, "conversations of the large desk", run)
