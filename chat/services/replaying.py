"""The nightly question: do threads, words and rounds equal a full replay of the messages? What differs is repaired, loudly."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import structlog

from chat.services import folding, settling
from sellerdesk import audit, setwise, shops as all_shops
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.domain.searching import said
from sellerdesk.shops import ShopFacts


_log = structlog.get_logger(__name__)
_CHUNK = 500
"""Threads that are replayed at once: so long their locks are held where something must be repaired."""
_FOLDED = (
    "id, messages, files, answered_at, told_at, covered, waiting_since, unread, first_at, last_at, last_sender, excerpt, buyer_id,"
    " product_id, order_ref, done_at, counted"
)


def shops() -> list[int]:
    """Ids of all shops with conversations. A sweep over all desks."""
    found = setwise.rows(
        "SELECT id FROM sellerdesk_shop s WHERE EXISTS (SELECT 1 FROM chat_thread t WHERE t.desk_id = s.desk_id AND t.shop_id = s.id)"
        " ORDER BY id",
        [],
    )
    return [shop_id for (shop_id,) in found]


def check(*, shop_id: int, now: datetime) -> bool:
    """Replay one shop's conversations, some at a time, and repair where they differ. Returns whether all was equal."""
    shop = all_shops.by_id(shop_id)
    if shop is None:
        return True
    astray = [threads for threads in _in_chunks(shop) if not replay(shop=shop, threads=threads, now=now)]
    return not astray


@command
def replay(*, shop: ShopFacts, threads: Sequence[int], now: datetime) -> bool:
    """Replay these threads under their locks, and write what the replay says. False where anything had to be changed.

    Of threads that nobody has settled yet only the fold is compared: their words and rounds are still to be kept.
    """
    folding.lock(shop, threads)
    before = _stored(shop, threads)
    settled = [thread_id for thread_id, row in before.items() if row[-1]]
    folding.write(shop, threads, now=now)
    astray = {thread_id for thread_id, row in _stored(shop, threads).items() if row[:-1] != before[thread_id][:-1]}
    astray |= _words_astray(shop, settled)
    rounds = settling.made_rounds(shop, settled, now)
    kept = settling.stored_rounds(shop, settled)
    astray |= {thread_id for thread_id in settled if sorted(rounds[thread_id]) != sorted(kept[thread_id])}
    if settled:
        settling.keep(shop, settled, now)
    if not astray:
        return True
    _log.error("chat_repaired", shop_id=shop.id, threads=sorted(astray)[:20], count=len(astray))
    audit.record(shop.desk_id, SYSTEM, "chat.repaired", f"shop:{shop.id}", None, {"threads": sorted(astray)}, now)
    note(shop.desk_id, "chat.repaired", shop_id=shop.id)
    folding.fold(shop, astray, now=now)
    return False


def _in_chunks(shop: ShopFacts) -> Iterator[list[int]]:
    after = 0
    while found := setwise.rows(
        "SELECT id FROM chat_thread WHERE desk_id = %s AND shop_id = %s AND id > %s ORDER BY id LIMIT %s",
        [shop.desk_id, shop.id, after, _CHUNK],
    ):
        after = found[-1][0]
        yield [thread_id for (thread_id,) in found]


def _stored(shop: ShopFacts, threads: Sequence[int]) -> dict[int, tuple[object, ...]]:
    found = setwise.rows(f"SELECT {_FOLDED}, settled FROM chat_thread WHERE desk_id = %s AND id = ANY(%s)", [shop.desk_id, list(threads)])
    return {row[0]: row for row in found}


def _words_astray(shop: ShopFacts, threads: Sequence[int]) -> set[int]:
    """Threads with words that are not those of their messages; such words are taken away, to be kept anew."""
    found = setwise.rows(
        "SELECT m.thread_id, m.id, CASE WHEN m.removed_at IS NULL THEN coalesce(m.new_text, m.text) ELSE '' END, s.words, s.thread_id,"
        " m.at, s.at FROM chat_message AS m LEFT JOIN chat_said AS s ON s.desk_id = m.desk_id AND s.message_id = m.id"
        " WHERE m.desk_id = %s AND m.thread_id = ANY(%s)",
        [shop.desk_id, list(threads)],
    )
    wrong = [
        (thread_id, message_id)
        for thread_id, message_id, text, words, said_in, at, said_at in found
        if (words, said_in, said_at) != (said([text]), thread_id, at)
    ]
    if wrong:
        setwise.run("DELETE FROM chat_said WHERE desk_id = %s AND message_id = ANY(%s)", [shop.desk_id, [row[1] for row in wrong]])
    return {thread_id for thread_id, _ in wrong}
