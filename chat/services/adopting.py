"""What the marketplace tells of messages that were written here: it is added to their rows, so that none is shown twice."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chat.domain.facts import SPEAKERS
from sellerdesk import setwise
from sellerdesk.domain.searching import fold
from sellerdesk.feed.batch import Batch
from sellerdesk.feed.fact import Fact


BEFORE, AFTER = timedelta(minutes=10), timedelta(hours=24)
"""How far the marketplace's clock may be before the moment of writing, and how long a message may be on its way."""
_ON_ITS_WAY = ["sending", "moderated", "sent", "unknown", "by_hand"]


@dataclass(slots=True)
class _Own:
    id: int
    thread_id: int
    at: datetime
    text: str


def apply(batch: Batch, facts: Sequence[Fact], own: Collection[str]) -> dict[str, int]:
    """Adopt what of these facts was written here; returns their outside ids with their threads.

    `own` are ids that the marketplace gave when it took a message. A marketplace that gives none tells the message by
    conversation, text and time alone: the oldest of these words that waits for its echo is it.
    """
    ours = [fact for fact in facts if fact.data["sender"] == "seller"]
    told = {fact.outside_id: fact for fact in ours if fact.outside_id in own}
    pairs = _by_id(batch, told) + _by_words(batch, [fact for fact in ours if fact.outside_id not in told])
    setwise.change(
        "UPDATE chat_message AS m SET outside_id = v.outside_id, record = v.record, content_hash = v.content_hash, at = v.at,"
        " delivery = 'sent', reason = ''"
        " FROM {told} AS v (id, outside_id, record, content_hash, at) WHERE m.id = v.id",
        "bigint, text, bigint, bytea, timestamptz",
        [(row_id, fact.outside_id, fact.record, fact.hash, fact.at) for fact, row_id, _ in pairs],
    )
    return {fact.outside_id: thread_id for fact, _, thread_id in pairs}


def _by_id(batch: Batch, told: dict[str, Fact]) -> list[tuple[Fact, int, int]]:
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
        fitting = next((one for one in candidates if one.at - BEFORE <= fact.at <= one.at + AFTER), None)
        if fitting is not None:
            candidates.remove(fitting)
            pairs.append((fact, fitting.id, fitting.thread_id))
    return pairs


def _waiting_for_their_echo(batch: Batch, conversations: Collection[str]) -> dict[tuple[str, str], list[_Own]]:
    found = setwise.rows(
        "SELECT t.outside_id, m.id, m.thread_id, m.at, m.text FROM chat_thread AS t"
        " JOIN chat_message AS m ON m.desk_id = t.desk_id AND m.thread_id = t.id"
        " WHERE t.desk_id = %s AND t.shop_id = %s AND t.outside_id = ANY(%s) AND m.client_key IS NOT NULL AND m.outside_id IS NULL"
        " AND m.sender = %s AND m.delivery = ANY(%s) ORDER BY m.at, m.id",
        [batch.shop.desk_id, batch.shop.id, list(conversations), SPEAKERS["seller"], _ON_ITS_WAY],
    )
    waiting: dict[tuple[str, str], list[_Own]] = defaultdict(list)
    for conversation, row_id, thread_id, at, text in found:
        waiting[conversation, fold(text)].append(_Own(row_id, thread_id, at, text))
    return waiting
