"""Messages edited or removed: the latest change of a message by (`at`, outside id) is how it stands."""

from collections.abc import Collection
from datetime import datetime

from chat.domain.facts import SPEAKERS
from sellerdesk import setwise
from sellerdesk.feed.batch import APPLIED, WAITING, Batch
from sellerdesk.feed.fact import Fact
from sellerdesk.feed.identity import Standing, settle


def apply(batch: Batch, told: Collection[str]) -> tuple[set[int], set[int]]:
    """Keep the changes told anew, and put them and those that waited for the messages `told` into effect.

    Returns the threads where only words changed, and those where a message was removed or came back. A change whose message has
    not come waits for it; none is rejected.
    """
    facts = list(batch.of("message_change"))
    if not facts and not told:
        return set(), set()
    refs = {*told, *(fact.data["message"] for fact in facts), *_write(batch, facts)}
    found = _changes_of(batch, refs)
    placed = _messages_of(batch, refs)
    new = {fact.record for fact in facts}
    moved = []
    for own_id, record, ref, ruling in found:
        now_ruled = APPLIED if ref in placed else WAITING
        before = None if record in new else ruling
        if now_ruled != (before if before is not None else APPLIED):
            batch.rule(record, before, now_ruled)
        if now_ruled != ruling:
            moved.append((own_id, now_ruled))
    setwise.change(
        "UPDATE chat_messagechange AS c SET ruling = v.ruling FROM {told} AS v (id, ruling) WHERE c.id = v.id", "bigint, text", moved
    )
    changed = {ref for _, _, ref, _ in found if ref in placed} | {ref for ref in refs if ref in placed and facts}
    return _take_effect(batch, changed)


def _write(batch: Batch, facts: list[Fact]) -> set[str]:
    """Write the changes that stand; returns the messages that displaced ones named before."""
    if not facts:
        return set()
    known = setwise.rows(
        "SELECT outside_id, record, at, content_hash, ruling, message_ref FROM chat_messagechange"
        " WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, [fact.outside_id for fact in facts]],
    )
    standing = {row[0]: Standing(row[1], row[2], bytes(row[3]), row[4]) for row in known}
    winners = settle(batch, facts, standing, lambda fact: fact.outside_id)
    columns = "desk_id, shop_id, outside_id, message_ref, record, at, content_hash, ruling, by, text"
    setwise.insert(
        "chat_messagechange",
        columns,
        [
            (
                *(batch.shop.desk_id, batch.shop.id, fact.outside_id, fact.data["message"], fact.record, fact.at, fact.hash, APPLIED),
                *(SPEAKERS[fact.data["by"]], fact.data.get("text")),
            )
            for fact in winners
        ],
        tail="ON CONFLICT (desk_id, shop_id, outside_id) DO UPDATE SET message_ref = excluded.message_ref, record = excluded.record,"
        " at = excluded.at, content_hash = excluded.content_hash, ruling = excluded.ruling, by = excluded.by, text = excluded.text",
    )
    displaced = {fact.outside_id for fact in winners}
    return {row[5] for row in known if row[0] in displaced}


def _changes_of(batch: Batch, refs: Collection[str]) -> list[tuple[int, int, str, str]]:
    found = setwise.rows(
        "SELECT id, record, message_ref, ruling FROM chat_messagechange WHERE desk_id = %s AND shop_id = %s AND message_ref = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, list(refs)],
    )
    return [(own_id, record, ref, ruling) for own_id, record, ref, ruling in found]


def _messages_of(batch: Batch, refs: Collection[str]) -> set[str]:
    found = setwise.rows(
        "SELECT outside_id FROM chat_message WHERE desk_id = %s AND shop_id = %s AND outside_id = ANY(%s)",
        [batch.shop.desk_id, batch.shop.id, list(refs)],
    )
    return {ref for (ref,) in found}


def _take_effect(batch: Batch, refs: Collection[str]) -> tuple[set[int], set[int]]:
    """Put the latest change of each of these messages into its row, or none where none is left; returns their threads, as `apply`."""
    if not refs:
        return set(), set()
    own = (batch.shop.desk_id, batch.shop.id)
    found = setwise.rows(
        "SELECT DISTINCT ON (message_ref) message_ref, at, text FROM chat_messagechange"
        ' WHERE desk_id = %s AND shop_id = %s AND message_ref = ANY(%s) ORDER BY message_ref, at DESC, outside_id COLLATE "C" DESC',
        [*own, list(refs)],
    )
    latest: dict[str, tuple[datetime, str | None]] = {ref: (at, text) for ref, at, text in found}
    rows = []
    for ref in sorted(refs):
        at, text = latest.get(ref, (None, None))
        rows.append((*own, ref, text, at if text is not None else None, at if text is None else None))
    changed = setwise.change(
        "WITH standing AS MATERIALIZED (SELECT m.id, m.removed_at IS NULL AS shown, v.text, v.changed_at, v.removed_at"
        " FROM chat_message AS m JOIN {told} AS v (desk_id, shop_id, outside_id, text, changed_at, removed_at)"
        " ON m.desk_id = v.desk_id AND m.shop_id = v.shop_id AND m.outside_id = v.outside_id"
        " WHERE (m.new_text, m.changed_at, m.removed_at) IS DISTINCT FROM (v.text, v.changed_at, v.removed_at))"
        " UPDATE chat_message AS m SET new_text = v.text, changed_at = v.changed_at, removed_at = v.removed_at FROM standing AS v"
        " WHERE m.id = v.id RETURNING m.thread_id, m.id, v.shown <> (m.removed_at IS NULL)",
        "bigint, bigint, text, text, timestamptz, timestamptz",
        rows,
        fetch=True,
    )
    if changed:
        setwise.run("DELETE FROM chat_said WHERE desk_id = %s AND message_id = ANY(%s)", [batch.shop.desk_id, [row[1] for row in changed]])
    return {row[0] for row in changed if not row[2]}, {row[0] for row in changed if row[2]}
