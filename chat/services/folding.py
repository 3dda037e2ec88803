"""Where a thread stands, folded from its messages, and what of it waits for a person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chat.domain.facts import KIND, subject_of
from chat.domain.waiting import lapsed, outcome
from sellerdesk import hours, setwise, work
from sellerdesk.commands import note
from sellerdesk.shops import ShopFacts


EXCERPT = 200
"""Characters of the latest message that lists show."""
ANSWERS = "'queued', 'sending', 'moderated', 'sent', 'unknown'"
"""What was written here answers while it is on its way; one that a person must carry over does not until it is there."""
STANDS = f"(m.client_key IS NULL OR (m.delivery IN ({ANSWERS}) AND (m.not_before IS NULL OR m.not_before <= %(now)s)))"
_BY_LATEST = 'm.at DESC, m.sender DESC, m.outside_id COLLATE "C" DESC NULLS FIRST, m.id DESC'
_OF_THREAD = "FROM chat_message AS m WHERE m.desk_id = %(desk)s AND m.thread_id = b.id"

# A thread that has only grown is folded on from what it was; of any other the fold begins with nothing. Only where an answer has
# come are older messages looked at again, and of those only what came after it. So a long thread costs no more than a short one.
_KEPT = (
    ("messages", "0"),
    ("files", "0"),
    ("answered_at", "NULL"),
    ("told_at", "NULL"),
    ("covered", "0"),
    ("waiting_since", "NULL"),
    ("unread", "0"),
)
_FOLD = f"""
WITH base AS MATERIALIZED (
    SELECT t.id, t.counted AS folded, t.done_arrival, t.seen_arrival, t.product_id, t.order_ref, t.id = ANY(%(grown)s) AS grows,
        CASE WHEN t.id = ANY(%(grown)s) THEN t.counted ELSE 0 END AS since,
        {", ".join(f"CASE WHEN t.id = ANY(%(grown)s) THEN t.{name} ELSE {nothing} END AS {name}" for name, nothing in _KEPT)}
    FROM chat_thread AS t WHERE t.desk_id = %(desk)s AND t.id = ANY(%(threads)s)
), said AS MATERIALIZED (
    SELECT b.id AS thread_id, m.arrival, m.at, m.sender, m.files, m.removed_at, m.client_key, m.covers, m.product_id, m.order_ref,
        CASE WHEN m.client_key IS NOT NULL AND NOT m.automatic AND m.arrival > b.folded THEN m.author_id END AS taker,
        m.sender = 2 AND NOT m.automatic AND {STANDS} AS answers
    FROM base AS b JOIN chat_message AS m ON m.desk_id = %(desk)s AND m.thread_id = b.id AND m.arrival > b.since
), added AS (
    SELECT thread_id, count(*) AS messages, sum(files) AS files, max(arrival) AS arrival, max(at) FILTER (WHERE answers) AS answered_at,
        max(at) FILTER (WHERE answers AND client_key IS NULL) AS told_at, max(covers) FILTER (WHERE answers) AS covered,
        (array_agg(taker ORDER BY arrival) FILTER (WHERE taker IS NOT NULL))[1] AS taker,
        bool_or(product_id IS NOT NULL) AS on_product, bool_or(order_ref IS NOT NULL) AS on_order
    FROM said GROUP BY thread_id
), stood AS MATERIALIZED (
    SELECT b.id, a.taker, b.waiting_since, b.unread, b.done_arrival, b.seen_arrival, b.messages + coalesce(a.messages, 0) AS messages,
        b.files + coalesce(a.files, 0) AS files, greatest(b.since, a.arrival) AS counted,
        greatest(b.answered_at, a.answered_at) AS answered_at, greatest(b.told_at, a.told_at) AS told_at,
        greatest(b.covered, a.covered) AS covered, (greatest(b.told_at, a.told_at), greatest(b.covered, a.covered))
            IS DISTINCT FROM (b.told_at, b.covered) AS moved,
        b.grows AND a.on_product IS NOT TRUE AS same_product, b.grows AND a.on_order IS NOT TRUE AS same_order
    FROM base AS b LEFT JOIN added AS a ON a.thread_id = b.id
), asked AS (
    SELECT b.id, min(s.at) FILTER (WHERE s.arrival > greatest(b.covered, b.done_arrival)) AS since,
        count(*) FILTER (WHERE s.arrival > greatest(b.covered, b.seen_arrival)) AS unread
    FROM said AS s JOIN stood AS b ON b.id = s.thread_id AND NOT b.moved
    WHERE s.sender = 1 AND s.removed_at IS NULL AND (b.told_at IS NULL OR s.at > b.told_at) GROUP BY b.id
    UNION ALL
    SELECT b.id, q.since, q.unread FROM stood AS b CROSS JOIN LATERAL (
        SELECT min(m.at) FILTER (WHERE m.arrival > greatest(b.covered, b.done_arrival)) AS since,
            count(*) FILTER (WHERE m.arrival > greatest(b.covered, b.seen_arrival)) AS unread
        {_OF_THREAD} AND m.sender = 1 AND m.removed_at IS NULL AND m.at > coalesce(b.told_at, '-infinity')
            AND m.arrival > greatest(b.covered, least(b.done_arrival, b.seen_arrival))
    ) AS q WHERE b.moved
), stands AS (
    SELECT b.*, CASE WHEN b.moved THEN q.since ELSE least(b.waiting_since, q.since) END AS waits_since,
        CASE WHEN b.moved THEN 0 ELSE b.unread END + coalesce(q.unread, 0) AS not_seen,
        (SELECT min(m.at) {_OF_THREAD}) AS first_at, l.at AS last_at, l.sender AS last_sender, l.words, l.buyer_id
    FROM stood AS b LEFT JOIN asked AS q ON q.id = b.id LEFT JOIN LATERAL (
        SELECT m.at, m.sender, m.buyer_id,
            CASE WHEN m.removed_at IS NULL THEN left(coalesce(m.new_text, m.text), %(excerpt)s) ELSE '' END AS words
        {_OF_THREAD} AND {STANDS} ORDER BY {_BY_LATEST} LIMIT 1
    ) AS l ON true
)
UPDATE chat_thread AS t SET arrivals = greatest(t.arrivals, b.counted), counted = greatest(t.counted, b.counted), messages = b.messages,
    files = b.files, answered_at = b.answered_at, told_at = b.told_at, covered = b.covered, waiting_since = b.waits_since,
    unread = b.not_seen, first_at = coalesce(b.first_at, t.first_at), last_at = coalesce(b.last_at, b.first_at, t.last_at),
    last_sender = coalesce(b.last_sender, t.last_sender), excerpt = coalesce(b.words, ''), buyer_id = coalesce(b.buyer_id, t.buyer_id),
    product_id = CASE WHEN b.same_product THEN t.product_id ELSE
        (SELECT m.product_id {_OF_THREAD} AND m.product_id IS NOT NULL ORDER BY {_BY_LATEST} LIMIT 1) END,
    order_ref = CASE WHEN b.same_order THEN t.order_ref ELSE
        (SELECT m.order_ref {_OF_THREAD} AND m.order_ref IS NOT NULL ORDER BY {_BY_LATEST} LIMIT 1) END,
    done_at = CASE WHEN b.waits_since IS NULL THEN t.done_at END, assignee_id = coalesce(t.assignee_id, b.taker), settled = false
FROM stands AS b WHERE t.desk_id = %(desk)s AND t.id = b.id
RETURNING t.id, t.waiting_since, t.assignee_id, t.answered_at
"""


@dataclass(frozen=True, slots=True)
class Stands:
    """A thread after folding."""

    id: int
    waiting_since: datetime | None
    assignee_id: int | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Stood:
    """A thread before folding."""

    waiting_since: datetime | None
    assignee_id: int | None


def fold(
    shop: ShopFacts, thread_ids: Collection[int], *, now: datetime, grown: Collection[int] = (), asked: Collection[int] = ()
) -> list[Stands]:
    """Fold these threads of a shop, and open, move or close what of them waits. Inside a command; rows are locked in id order.

    `grown` are those of them to whose messages others were added and nothing else was done: they are folded on. In those `asked`
    the buyer has written something new, which brings back what was put off. Who answers a thread that nobody has, has it.
    """
    ids = sorted(thread_ids)
    before = lock(shop, ids)
    threads = write(shop, ids, now=now, grown=grown)
    _work(shop, threads, before, now)
    if asked:
        work.wake_items(shop.desk_id, KIND, [subject_of(thread_id) for thread_id in sorted(asked)])
    named: dict[str, Any] = {"thread": ids[0]} if len(ids) == 1 else {}
    note(shop.desk_id, "chat.changed", shop_id=shop.id, coalesce=True, **named)
    return threads


def write(shop: ShopFacts, thread_ids: Collection[int], *, now: datetime, grown: Collection[int] = ()) -> list[Stands]:
    """Fold these threads, which the caller has locked, and nothing else; their words and rounds are to be settled then."""
    parameters = {"desk": shop.desk_id, "threads": sorted(thread_ids), "grown": sorted(grown), "excerpt": EXCERPT, "now": now}
    return [Stands(*row) for row in setwise.rows(_FOLD, parameters)]


def lock(shop: ShopFacts, thread_ids: Sequence[int]) -> dict[int, Stood]:
    """Lock threads of a shop in id order, as everything does that changes them; how they stood until now."""
    found = setwise.rows(
        "SELECT id, waiting_since, assignee_id FROM chat_thread WHERE desk_id = %s AND shop_id = %s AND id = ANY(%s)"
        " ORDER BY id FOR NO KEY UPDATE",
        [shop.desk_id, shop.id, sorted(thread_ids)],
    )
    return {thread_id: Stood(*rest) for thread_id, *rest in found}


def _work(shop: ShopFacts, threads: Sequence[Stands], before: Mapping[int, Stood], now: datetime) -> None:
    """One work item for each thread that waits, due by the shop's target; none for what lapsed long ago."""
    since = {one.id: one.waiting_since for one in threads if one.waiting_since is not None and not lapsed(one.waiting_since, now)}
    due = hours.due_each(shop, since.values())
    rows = [
        work.Opening(
            kind=KIND, subject=subject_of(one.id), shop_id=shop.id, due_at=due[since[one.id]], since=since[one.id],
            assignee_id=one.assignee_id, allowed=shop.reply_target,
        )
        for one in threads
        if one.id in since
    ]  # fmt: skip
    if rows:
        opened = set(work.open_items(shop.desk_id, rows, now=now))
        work.move_items(shop.desk_id, [row for row in rows if (row.kind, row.subject) not in opened])
    over: dict[str, list[str]] = {}
    for one in threads:
        if said := outcome(one.waiting_since, before[one.id].waiting_since, one.answered_at, now):
            over.setdefault(said, []).append(subject_of(one.id))
        elif one.assignee_id != before[one.id].assignee_id:
            work.assign_items(shop.desk_id, KIND, [subject_of(one.id)], one.assignee_id, now=now)
    for said, subjects in sorted(over.items()):
        work.close_items(shop.desk_id, KIND, subjects, said, now)
