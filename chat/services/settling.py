"""What is derived from conversations after the load: words for the search, and rounds. A load would have to wait for it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from chat.domain.rounds import Done, Round, Spoken, fold
from chat.services import assigning
from chat.services.folding import STANDS
from sellerdesk import setwise
from sellerdesk.commands import command
from sellerdesk.domain.searching import said
from sellerdesk.shops import ShopFacts


AT_ONCE = 200
WORDS_AT_ONCE = 2_000
"""Messages whose words are kept in one go: their trigrams take long, and loads into their threads wait meanwhile."""
_ROUND = "asked_at, answered_at, agent_id, done_at, automatic_at, after_sale"
_SPOKEN = (
    "m.thread_id, m.id, m.at, m.sender, m.arrival, m.removed_at IS NOT NULL, CASE WHEN m.client_key IS NOT NULL THEN m.covers END,"
    f" m.automatic, {STANDS}, CASE WHEN m.client_key IS NOT NULL THEN m.author_id END, m.order_ref IS NOT NULL"
)

Rounds = dict[int, list[Round]]


@command
def settle(*, shop: ShopFacts, now: datetime, limit: int = AT_ONCE) -> int:
    """Settle up to `limit` threads that changed; returns how many there were, until there are none.

    Threads with very many new words take several goes. Twice is once: rows held by another are passed over.
    """
    found = setwise.rows(
        "SELECT id FROM chat_thread WHERE desk_id = %s AND shop_id = %s AND NOT settled ORDER BY id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED",
        [shop.desk_id, shop.id, limit],
    )
    threads = [thread_id for (thread_id,) in found]
    if threads and _keep_words(shop, threads, WORDS_AT_ONCE) < WORDS_AT_ONCE:
        keep(shop, threads, now)
    return len(threads)


def keep(shop: ShopFacts, threads: Sequence[int], now: datetime) -> None:
    """Keep words and rounds of these threads as their messages are now. Inside a command that holds the threads' locks."""
    _keep_words(shop, threads, None)
    assigning.write_from_items(shop.desk_id, threads)
    write_rounds(shop, stored_rounds(shop, threads), made_rounds(shop, threads, now))
    setwise.run("UPDATE chat_thread SET settled = true WHERE desk_id = %s AND id = ANY(%s)", [shop.desk_id, list(threads)])


def shops_with_unsettled() -> list[int]:
    """Ids of the shops where something is not settled yet. A sweep over all desks."""
    return [shop_id for (shop_id,) in setwise.rows("SELECT DISTINCT shop_id FROM chat_thread WHERE NOT settled", [])]


def _keep_words(shop: ShopFacts, threads: Sequence[int], most: int | None) -> int:
    """Keep the words of messages that have none yet, and return of how many: whoever changes a message takes its words away."""
    found = setwise.rows(
        "SELECT m.id, m.thread_id, m.at, CASE WHEN m.removed_at IS NULL THEN coalesce(m.new_text, m.text) ELSE '' END"
        " FROM chat_message AS m WHERE m.desk_id = %s AND m.thread_id = ANY(%s)"
        " AND NOT EXISTS (SELECT 1 FROM chat_said AS s WHERE s.desk_id = m.desk_id AND s.message_id = m.id)"
        " ORDER BY m.id LIMIT %s",
        [shop.desk_id, list(threads), most],
    )
    setwise.append(
        "chat_said",
        "desk_id, shop_id, thread_id, message_id, at, words",
        [(shop.desk_id, shop.id, thread_id, message_id, at, said([text])) for message_id, thread_id, at, text in found],
    )
    return len(found)


def made_rounds(shop: ShopFacts, threads: Sequence[int], now: datetime) -> Rounds:
    """The rounds of these threads, folded from all their messages."""
    messages: dict[int, list[Spoken]] = defaultdict(list)
    found = setwise.rows(
        f"SELECT {_SPOKEN} FROM chat_message AS m WHERE m.desk_id = %(desk)s AND m.thread_id = ANY(%(threads)s)",
        {"desk": shop.desk_id, "threads": list(threads), "now": now},
    )
    for thread_id, *told in found:
        messages[thread_id].append(Spoken(*told))
    done: dict[int, list[Done]] = defaultdict(list)
    finished = "SELECT thread_id, at, arrival FROM chat_finish WHERE desk_id = %s AND thread_id = ANY(%s)"
    for thread_id, at, arrival in setwise.rows(finished, [shop.desk_id, list(threads)]):
        done[thread_id].append(Done(at, arrival))
    return {thread_id: fold(messages[thread_id], done[thread_id]) for thread_id in threads}


def stored_rounds(shop: ShopFacts, threads: Sequence[int]) -> Rounds:
    """The rounds of these threads as they are kept."""
    kept: Rounds = {thread_id: [] for thread_id in threads}
    found = setwise.rows(
        f"SELECT thread_id, {_ROUND} FROM chat_round WHERE desk_id = %s AND thread_id = ANY(%s) ORDER BY thread_id, asked_at",
        [shop.desk_id, list(threads)],
    )
    for thread_id, *told in found:
        kept[thread_id].append(Round(*told))
    return kept


def write_rounds(shop: ShopFacts, kept: Rounds, made: Rounds) -> bool:
    """Make the kept rounds those that were made, by their differences alone; returns whether there were any."""
    gone = list(_missing(kept, made))
    new = list(_missing(made, kept))
    setwise.change(
        "DELETE FROM chat_round AS r USING {told} AS v (desk_id, thread_id, asked_at)"
        " WHERE r.desk_id = v.desk_id AND r.thread_id = v.thread_id AND r.asked_at = v.asked_at",
        "bigint, bigint, timestamptz",
        [(shop.desk_id, thread_id, one.asked_at) for thread_id, one in gone],
    )
    rows: list[Sequence[Any]] = [(shop.desk_id, shop.id, thread_id, *one) for thread_id, one in new]
    setwise.append("chat_round", f"desk_id, shop_id, thread_id, {_ROUND}", rows)
    return bool(gone or new)


def _missing(these: Rounds, there: Rounds) -> Iterable[tuple[int, Round]]:
    for thread_id, rounds in these.items():
        others = set(there.get(thread_id, ()))
        yield from ((thread_id, one) for one in rounds if one not in others)
