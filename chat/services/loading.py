"""Facts of conversations into the ledger: messages, their changes, marks. Of one identity the earliest (`at`, hash) stands."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from chat.domain.facts import SPEAKERS
from chat.services import adopting, changing, folding, marking
from chat.services.threads import Known, open_threads
from sellerdesk import setwise
from sellerdesk.feed.batch import Batch
from sellerdesk.feed.fact import Fact
from sellerdesk.feed.identity import Standing, settle


_COLUMNS = (
    "desk_id, shop_id, thread_id, arrival, at, sender, text, buyer_id, product_id, order_ref, files, outside_id, record, content_hash,"
    " automatic, delivery, reason"
)
_TOLD = "thread_id, at, sender, text, buyer_id, product_id, order_ref, files, record, content_hash"


def apply(batch: Batch) -> None:
    """Write the facts of this room, and fold the threads that they touch."""
    facts = list(batch.of("message"))
    touched = _messages(batch, facts) if facts else set()
    touched |= changing.apply(batch, {fact.outside_id for fact in facts})
    marked = marking.apply(batch, {fact.data["conversation"] for fact in facts})
    if touched:
        folding.fold(batch.shop, touched, now=batch.now)
    if touched or marked:
        batch.noted["chat.told"] += 1


def _messages(batch: Batch, facts: Sequence[Fact]) -> set[int]:
    """Write the messages that stand; returns the threads that they and the displaced ones belong to."""
    known = setwise.rows(
        "SELECT outside_id, record, at, content_hash, thread_id, client_key IS NOT NULL FROM chat_message"
        " WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, [fact.outside_id for fact in facts]],
    )
    # One that was written here has no record until the marketplace tells of it.
    standing = {row[0]: Standing(row[1], row[2], bytes(row[3]), "") for row in known if row[1] is not None}
    winners = settle(batch, facts, standing, lambda fact: fact.outside_id)
    own = {row[0] for row in known if row[5]}
    adopted = adopting.apply(batch, winners, own)
    threads = open_threads(batch, [fact for fact in winners if fact.outside_id not in adopted])
    told = [fact for fact in winners if fact.outside_id not in adopted]
    known_ids = {row[0] for row in known}
    _append(batch, [fact for fact in told if fact.outside_id not in known_ids], threads)
    _replace(batch, [fact for fact in told if fact.outside_id in known_ids], threads)
    displaced = {fact.outside_id for fact in winners}
    return {known.id for known in threads.values()} | {row[4] for row in known if row[0] in displaced} | set(adopted.values())


def _append(batch: Batch, facts: Sequence[Fact], threads: dict[str, Known]) -> None:
    """COPY the messages that the ledger has no row of yet, numbered by thread in the order in which they were told."""
    rows = []
    for fact in facts:
        thread = threads[fact.data["conversation"]]
        thread.arrivals += 1
        own = (batch.shop.desk_id, batch.shop.id, thread.id, thread.arrival)
        rows.append((*own, *_told(batch, fact), fact.outside_id, fact.record, fact.hash, False, "", ""))
    setwise.append("chat_message", _COLUMNS, rows)
    _attach(batch, facts)


def _told(batch: Batch, fact: Fact) -> tuple[Any, ...]:
    """at, sender, text, buyer, product, order_ref, files."""
    data = fact.data
    product = data.get("product")
    return (
        *(fact.at, SPEAKERS[data["sender"]], data.get("text") or "", batch.buyers[data["buyer"]["id"]]),
        *(batch.products[product] if product else None, data.get("order"), len(data.get("attachments") or ())),
    )


def _replace(batch: Batch, facts: Sequence[Fact], threads: dict[str, Known]) -> None:
    """An earlier content takes the row of the later one; its arrival stays: it was there to be seen."""
    rows = []
    for fact in facts:
        thread = threads[fact.data["conversation"]]
        rows.append((batch.shop.desk_id, batch.shop.id, fact.outside_id, thread.id, *_told(batch, fact), fact.record, fact.hash))
    moved = setwise.change(
        "UPDATE chat_message AS m SET thread_id = v.thread_id, at = v.at, sender = v.sender, text = v.text, buyer_id = v.buyer_id,"
        " product_id = v.product_id, order_ref = v.order_ref, files = v.files, record = v.record, content_hash = v.content_hash,"
        " arrival = CASE WHEN m.thread_id = v.thread_id THEN m.arrival ELSE -mod(m.id, 2000000000)::integer END"
        " FROM {told} AS v (desk_id, shop_id, outside_id, thread_id, at, sender, text, buyer_id, product_id, order_ref, files, record,"
        " content_hash) WHERE m.desk_id = v.desk_id AND m.shop_id = v.shop_id AND m.outside_id = v.outside_id"
        " RETURNING m.id, m.thread_id, m.arrival",
        "bigint, bigint, text, bigint, timestamptz, smallint, text, bigint, bigint, text, smallint, bigint, bytea",
        rows,
        fetch=True,
    )
    _renumber(moved, threads)
    if facts:
        setwise.run(
            "DELETE FROM chat_attachment WHERE desk_id = %s AND message_id = ANY(%s)", [batch.shop.desk_id, [row[0] for row in moved]]
        )
        _attach(batch, facts)


def _renumber(moved: Sequence[tuple[Any, ...]], threads: dict[str, Known]) -> None:
    """Those that an earlier content put into another thread are the newest that came there."""
    by_id = {known.id: known for known in threads.values()}
    rows = []
    for message_id, thread_id, arrival in moved:
        if arrival < 0:
            by_id[thread_id].arrivals += 1
            rows.append((message_id, by_id[thread_id].arrival))
    setwise.change(
        "UPDATE chat_message AS m SET arrival = v.arrival FROM {told} AS v (id, arrival) WHERE m.id = v.id", "bigint, integer", rows
    )


def _attach(batch: Batch, facts: Sequence[Fact]) -> None:
    """Note the files that messages bring; a worker fetches them."""
    with_files = {fact.outside_id: fact for fact in facts if fact.data.get("attachments")}
    if not with_files:
        return
    ids = setwise.rows(
        "SELECT outside_id, id, thread_id FROM chat_message WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, list(with_files)],
    )
    rows: dict[int, list[setwise.Row]] = defaultdict(list)
    for ref, message_id, thread_id in ids:
        for place, told in enumerate(with_files[ref].data["attachments"]):
            kind = _kind(told.get("content_type") or "")
            words = (told.get("name") or "", told.get("url") or "", told.get("content_type") or "")
            own = (batch.shop.desk_id, thread_id, message_id, place, kind)
            rows[message_id].append((*own, *words, told.get("size"), "", "told", "", 0, with_files[ref].at))
    setwise.append(
        "chat_attachment",
        "desk_id, thread_id, message_id, place, kind, name, url, content_type, size, file, state, reason, tries, at",
        [row for own in rows.values() for row in own],
    )


def _kind(content_type: str) -> str:
    if content_type.startswith("image/"):
        return "photo"
    return "document" if content_type in {"application/pdf", "text/plain"} else "other"
