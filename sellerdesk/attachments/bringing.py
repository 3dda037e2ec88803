"""Files that only a marketplace can bring: fetched through the shop's port, checked by their content, kept under our own names.

Neither the fetching nor the drawing anew happens in a transaction: a file is claimed until a moment, worked on, and written down if it
still is in these hands. Each room has a table of its own for what it was told of.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

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
    """Where a shop's files come from: its port, which asks no other addresses than its marketplace's."""

    def fetch(self, url: str, /) -> Content:
        """The file at an address. Raises MarketplaceError."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a room keeps what it was told of: rows with desk, url, state, tries, fetch_at, reason, file and what the content turned out
    to be.

    `of` is the column that names what a file belongs to, in `owners`, which have a shop. `kept` sets the columns of a file that is kept,
    `refused` says why a content is not, as the room's pages understand it. `next_try` is None when it is enough; `event` and `subject` tell
    the desk's log.
    """

    table: str
    owners: str
    of: str
    event: str
    subject: str
    kept: Callable[[Checked], dict[str, Any]]
    refused: Callable[[Refusal], str]
    next_try: Callable[[int, datetime], datetime | None]
    accepts: Callable[[Checked], bool] = lambda _checked: True


@dataclass(frozen=True, slots=True)
class _Claimed:
    id: int
    owner_id: int
    url: str
    tries: int
    until: datetime


@dataclass(frozen=True, slots=True)
class _Outcome:
    state: str
    reason: str = ""
    fetch_at: datetime | None = None
    file: str = ""
    kept: Checked | None = None


NOT_TAKEN: Final = "evidence_not_a_photo"
"""The code where a content is sound and still nothing that the room takes."""


def shops_with_due(shelf: Shelf, now: datetime) -> list[int]:
    """Ids of the shops where files are to be fetched by now. A sweep over all desks."""
    found = setwise.rows(
        f"SELECT DISTINCT o.shop_id FROM {shelf.table} AS f JOIN {shelf.owners} AS o ON o.desk_id = f.desk_id AND o.id = f.{shelf.of}"
        " WHERE f.state = 'told' AND f.fetch_at <= %s",
        [now],
    )
    return [shop_id for (shop_id,) in found]


def fetch(shelf: Shelf, *, shop: ShopFacts, source: Source, clock: Callable[[], datetime]) -> int:
    """Fetch up to ten files of a shop that are due; returns how many were tried."""
    claimed = _claim(shelf=shelf, shop=shop, now=clock())
    for one in claimed:
        _settle(shelf, shop, one, _fetched(shelf, source, one.url), clock())
    return len(claimed)


@command
def _claim(*, shelf: Shelf, shop: ShopFacts, now: datetime) -> list[_Claimed]:
    until = now + CLAIMED_FOR
    found = setwise.rows(
        f"WITH due AS MATERIALIZED (SELECT f.id FROM {shelf.table} AS f JOIN {shelf.owners} AS o ON o.desk_id = f.desk_id"
        f" AND o.id = f.{shelf.of} AND o.shop_id = %s WHERE f.desk_id = %s AND f.state = 'told' AND f.fetch_at <= %s"
        " ORDER BY f.fetch_at, f.id LIMIT %s FOR UPDATE OF f SKIP LOCKED)"
        f" UPDATE {shelf.table} AS f SET fetch_at = %s, tries = f.tries + 1 FROM due WHERE f.id = due.id"
        f" RETURNING f.id, f.{shelf.of}, f.url, f.tries",
        [shop.id, shop.desk_id, now, AT_ONCE, until],
    )
    return [_Claimed(own, owner_id, url, tries, until) for own, owner_id, url, tries in sorted(found)]


def _fetched(shelf: Shelf, source: Source, url: str) -> Checked | Refusal | MarketplaceError:
    try:
        content = source.fetch(url).content
    except MarketplaceError as error:
        return error
    checked = checking.check(content)
    if isinstance(checked, Refusal) or shelf.accepts(checked):
        return checked
    return Refusal(NOT_TAKEN, "")


def _settle(shelf: Shelf, shop: ShopFacts, one: _Claimed, found: Checked | Refusal | MarketplaceError, now: datetime) -> None:
    if isinstance(found, Refusal):
        _write(shelf=shelf, shop=shop, one=one, outcome=_Outcome("refused", shelf.refused(found)), now=now)
    elif isinstance(found, MarketplaceError):
        again = None if isinstance(found, Permanent) else shelf.next_try(one.tries, now)
        outcome = _Outcome("told" if again else "failed", str(found), again)
        _write(shelf=shelf, shop=shop, one=one, outcome=outcome, now=now)
    else:
        place = keeping.keep(shop.desk_id, found)
        is_ours = False
        try:
            is_ours = _write(shelf=shelf, shop=shop, one=one, outcome=_Outcome("kept", file=place, kept=found), now=now)
        finally:
            if not is_ours:
                keeping.remove(place)


@command
def _write(*, shelf: Shelf, shop: ShopFacts, one: _Claimed, outcome: _Outcome, now: datetime) -> bool:
    """Write down what became of a file; False where another has it in hand by now, or nothing names it any more."""
    columns = {"state": outcome.state, "reason": outcome.reason[:500], "fetch_at": outcome.fetch_at, "file": outcome.file}
    columns |= shelf.kept(outcome.kept) if outcome.kept else {}
    changed = setwise.run(
        f"UPDATE {shelf.table} SET {', '.join(f'{name} = %s' for name in columns)}"
        " WHERE desk_id = %s AND id = %s AND state = 'told' AND fetch_at = %s",
        [*columns.values(), shop.desk_id, one.id, one.until],
    )
    if changed and outcome.state != "told":
        told: dict[str, Any] = {shelf.subject: one.owner_id}
        note(shop.desk_id, shelf.event, shop_id=shop.id, **told)
    return changed == 1
