"""What the marketplace tells of messages that were written here: it is added to their rows, so that none is shown twice."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from chat.domain.echoes import Written, nearest
from chat.domain.facts import SPEAKERS
from chat.services import folding
from sellerdesk import outbox, setwise
from sellerdesk.domain.searching import fold
from sellerdesk.feed.batch import Batch
from sellerdesk.feed.fact import Fact
from sellerdesk.shops import ShopFacts


_ON_ITS_WAY = ["sending", "moderated", "sent", "unknown", "by_hand"]


def hold(batch: Batch, facts: Sequence[Fact]) -> None:
    """Lock the deliveries of what these facts may tell of. Before the threads: who settles or takes back one locks in this order."""
    ours = [fact for fact in facts if fact.data["sender"] == "seller"]
    if not ours:
        return
    desk_id, shop_id = batch.shop.desk_id, batch.shop.id
    found = setwise.rows(
        "SELECT m.outbound FROM chat_thread AS t JOIN chat_message AS m ON m.desk_id = t.desk_id AND m.thread_id = t.id"
        " AND m.client_key IS NOT NULL AND m.outside_id IS NULL AND m.delivery = ANY(%s) AND m.outbound IS NOT NULL"
        " WHERE t.desk_id = %s AND t.shop_id = %s AND t.outside_id = ANY(%s)"
        " UNION SELECT outbound FROM chat_message WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s)"
        " AND client_key IS NOT NULL AND record IS NULL AND outbound IS NOT NULL",
        [
            *(_ON_ITS_WAY, desk_id, shop_id, sorted({fact.data["conversation"] for fact in ours})),
            *(desk_id, shop_id, [fact.outside_id for fact in ours]),
        ],
    )
    if found:
        outbox.hold(desk_id, [outbound_id for (outbound_id,) in found])


def apply(batch: Batch, facts: Sequence[Fact], own: Collection[str]) -> dict[str, int]:
    """Adopt what of these facts was written here; returns their outside ids with their threads.

    `own` are ids that the marketplace gave when it took a message. A marketplace that gives none tells the message by
    conversation, text and time alone: of those with these words that wait for their echo the nearest before it is it.
    """
    ours = [fact for fact in facts if fact.data["sender"] == "seller"]
    told = {fact.outside_id: fact for fact in ours if fact.outside_id in own}
    by_id = [(*pair, False) for pair in _by_id(batch, told)]
    by_words = [(*pair, True) for pair in _by_words(batch, [fact for fact in ours if fact.outside_id not in told])]
    pairs = by_id + by_words
    setwise.change(
        "UPDATE chat_message AS m SET outside_id = v.outside_id, record = v.record, content_hash = v.content_hash, at = v.at,"
        " written_at = coalesce(m.written_at, m.at), matched = v.matched,"
        " product_id = coalesce(v.product_id, m.product_id), order_ref = coalesce(v.order_ref, m.order_ref),"
        " delivery = 'sent', reason = '', not_before = NULL"
        " FROM {told} AS v (id, outside_id, record, content_hash, at, matched, product_id, order_ref) WHERE m.id = v.id",
        "bigint, text, bigint, bytea, timestamptz, boolean, bigint, text",
        [
            (row_id, fact.outside_id, fact.record, fact.hash, fact.at, matched, _product(batch, fact), fact.data.get("order"))
            for fact, row_id, _, matched in pairs
        ],
    )
    if pairs:
        _settle(batch, [row_id for _, row_id, _, _ in pairs])
    return {fact.outside_id: thread_id for fact, _, thread_id, _ in pairs}


def _settle(batch: Batch, adopted: Sequence[int]) -> None:
    """Their deliveries have nothing to bring or to ask any more, and their moments changed, by which the search sorts."""
    which = [batch.shop.desk_id, list(adopted)]
    setwise.run("DELETE FROM chat_said WHERE desk_id = %s AND message_id = ANY(%s)", which)
    owed = setwise.rows("SELECT outbound FROM chat_message WHERE desk_id = %s AND id = ANY(%s) AND outbound IS NOT NULL", which)
    outbox.told(batch.shop.desk_id, [outbound_id for (outbound_id,) in owed], now=batch.now)


def release(batch: Batch, facts: Sequence[Fact], rows: "dict[str, Any]") -> None:
    """Take these ids from messages of ours that they turned out not to mean: they wait for their echo again.

    Removes them from `rows`, what the ledger is known to hold.
    """
    if facts:
        refs = [fact.outside_id for fact in facts]
        setwise.run(
            "UPDATE chat_message SET outside_id = NULL, record = NULL, content_hash = NULL, matched = false, new_text = NULL,"
            " changed_at = NULL, removed_at = NULL, at = coalesce(written_at, at)"
            " WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s) AND client_key IS NOT NULL",
            [batch.shop.desk_id, batch.shop.id, refs],
        )
        for ref in refs:
            del rows[ref]


def name(shop: ShopFacts, message_id: int, outside_id: str, *, now: datetime) -> None:
    """The marketplace gave this id when it took a message of ours. Inside a command; locks and folds its thread.

    Where the feed was faster and told it as a message of its own, that one is merged into ours. An id that was found by words
    already stays: it was told of one just like it.
    """
    threads = sorted({thread_id for _, thread_id in _ours_and_twin(shop, message_id, outside_id)})
    folding.lock(shop, threads)
    twin = dict(_ours_and_twin(shop, message_id, outside_id))
    twin.pop(message_id, None)
    for twin_id in twin:
        _merge(shop, message_id, twin_id)
    if not twin:
        setwise.run(
            "UPDATE chat_message SET outside_id = %s WHERE desk_id = %s AND id = %s AND outside_id IS NULL AND NOT EXISTS ("
            "SELECT 1 FROM chat_message WHERE desk_id = %s AND shop_id = %s AND outside_id = %s)",
            [outside_id, shop.desk_id, message_id, shop.desk_id, shop.id, outside_id],
        )
    folding.fold(shop, threads, now=now)


def _ours_and_twin(shop: ShopFacts, message_id: int, outside_id: str) -> list[tuple[int, int]]:
    """(message, thread) of ours, and of what the feed told under this id as the shop's, where ours has no id yet."""
    return [
        (own_id, thread_id)
        for own_id, thread_id in setwise.rows(
            "SELECT m.id, m.thread_id FROM chat_message AS m WHERE m.desk_id = %s AND m.id = %s UNION ALL"
            " SELECT m.id, m.thread_id FROM chat_message AS m JOIN chat_message AS ours ON ours.desk_id = m.desk_id AND ours.id = %s"
            " WHERE m.desk_id = %s AND m.shop_id = %s AND m.outside_id = %s AND m.client_key IS NULL AND m.sender = %s"
            " AND ours.outside_id IS NULL",
            [shop.desk_id, message_id, message_id, shop.desk_id, shop.id, outside_id, SPEAKERS["seller"]],
        )
    ]


def _merge(shop: ShopFacts, message_id: int, twin_id: int) -> None:
    """What was told of the twin goes into our row; the twin goes, and what it brought is nobody's."""
    [told] = setwise.rows(
        "SELECT outside_id, record, content_hash, at, new_text, changed_at, removed_at, product_id, order_ref FROM chat_message"
        " WHERE desk_id = %s AND id = %s",
        [shop.desk_id, twin_id],
    )
    both = [shop.desk_id, [message_id, twin_id]]
    setwise.run("DELETE FROM chat_said WHERE desk_id = %s AND message_id = ANY(%s)", both)
    setwise.run(
        "UPDATE chat_attachment SET message_id = NULL, author_id = NULL, fetch_at = NULL WHERE desk_id = %s AND message_id = %s",
        [shop.desk_id, twin_id],
    )
    setwise.run("DELETE FROM chat_message WHERE desk_id = %s AND id = %s", [shop.desk_id, twin_id])
    setwise.run(
        "UPDATE chat_message SET written_at = at, outside_id = %s, record = %s, content_hash = %s, at = %s, new_text = %s,"
        " changed_at = %s, removed_at = %s, product_id = coalesce(%s, product_id), order_ref = coalesce(%s, order_ref),"
        " delivery = 'sent', reason = '', not_before = NULL WHERE desk_id = %s AND id = %s",
        [*told, shop.desk_id, message_id],
    )


def _by_id(batch: Batch, told: Mapping[str, Fact]) -> list[tuple[Fact, int, int]]:
    if not told:
        return []
    found = setwise.rows(
        "SELECT outside_id, id, thread_id FROM chat_message WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s)"
        " AND client_key IS NOT NULL",
        [batch.shop.desk_id, batch.shop.id, list(told)],
    )
    return [(told[ref], row_id, thread_id) for ref, row_id, thread_id in found]


def _by_words(batch: Batch, facts: Sequence[Fact]) -> list[tuple[Fact, int, int]]:
    if not facts:
        return []
    waiting = _waiting_for_their_echo(batch, {fact.data["conversation"] for fact in facts})
    pairs = []
    for fact in sorted(facts, key=lambda fact: (fact.at, fact.outside_id)) if waiting else ():
        candidates = waiting.get((fact.data["conversation"], fold(fact.data.get("text") or "")), [])
        fitting = nearest(candidates, fact.at)
        if fitting is not None:
            candidates.remove(fitting)
            pairs.append((fact, fitting.id, fitting.thread_id))
    return pairs


def _waiting_for_their_echo(batch: Batch, conversations: Collection[str]) -> dict[tuple[str, str], list[Written]]:
    found = setwise.rows(
        "SELECT t.outside_id, m.id, m.thread_id, m.at, m.text FROM chat_thread AS t"
        " JOIN chat_message AS m ON m.desk_id = t.desk_id AND m.thread_id = t.id"
        " WHERE t.desk_id = %s AND t.shop_id = %s AND t.outside_id = ANY(%s) AND m.client_key IS NOT NULL AND m.outside_id IS NULL"
        " AND m.delivery = ANY(%s) ORDER BY m.at, m.id",
        [batch.shop.desk_id, batch.shop.id, list(conversations), _ON_ITS_WAY],
    )
    waiting: dict[tuple[str, str], list[Written]] = defaultdict(list)
    for conversation, row_id, thread_id, at, text in found:
        waiting[conversation, fold(text)].append(Written(row_id, thread_id, at))
    return waiting


def _product(batch: Batch, fact: Fact) -> int | None:
    product = fact.data.get("product")
    return batch.products[product] if product else None
