"""Files that buyers sent, brought here: what a file turned out to be is written beside its message."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from chat.domain.files import next_try
from sellerdesk import setwise
from sellerdesk.attachments import bringing, keeping
from sellerdesk.attachments.bringing import Shelf, Source
from sellerdesk.attachments.checking import Checked
from sellerdesk.commands import command
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
def _forget(*, ids: Sequence[int], now: datetime) -> None:
    setwise.run("DELETE FROM chat_attachment WHERE id = ANY(%s) AND message_id IS NULL AND author_id IS NULL", [list(ids)])
