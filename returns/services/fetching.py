"""The buyer's pictures, brought here when one of our people asks for them."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from returns.domain import evidence
from returns.models import Claim, Exhibit
from returns.services import judging
from sellerdesk import audit
from sellerdesk.attachments import bringing
from sellerdesk.attachments.bringing import Shelf, Source
from sellerdesk.attachments.checking import Checked
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.shops import ShopFacts


MOST_TRIES: Final = 5
_FIRST_WAIT: Final = timedelta(seconds=30)
MOST_OF_CLAIM: Final = 20


def _next_try(tries: int, now: datetime) -> datetime | None:
    wait: timedelta = _FIRST_WAIT * 2 ** (tries - 1)
    return None if tries >= MOST_TRIES else now + wait


def _columns(found: Checked) -> dict[str, Any]:
    return {"content_type": found.content_type, "size": len(found.content), "width": found.width, "height": found.height}


SHELF: Final = Shelf(
    table="returns_exhibit", owners="returns_claim", of="claim_id", event="returns.found", subject="claim", kept=_columns,
    refused=lambda refusal: refusal.code, next_try=_next_try, accepts=lambda found: found.kind == "photo",
)  # fmt: skip


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
    return bringing.shops_with_due(SHELF, now)


def fetch(*, shop: ShopFacts, source: Source, clock: Callable[[], datetime]) -> int:
    """Fetch up to ten pictures of a shop that are due; returns how many were tried."""
    return bringing.fetch(SHELF, shop=shop, source=source, clock=clock)
