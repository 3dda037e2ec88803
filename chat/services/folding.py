"""Where a thread stands, folded from its messages, and what of it waits for a person."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from chat.domain.facts import KIND, subject_of
from chat.domain.waiting import lapsed
from sellerdesk import hours, setwise, work
from sellerdesk.commands import note
from sellerdesk.shops import ShopFacts


EXCERPT = 200
"""Characters of the latest message that lists show."""
ANSWERS = "'queued', 'sending', 'moderated', 'sent', 'unknown'"
"""What was written here answers while it is on its way; one that a person must carry over does not until it is there."""

_FOLD = f"""
WITH said AS MATERIALIZED (
    SELECT m.thread_id, m.id, m.arrival, m.at, m.sender, m.outside_id, m.files, m.removed_at, m.automatic, m.client_key, m.covers,
        m.buyer_id, m.product_id, m.order_ref, left(coalesce(m.new_text, m.text), %(excerpt)s) AS words,
        m.client_key IS NULL OR (m.delivery IN ({ANSWERS}) AND (m.not_before IS NULL OR m.not_before <= %(now)s)) AS stands
    FROM chat_message AS m WHERE m.desk_id = %(desk)s AND m.thread_id = ANY(%(threads)s)
), answered AS (
    SELECT thread_id, max(arrival) AS arrivals, count(*) AS messages, min(at) AS first_at, sum(files) AS files,
        max(at) FILTER (WHERE sender = 2 AND NOT automatic AND stands) AS answered_at,
        max(at) FILTER (WHERE sender = 2 AND NOT automatic AND client_key IS NULL) AS told_at,
        coalesce(max(covers) FILTER (WHERE sender = 2 AND NOT automatic AND client_key IS NOT NULL AND stands), 0) AS covered
    FROM said GROUP BY thread_id
), asked AS (
    SELECT s.thread_id, min(s.at) FILTER (WHERE s.arrival > greatest(a.covered, t.done_arrival)) AS waiting_since,
        count(*) FILTER (WHERE s.arrival > greatest(a.covered, t.seen_arrival)) AS unread
    FROM said AS s JOIN answered AS a USING (thread_id) JOIN chat_thread AS t ON t.desk_id = %(desk)s AND t.id = s.thread_id
    WHERE s.sender = 1 AND s.removed_at IS NULL AND (a.told_at IS NULL OR s.at > a.told_at) GROUP BY s.thread_id
), latest AS (
    SELECT DISTINCT ON (thread_id) thread_id, at, sender, buyer_id, CASE WHEN removed_at IS NULL THEN words ELSE '' END AS words
    FROM said WHERE client_key IS NULL OR stands ORDER BY thread_id, at DESC, sender DESC, outside_id COLLATE "C" DESC NULLS FIRST, id DESC
), product AS (
    SELECT DISTINCT ON (thread_id) thread_id, product_id FROM said WHERE product_id IS NOT NULL
    ORDER BY thread_id, at DESC, sender DESC, outside_id COLLATE "C" DESC NULLS FIRST, id DESC
), trade AS (
    SELECT DISTINCT ON (thread_id) thread_id, order_ref FROM said WHERE order_ref IS NOT NULL
    ORDER BY thread_id, at DESC, sender DESC, outside_id COLLATE "C" DESC NULLS FIRST, id DESC
)
UPDATE chat_thread AS t SET arrivals = greatest(t.arrivals, a.arrivals), messages = a.messages, first_at = a.first_at, files = a.files,
    answered_at = a.answered_at, waiting_since = q.waiting_since, unread = coalesce(q.unread, 0),
    last_at = coalesce(l.at, a.first_at), last_sender = coalesce(l.sender, t.last_sender), excerpt = coalesce(l.words, ''),
    buyer_id = coalesce(l.buyer_id, t.buyer_id), product_id = p.product_id, order_ref = o.order_ref, settled = false,
    done_at = CASE WHEN q.waiting_since IS NULL THEN t.done_at END
FROM answered AS a LEFT JOIN asked AS q USING (thread_id) LEFT JOIN latest AS l USING (thread_id)
    LEFT JOIN product AS p USING (thread_id) LEFT JOIN trade AS o USING (thread_id)
WHERE t.desk_id = %(desk)s AND t.id = a.thread_id
RETURNING t.id, t.waiting_since, t.assignee_id
"""


@dataclass(frozen=True, slots=True)
class Stands:
    """A thread after folding."""

    id: int
    waiting_since: datetime | None
    assignee_id: int | None


def fold(shop: ShopFacts, thread_ids: Collection[int], *, now: datetime) -> list[Stands]:
    """Fold these threads of a shop, and open, move or close what of them waits. Inside a command; rows are locked in id order."""
    ids = sorted(thread_ids)
    setwise.rows("SELECT id FROM chat_thread WHERE desk_id = %s AND id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [shop.desk_id, ids])
    found = setwise.rows(_FOLD, {"desk": shop.desk_id, "threads": ids, "excerpt": EXCERPT, "now": now})
    threads = [Stands(*row) for row in found]
    _work(shop, threads, now)
    note(shop.desk_id, "chat.changed", shop_id=shop.id, coalesce=True, **({"thread": ids[0]} if len(ids) == 1 else {}))
    return threads


def _work(shop: ShopFacts, threads: Iterable[Stands], now: datetime) -> None:
    """One work item for each thread that waits, due by the shop's target; none for what lapsed long ago."""
    waiting, over, old = [], [], []
    for thread in threads:
        since, subject = thread.waiting_since, subject_of(thread.id)
        if since is None:
            over.append(subject)
        elif lapsed(since, now):
            old.append(subject)
        else:
            due_at = hours.due_at(shop, since)
            waiting.append(
                work.Opening(kind=KIND, subject=subject, shop_id=shop.id, due_at=due_at, since=since, assignee_id=thread.assignee_id)
            )
    if waiting:
        opened = set(work.open_items(shop.desk_id, waiting, now=now))
        work.move_items(shop.desk_id, [row for row in waiting if (row.kind, row.subject) not in opened])
    if over:
        work.close_items(shop.desk_id, KIND, over, "answered", now)
    if old:
        work.close_items(shop.desk_id, KIND, old, "lapsed", now)
