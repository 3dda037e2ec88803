"""Marks for conversations: of several of one conversation and agent within 24 hours the last counts (feed)."""

from collections.abc import Collection

from chat.domain.satisfaction import Mark, counting
from sellerdesk import setwise
from sellerdesk.feed.batch import APPLIED, WAITING, Batch
from sellerdesk.feed.fact import Fact
from sellerdesk.feed.identity import Standing, settle


def apply(batch: Batch, told: Collection[str], left: Collection[int]) -> bool:
    """Keep the marks told anew, and say of all marks of these conversations which count; whether anything changed.

    `told` are conversations that messages were told of, `left` threads that messages may have left. A mark of a conversation of
    which no message stands waits for one.
    """
    facts = list(batch.of("satisfaction"))
    if not facts and not told:
        return False
    refs = {*told, *(fact.data["conversation"] for fact in facts), *_write(batch, facts), *_named(batch, left)}
    found = setwise.rows(
        "SELECT id, record, conversation_ref, outside_id, at, agent, ruling, counts FROM chat_satisfaction"
        " WHERE desk_id = %s AND shop_id = %s AND conversation_ref = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, list(refs)],
    )
    if not found:
        return False
    there = _conversations(batch, refs)
    new = {fact.record for fact in facts}
    counted = counting(Mark(own_id, ref, agent, at, outside_id) for own_id, _, ref, outside_id, at, agent, _, _ in found if ref in there)
    moved = []
    for own_id, record, ref, _, _, _, ruling, counts in found:
        now_ruled = APPLIED if ref in there else WAITING
        before = None if record in new else ruling
        if now_ruled != (before if before is not None else APPLIED):
            batch.rule(record, before, now_ruled)
        if (now_ruled, own_id in counted) != (ruling, counts):
            moved.append((own_id, now_ruled, own_id in counted))
    setwise.change(
        "UPDATE chat_satisfaction AS s SET ruling = v.ruling, counts = v.counts FROM {told} AS v (id, ruling, counts) WHERE s.id = v.id",
        "bigint, text, boolean",
        moved,
    )
    return bool(facts or moved)


def _write(batch: Batch, facts: list[Fact]) -> set[str]:
    """Write the marks that stand; returns the conversations that displaced ones named before."""
    if not facts:
        return set()
    known = setwise.rows(
        "SELECT outside_id, record, at, content_hash, ruling, conversation_ref FROM chat_satisfaction"
        " WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, [fact.outside_id for fact in facts]],
    )
    standing = {row[0]: Standing(row[1], row[2], bytes(row[3]), row[4]) for row in known}
    winners = settle(batch, facts, standing, lambda fact: fact.outside_id)
    setwise.insert(
        "chat_satisfaction",
        "desk_id, shop_id, outside_id, conversation_ref, record, at, content_hash, ruling, agent, score, counts",
        [
            (
                *(batch.shop.desk_id, batch.shop.id, fact.outside_id, fact.data["conversation"], fact.record, fact.at, fact.hash),
                *(APPLIED, fact.data.get("agent") or "", fact.data["score"], False),
            )
            for fact in winners
        ],
        tail="ON CONFLICT (desk_id, shop_id, outside_id) DO UPDATE SET conversation_ref = excluded.conversation_ref,"
        " record = excluded.record, at = excluded.at, content_hash = excluded.content_hash, ruling = excluded.ruling,"
        " agent = excluded.agent, score = excluded.score, counts = excluded.counts",
    )
    displaced = {fact.outside_id for fact in winners}
    return {row[5] for row in known if row[0] in displaced}


def _named(batch: Batch, threads: Collection[int]) -> set[str]:
    if not threads:
        return set()
    found = setwise.rows("SELECT outside_id FROM chat_thread WHERE desk_id = %s AND id = ANY(%s)", [batch.shop.desk_id, list(threads)])
    return {ref for (ref,) in found}


def _conversations(batch: Batch, refs: Collection[str]) -> set[str]:
    """Those of which a message stands. A thread alone says nothing: an earlier content may have put its messages elsewhere."""
    found = setwise.rows(
        "SELECT t.outside_id FROM chat_thread AS t WHERE t.desk_id = %s AND t.shop_id = %s AND t.outside_id = ANY(%s) AND EXISTS ("
        "SELECT 1 FROM chat_message AS m WHERE m.desk_id = t.desk_id AND m.thread_id = t.id AND m.record IS NOT NULL)",
        [batch.shop.desk_id, batch.shop.id, list(refs)],
    )
    return {ref for (ref,) in found}
