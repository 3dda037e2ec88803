"""Facts of conversations into the ledger: messages, their changes, marks. Of one identity the earliest (`at`, hash) stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from chat.domain.facts import BUYER, SPEAKERS
from chat.services import adopting, attaching, automatic, changing, folding, listening, marking, threads
from chat.services.threads import Known
from sellerdesk import setwise
from sellerdesk.feed.batch import Batch
from sellerdesk.feed.fact import Fact
from sellerdesk.feed.identity import Standing, settle


_COLUMNS = (
    "desk_id, shop_id, thread_id, arrival, at, sender, text, buyer_id, product_id, order_ref, files, outside_id, record, content_hash,"
    " automatic, matched, delivery, reason"
)


@dataclass(slots=True)
class _Row:
    """What the ledger knows under one outside id."""

    thread_id: int
    own: bool
    matched: bool


@dataclass(slots=True)
class _Touched:
    """Threads that a batch changes, by how."""

    grown: set[int] = field(default_factory=set)
    other: set[int] = field(default_factory=set)
    asked: set[int] = field(default_factory=set)
    unlike: set[int] = field(default_factory=set)
    """Those where something that was said before is said otherwise, no more, or elsewhere."""


def apply(batch: Batch) -> None:
    """Write the facts of this room, and fold the threads that they touch."""
    facts = list(batch.of("message"))
    adopting.hold(batch, facts)
    known = threads.lock(batch)
    touched = _messages(batch, facts, known) if facts else _Touched()
    grown, other = changing.apply(batch, {fact.outside_id for fact in facts})
    touched.grown |= grown
    touched.other |= other
    touched.unlike |= grown | other
    marked = marking.apply(batch, {fact.data["conversation"] for fact in facts}, touched.other)
    if touched.grown or touched.other:
        everything = touched.grown | touched.other
        folding.fold(batch.shop, everything, now=batch.now, grown=touched.grown - touched.other, asked=touched.asked)
        if touched.unlike:
            listening.again(batch.shop, touched.unlike)
        automatic.answer(batch.shop, touched.asked, now=batch.now)
    if touched.grown or touched.other or marked:
        batch.noted["chat.told"] += 1


def _messages(batch: Batch, facts: Sequence[Fact], known: dict[str, Known]) -> _Touched:
    """Write the messages that stand. Threads that gain some have grown; the former threads of displaced ones are changed otherwise."""
    standing, rows = _standing(batch, facts)
    winners = settle(batch, facts, standing, lambda fact: fact.outside_id)
    touched = _Touched(other={rows[fact.outside_id].thread_id for fact in winners if fact.outside_id in rows})
    adopting.release(batch, [fact for fact in winners if (row := rows.get(fact.outside_id)) and _is_let_go(row, fact, standing)], rows)
    own = {ref for ref, row in rows.items() if row.own}
    adopted = adopting.apply(batch, winners, own)
    touched.other |= set(adopted.values())
    told = [fact for fact in winners if fact.outside_id not in adopted]
    threads.make(batch, told, known)
    new = [fact for fact in told if fact.outside_id not in rows]
    _append(batch, new, known)
    displaced = [fact for fact in told if fact.outside_id in rows]
    touched.unlike = {rows[fact.outside_id].thread_id for fact in displaced} | _replace(batch, displaced, known)
    touched.other |= touched.unlike
    touched.grown = {known[fact.data["conversation"]].id for fact in new}
    touched.asked = {known[fact.data["conversation"]].id for fact in new if SPEAKERS[fact.data["sender"]] == BUYER}
    return touched


def _is_let_go(row: _Row, fact: Fact, standing: dict[str, Standing]) -> bool:
    """Whether a message that was written here is not what this id means: it was found by words that were not its, or is not the shop's."""
    return row.own and ((row.matched and fact.outside_id in standing) or fact.data["sender"] != "seller")


def _standing(batch: Batch, facts: Sequence[Fact]) -> tuple[dict[str, Standing], dict[str, _Row]]:
    """What the ledger holds under the ids of these facts. One that was written here has no record until the marketplace tells of it."""
    found = setwise.rows(
        "SELECT outside_id, record, at, content_hash, thread_id, client_key IS NOT NULL, matched FROM chat_message"
        " WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, [fact.outside_id for fact in facts]],
    )
    standing = {row[0]: Standing(row[1], row[2], bytes(row[3]), "") for row in found if row[1] is not None}
    return standing, {row[0]: _Row(*row[4:]) for row in found}


def _append(batch: Batch, facts: Sequence[Fact], known: dict[str, Known]) -> None:
    """COPY the messages that the ledger has no row of yet, numbered by thread in the order in which they were told."""
    rows = []
    for fact in facts:
        thread = known[fact.data["conversation"]]
        thread.arrivals += 1
        own = (batch.shop.desk_id, batch.shop.id, thread.id, thread.arrivals)
        rows.append((*own, *_told(batch, fact), fact.outside_id, fact.record, fact.hash, False, False, "", ""))
    setwise.append("chat_message", _COLUMNS, rows)
    attaching.attach(batch, facts)


def _told(batch: Batch, fact: Fact) -> tuple[Any, ...]:
    """at, sender, text, buyer, product, order_ref, files."""
    data = fact.data
    product = data.get("product")
    return (
        *(fact.at, SPEAKERS[data["sender"]], data.get("text") or "", batch.buyers[data["buyer"]["id"]]),
        *(batch.products[product] if product else None, data.get("order"), len(data.get("attachments") or ())),
    )


def _replace(batch: Batch, facts: Sequence[Fact], known: dict[str, Known]) -> set[int]:
    """An earlier content takes the row of the later one; in one thread its arrival stays: it was there to be seen. Returns the threads."""
    rows = []
    for fact in facts:
        thread = known[fact.data["conversation"]]
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
    if moved:
        _renumber(moved, known)
        setwise.run("DELETE FROM chat_said WHERE desk_id = %s AND message_id = ANY(%s)", [batch.shop.desk_id, [row[0] for row in moved]])
        attaching.attach_again(batch, facts)
    return {thread_id for _, thread_id, _ in moved}


def _renumber(moved: Sequence[tuple[Any, ...]], known: dict[str, Known]) -> None:
    """Those that an earlier content put into another thread are the newest that came there."""
    by_id = {one.id: one for one in known.values()}
    rows = []
    for message_id, thread_id, arrival in moved:
        if arrival < 0:
            by_id[thread_id].arrivals += 1
            rows.append((message_id, by_id[thread_id].arrivals))
    setwise.change(
        "UPDATE chat_message AS m SET arrival = v.arrival FROM {told} AS v (id, arrival) WHERE m.id = v.id", "bigint, integer", rows
    )
