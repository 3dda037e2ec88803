"""Files that buyers sent, brought here: what a file turned out to be is written beside its message."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings

from chat.domain.files import next_try
from sellerdesk import setwise
from sellerdesk.attachments import bringing, keeping
from sellerdesk.attachments.bringing import Shelf, Source
from sellerdesk.attachments.checking import Checked
from sellerdesk.commands import command
from sellerdesk.privacy import shorter
from sellerdesk.shops import ShopFacts


def _columns(found: Checked) -> dict[str, Any]:
    return {
        "kind": found.kind, "content_type": found.content_type, "size": len(found.content), "width": found.width, "height": found.height,
    }  # fmt: skip


SHELF: Final = Shelf(
    table="chat_attachment", owners="chat_thread", of="thread_id", event="chat.changed", subject="thread", kept=_columns,
    refused=lambda refusal: refusal.message, next_try=next_try,
)  # fmt: skip


def shops_with_files(now: datetime) -> list[int]:
    """Ids of the shops where files are to be fetched by now. A sweep over all desks."""
    return bringing.shops_with_due(SHELF, now)


def fetch(*, shop: ShopFacts, source: Source, clock: Callable[[], datetime]) -> int:
    """Fetch up to ten files of a shop that are due; returns how many were tried."""
    return bringing.fetch(SHELF, shop=shop, source=source, clock=clock)


def remove_nobodys(*, now: datetime, limit: int = 100) -> int:
    """Remove files that no message and no draft names any more; returns how many. A sweep over all desks."""
    found = setwise.rows(
        "SELECT id, file FROM chat_attachment WHERE message_id IS NULL AND author_id IS NULL ORDER BY id LIMIT %s", [limit]
    )
    for _, file in found:
        if file:
            keeping.remove(file)
    if found:
        _forget(ids=[own_id for own_id, _ in found], now=now)
    return len(found)


@command
def let_go(*, now: datetime) -> int:
    """Let go of files that were picked for a message which nobody goes on with: they are nobody's then; how many. A sweep over all desks.

    They go with the draft beside which they lie, by its time; where nothing was written beside them, by their own.
    """
    limit = settings.KEEP_DRAFTS_DAYS
    own = dict(shorter.desks("drafts", limit=limit))
    return setwise.run(
        "UPDATE chat_attachment AS a SET author_id = NULL WHERE a.message_id IS NULL AND a.author_id IS NOT NULL"
        " AND a.at < coalesce((SELECT v.until FROM unnest(%s::bigint[], %s::timestamptz[]) AS v (desk_id, until)"
        " WHERE v.desk_id = a.desk_id), %s) AND NOT EXISTS (SELECT FROM chat_draft AS d"
        " WHERE d.desk_id = a.desk_id AND d.thread_id = a.thread_id AND d.user_id = a.author_id)",
        [list(own), [now - timedelta(days=days) for days in own.values()], now - timedelta(days=limit)],
    )


@command
def _forget(*, ids: Sequence[int], now: datetime) -> None:
    setwise.run("DELETE FROM chat_attachment WHERE id = ANY(%s) AND message_id IS NULL AND author_id IS NULL", [list(ids)])
