"""Files that buyers sent: fetched from the marketplace, checked by their content, kept under our own names.

Neither the fetching nor the drawing anew happens in a transaction: a file is claimed until a moment, worked on, and written down if it
still is in these hands.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from chat.domain.files import MOST_TRIES, next_try
from sellerdesk import setwise
from sellerdesk.attachments import checking, keeping
from sellerdesk.attachments.checking import Checked
from sellerdesk.commands import command, note
from sellerdesk.errors import MarketplaceError, Permanent, Refusal
from sellerdesk.shops import ShopFacts


AT_ONCE: Final = 10
CLAIMED_FOR: Final = timedelta(minutes=5)
"""Longer than any marketplace may take over ten files; what a crash left is tried again after it."""


class Content(Protocol):
    """What a marketplace brings. The type that it says is not believed."""

    @property
    def content(self) -> bytes:
        """The bytes of the file."""


class Source(Protocol):
    """Where a shop's files come from: its port."""

    def fetch(self, url: str, /) -> Content:
        """The file at an address. Raises MarketplaceError."""


@dataclass(frozen=True, slots=True)
class _Claimed:
    id: int
    thread_id: int
    url: str
    tries: int
    until: datetime


def shops_with_files(now: datetime) -> list[int]:
    """Ids of the shops where files are to be fetched by now. A sweep over all desks."""
    found = setwise.rows(
        "SELECT DISTINCT t.shop_id FROM chat_attachment AS a JOIN chat_thread AS t ON t.desk_id = a.desk_id AND t.id = a.thread_id"
        " WHERE a.state = 'told' AND a.fetch_at <= %s",
        [now],
    )
    return [shop_id for (shop_id,) in found]


def fetch(*, shop: ShopFacts, source: Source, clock: Callable[[], datetime]) -> int:
    """Fetch up to ten files of a shop that are due; returns how many were tried."""
    claimed = _claim(shop=shop, now=clock())
    for one in claimed:
        _settle(shop, one, _fetched(source, one.url), clock())
    return len(claimed)


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
def _claim(*, shop: ShopFacts, now: datetime) -> list[_Claimed]:
    until = now + CLAIMED_FOR
    found = setwise.rows(
        "WITH due AS MATERIALIZED (SELECT a.id FROM chat_attachment AS a JOIN chat_thread AS t ON t.desk_id = a.desk_id"
        " AND t.id = a.thread_id AND t.shop_id = %s WHERE a.desk_id = %s AND a.state = 'told' AND a.fetch_at <= %s"
        " ORDER BY a.fetch_at, a.id LIMIT %s FOR UPDATE OF a SKIP LOCKED)"
        " UPDATE chat_attachment AS a SET fetch_at = %s, tries = a.tries + 1 FROM due WHERE a.id = due.id"
        " RETURNING a.id, a.thread_id, a.url, a.tries",
        [shop.id, shop.desk_id, now, AT_ONCE, until],
    )
    return [_Claimed(own_id, thread_id, url, tries, until) for own_id, thread_id, url, tries in sorted(found)]


def _fetched(source: Source, url: str) -> Checked | Refusal | MarketplaceError:
    try:
        content = source.fetch(url).content
    except MarketplaceError as error:
        return error
    return checking.check(content)


def _settle(shop: ShopFacts, one: _Claimed, found: Checked | Refusal | MarketplaceError, now: datetime) -> None:
    if isinstance(found, Refusal):
        _write(shop=shop, one=one, state="refused", reason=found.message, now=now)
    elif isinstance(found, MarketplaceError):
        again = None if isinstance(found, Permanent) else next_try(one.tries, now)
        _write(shop=shop, one=one, state="told" if again else "failed", reason=str(found), fetch_at=again, now=now)
    else:
        place = keeping.keep(shop.desk_id, found)
        try:
            is_ours = _write(shop=shop, one=one, state="kept", kept=found, file=place, now=now)
        except BaseException:
            keeping.remove(place)
            raise
        if not is_ours:
            keeping.remove(place)


@command
def _write(
    *, shop: ShopFacts, one: _Claimed, state: str, reason: str = "", fetch_at: datetime | None = None, kept: Checked | None = None,
    file: str = "", now: datetime,  # noqa: ARG001 - a command has a moment
) -> bool:  # fmt: skip
    """Write down what became of a file; False where another has it in hand by now, or nothing names it any more."""
    if state == "told" and one.tries >= MOST_TRIES:
        raise ValueError("A file that was tried often enough is not tried again.")
    told = (kept.kind, kept.content_type, len(kept.content), kept.width, kept.height) if kept else (None,) * 5
    changed = setwise.run(
        "UPDATE chat_attachment SET state = %s, reason = %s, fetch_at = %s, file = %s, kind = coalesce(%s, kind),"
        " content_type = coalesce(%s, content_type), size = coalesce(%s, size), width = %s, height = %s"
        " WHERE desk_id = %s AND id = %s AND state = 'told' AND fetch_at = %s",
        [state, reason[:500], fetch_at, file, *told, shop.desk_id, one.id, one.until],
    )
    if changed and state != "told":
        note(shop.desk_id, "chat.changed", shop_id=shop.id, thread=one.thread_id)
    return changed == 1


@command
def _forget(*, ids: Sequence[int], now: datetime) -> None:  # noqa: ARG001 - a command has a moment
    setwise.run("DELETE FROM chat_attachment WHERE id = ANY(%s) AND message_id IS NULL AND author_id IS NULL", [list(ids)])
