"""The buyer's pictures, brought here when one of our people asks for them: fetched through the shop's port, drawn anew, kept.

Neither the fetching nor the drawing happens in a transaction: a picture is claimed until a moment, worked on, and written down if it is
still in these hands.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from returns.domain import evidence
from returns.models import Claim, Exhibit
from returns.services import judging
from sellerdesk import audit, setwise
from sellerdesk.attachments import checking, keeping
from sellerdesk.attachments.checking import Checked
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import MarketplaceError, Permanent, Refusal
from sellerdesk.shops import ShopFacts


AT_ONCE: Final = 10
CLAIMED_FOR: Final = timedelta(minutes=5)
"""Longer than any marketplace may take over ten pictures; what a crash left is tried again after it."""
MOST_TRIES: Final = 5
_FIRST_WAIT: Final = timedelta(seconds=30)
MOST_OF_CLAIM: Final = 20


class Content(Protocol):
    """What a marketplace brings. The type that it says is not believed."""

    @property
    def content(self) -> bytes:
        """The bytes of the file."""


class Source(Protocol):
    """Where a shop's pictures come from: its port, which asks no other addresses than its marketplace's."""

    def fetch(self, url: str, /) -> Content:
        """The file at an address. Raises MarketplaceError."""


@dataclass(frozen=True, slots=True)
class _Claimed:
    id: int
    claim_id: int
    url: str
    tries: int
    until: datetime


@command
def bring(*, desk_id: int, shop_ids: Sequence[int], claim_id: int, actor: Actor, now: datetime) -> int:
    """Have the buyer's pictures of a claim fetched, those that could not be among them; returns the shop's id. Twice is once.

    NotVisible where the claim is not seen.
    """
    shop = judging.shop_of(desk_id, shop_ids, claim_id)
    photos = Claim.objects.values_list("photos", flat=True).get(desk_id=desk_id, pk=claim_id)
    wanted = list(dict.fromkeys(one.address for one in evidence.pictures([str(photo) for photo in photos]) if one.host))[:MOST_OF_CLAIM]
    rows = [
        Exhibit(desk_id=desk_id, claim_id=claim_id, place=place, url=url, state="told", fetch_at=now, at=now)
        for place, url in enumerate(wanted)
    ]
    Exhibit.objects.bulk_create(rows, ignore_conflicts=True)
    Exhibit.objects.filter(desk_id=desk_id, claim_id=claim_id, state="failed").update(state="told", tries=0, fetch_at=now, reason="")
    audit.record(desk_id, actor, "claim.pictures_asked", f"claim:{claim_id}", None, {"pictures": len(wanted)}, now)
    note(desk_id, "returns.found", shop_id=shop.id, claim=claim_id)
    return shop.id


def shops_with_pictures(now: datetime) -> list[int]:
    """Ids of the shops where pictures are to be fetched by now. A sweep over all desks."""
    found = setwise.rows(
        "SELECT DISTINCT c.shop_id FROM returns_exhibit AS e JOIN returns_claim AS c ON c.desk_id = e.desk_id AND c.id = e.claim_id"
        " WHERE e.state = 'told' AND e.fetch_at <= %s",
        [now],
    )
    return [shop_id for (shop_id,) in found]


def fetch(*, shop: ShopFacts, source: Source, clock: Callable[[], datetime]) -> int:
    """Fetch up to ten pictures of a shop that are due; returns how many were tried."""
    claimed = _claim(shop=shop, now=clock())
    for one in claimed:
        _settle(shop, one, _fetched(source, one.url), clock())
    return len(claimed)


@command
def _claim(*, shop: ShopFacts, now: datetime) -> list[_Claimed]:
    until = now + CLAIMED_FOR
    found = setwise.rows(
        "WITH due AS MATERIALIZED (SELECT e.id FROM returns_exhibit AS e JOIN returns_claim AS c ON c.desk_id = e.desk_id"
        " AND c.id = e.claim_id AND c.shop_id = %s WHERE e.desk_id = %s AND e.state = 'told' AND e.fetch_at <= %s"
        " ORDER BY e.fetch_at, e.id LIMIT %s FOR UPDATE OF e SKIP LOCKED)"
        " UPDATE returns_exhibit AS e SET fetch_at = %s, tries = e.tries + 1 FROM due WHERE e.id = due.id"
        " RETURNING e.id, e.claim_id, e.url, e.tries",
        [shop.id, shop.desk_id, now, AT_ONCE, until],
    )
    return [_Claimed(own, claim_id, url, tries, until) for own, claim_id, url, tries in sorted(found)]


def _fetched(source: Source, url: str) -> Checked | Refusal | MarketplaceError:
    try:
        content = source.fetch(url).content
    except MarketplaceError as error:
        return error
    checked = checking.check(content)
    if isinstance(checked, Refusal) or checked.kind == "photo":
        return checked
    return Refusal("evidence_not_a_photo", "")


def _settle(shop: ShopFacts, one: _Claimed, found: Checked | Refusal | MarketplaceError, now: datetime) -> None:
    if isinstance(found, Refusal):
        _write(shop=shop, one=one, state="refused", reason=found.code, now=now)
    elif isinstance(found, MarketplaceError):
        is_over = isinstance(found, Permanent) or one.tries >= MOST_TRIES
        again = None if is_over else now + _FIRST_WAIT * 2 ** (one.tries - 1)
        _write(shop=shop, one=one, state="failed" if is_over else "told", reason=str(found), fetch_at=again, now=now)
    else:
        place = keeping.keep(shop.desk_id, found)
        is_ours = False
        try:
            is_ours = _write(shop=shop, one=one, state="kept", kept=found, file=place, now=now)
        finally:
            if not is_ours:
                keeping.remove(place)


@command
def _write(
    *, shop: ShopFacts, one: _Claimed, state: str, reason: str = "", fetch_at: datetime | None = None, kept: Checked | None = None,
    file: str = "", now: datetime,  # noqa: ARG001 - a command has a moment
) -> bool:  # fmt: skip
    """Write down what became of a picture; False where another has it in hand by now."""
    told = (kept.content_type, len(kept.content), kept.width, kept.height) if kept else ("", None, None, None)
    changed = setwise.run(
        "UPDATE returns_exhibit SET state = %s, reason = %s, fetch_at = %s, file = %s, content_type = %s, size = %s, width = %s,"
        " height = %s WHERE desk_id = %s AND id = %s AND state = 'told' AND fetch_at = %s",
        [state, reason[:500], fetch_at, file, *told, shop.desk_id, one.id, one.until],
    )
    if changed and state != "told":
        note(shop.desk_id, "returns.found", shop_id=shop.id, claim=one.claim_id)
    return changed == 1
