"""Looks through what buyers wrote for complaints, a bounded number of messages at a time, and keeps their topics by conversation."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chat.domain.complaining import complains_of
from chat.domain.facts import BUYER
from chat.services import clustering
from sellerdesk import setwise
from sellerdesk.commands import command
from sellerdesk.feed.scrubbing import ERASED
from sellerdesk.shops import ShopFacts


THREADS_AT_ONCE = 200
MESSAGES_AT_ONCE = 2_000
"""So long the threads' locks are held: some 0.1 ms for each."""
_COLUMNS = "desk_id, shop_id, thread_id, product_id, topic, at"


@dataclass(frozen=True, slots=True)
class _Thread:
    """A thread with messages that were not looked through yet: those that came after `heard`."""

    id: int
    heard: int
    counted: int
    product_id: int | None


@command
def listen(*, shop: ShopFacts, now: datetime) -> int:
    """Look through the next messages of a shop; returns in how many threads, until there are none.

    Twice is once, and rows held by another are passed over. A message is looked through once, whatever comes after it; where one was
    changed its thread is begun anew.
    """
    clustering.lock(shop)
    found = setwise.rows(
        "SELECT id, heard, counted, product_id FROM chat_thread WHERE desk_id = %s AND shop_id = %s AND heard < counted"
        " ORDER BY id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED",
        [shop.desk_id, shop.id, THREADS_AT_ONCE],
    )
    keep(shop, [_Thread(*row) for row in found], most=MESSAGES_AT_ONCE, now=now)
    return len(found)


def finish(shop: ShopFacts, thread_ids: Sequence[int], *, now: datetime) -> None:
    """Look through all that is left of these threads, which the caller has locked: before their words are erased."""
    found = setwise.rows(
        "SELECT id, heard, counted, product_id FROM chat_thread WHERE desk_id = %s AND id = ANY(%s) AND heard < counted ORDER BY id",
        [shop.desk_id, list(thread_ids)],
    )
    # Nobody who holds it waits for a thread: listening passes over those that another has.
    clustering.lock(shop)
    keep(shop, [_Thread(*row) for row in found], most=None, now=now)


def again(shop: ShopFacts, thread_ids: Collection[int]) -> None:
    """Messages of these threads, which the caller has locked, were changed, removed, or put elsewhere: they are looked through anew."""
    setwise.run("UPDATE chat_thread SET heard = 0 WHERE desk_id = %s AND id = ANY(%s)", [shop.desk_id, sorted(thread_ids)])


def shops_unheard() -> list[int]:
    """Ids of the shops with messages that were not looked through. A sweep over all desks."""
    return [shop_id for (shop_id,) in setwise.rows("SELECT DISTINCT shop_id FROM chat_thread WHERE heard < counted", [])]


def keep(shop: ShopFacts, threads: Sequence[_Thread], *, most: int | None, now: datetime) -> None:
    """Look through up to `most` messages of these threads, and judge anew what comes together by it."""
    if not threads:
        return
    ids = [thread.id for thread in threads]
    before = _pairs(shop, ids)
    messages = _messages(shop, threads, most)
    cut = messages[-1] if most is not None and len(messages) == most else None
    reached = [thread for thread in threads if cut is None or thread.id <= cut[0]]
    _forget(shop, [thread.id for thread in reached if thread.heard == 0])
    _write(shop, reached, messages)
    _move_on(shop, reached, cut)
    clustering.refresh(shop, sorted(before | _pairs(shop, ids)), now=now)


def _forget(shop: ShopFacts, thread_ids: Sequence[int]) -> None:
    """Begin anew. What was found in words that are erased now stays: nobody can find it again."""
    setwise.run(
        "DELETE FROM chat_complaint AS c WHERE c.desk_id = %s AND c.thread_id = ANY(%s) AND NOT EXISTS (SELECT FROM chat_message AS m"
        " WHERE m.desk_id = c.desk_id AND m.thread_id = c.thread_id AND m.sender = %s AND %s IN (m.text, m.new_text))",
        [shop.desk_id, list(thread_ids), BUYER, ERASED],
    )


def _messages(shop: ShopFacts, threads: Sequence[_Thread], most: int | None) -> list[tuple[Any, ...]]:
    """thread, arrival, moment and words of what buyers wrote and was not looked through, by thread."""
    return setwise.rows(
        "SELECT m.thread_id, m.arrival, m.at, CASE WHEN m.removed_at IS NULL THEN coalesce(m.new_text, m.text) ELSE '' END"
        " FROM unnest(%s::bigint[], %s::integer[]) AS t (id, heard) JOIN chat_message AS m ON m.desk_id = %s AND m.thread_id = t.id"
        " AND m.arrival > t.heard AND m.sender = %s ORDER BY m.thread_id, m.arrival LIMIT %s",
        [[thread.id for thread in threads], [thread.heard for thread in threads], shop.desk_id, BUYER, most],
    )


def _write(shop: ShopFacts, threads: Sequence[_Thread], messages: Sequence[tuple[Any, ...]]) -> None:
    firsts: dict[tuple[int, str], datetime] = {}
    for thread_id, _arrival, at, words in messages:
        for topic in complains_of(words):
            firsts[thread_id, topic] = min(at, firsts.get((thread_id, topic), at))
    products = {thread.id: thread.product_id for thread in threads}
    setwise.insert(
        "chat_complaint",
        _COLUMNS,
        [(shop.desk_id, shop.id, own, products[own], topic, at) for (own, topic), at in sorted(firsts.items())],
        tail="ON CONFLICT (desk_id, thread_id, topic) DO UPDATE SET at = least(chat_complaint.at, excluded.at)",
    )
    setwise.change(
        "UPDATE chat_complaint AS c SET product_id = v.product_id FROM {told} AS v (thread_id, product_id)"
        f" WHERE c.desk_id = {shop.desk_id:d} AND c.thread_id = v.thread_id AND c.product_id IS DISTINCT FROM v.product_id",
        "bigint, bigint",
        sorted(products.items()),
    )


def _move_on(shop: ShopFacts, threads: Sequence[_Thread], cut: tuple[Any, ...] | None) -> None:
    """How far each thread was looked through: the one where the messages were cut off, to the last of them."""
    last, arrival = cut[:2] if cut is not None else (None, None)
    setwise.change(
        f"UPDATE chat_thread AS t SET heard = v.heard FROM {{told}} AS v (id, heard) WHERE t.desk_id = {shop.desk_id:d} AND t.id = v.id",
        "bigint, integer",
        [(thread.id, arrival if thread.id == last else thread.counted) for thread in threads],
    )


def _pairs(shop: ShopFacts, thread_ids: Sequence[int]) -> set[clustering.Pair]:
    found = setwise.rows(
        "SELECT DISTINCT product_id, topic FROM chat_complaint WHERE desk_id = %s AND thread_id = ANY(%s) AND product_id IS NOT NULL",
        [shop.desk_id, list(thread_ids)],
    )
    return {(product, topic) for product, topic in found}
