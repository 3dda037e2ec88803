"""What the page of a claim shows of evidence, findings and the reason; no queries."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from returns.domain import evidence, findings, suggesting
from returns.domain.moving import State
from returns.domain.reasons import REASONS
from returns.queries.reading import Claim
from sellerdesk.access import Here
from sellerdesk.domain import own_files, permissions
from sellerdesk.models import Shop, ShopConnection


@dataclass(frozen=True, slots=True)
class Shown:
    """One of the buyer's pictures: shown in place at `address`, or a link (`href`), or neither; `state` where it was fetched."""

    number: int
    told: str
    address: str = ""
    href: str = ""
    host: str = ""
    state: str = ""


def context(here: Here, claim: Claim, shop: Shop) -> dict[str, Any]:
    """For templates/returns/proof: pictures, film, what may be done."""
    photos = _photos(here, claim)
    may_check = here.may(permissions.RETURNS_CHECK)
    kind = (here.ties.get(shop.pk) or {}).get("kind", ShopConnection.Kind.BY_HAND)
    return {
        "listing": claim.image if own_files.is_own(claim.image) else "",
        "photos": photos,
        "film": evidence.picture(claim.video) if claim.video else None,
        "found_photos": [one for one in claim.pictures if one.finding is not None and one.state == "kept"],
        "may_check": may_check,
        "may_bring": may_check and kind != ShopConnection.Kind.BY_HAND and any(one.href and one.state in {"", "failed"} for one in photos),
        "is_bringing": any(one.state == "told" for one in photos),
        "finding_key": uuid.uuid4(),
        "conditions": findings.CONDITIONS,
        "offered_moves": findings.offered(State(claim.money, claim.goods, claim.talk)),
        "suggested": _suggested(claim),
        "reasons": list(REASONS),
    }


def _photos(here: Here, claim: Claim) -> list[Shown]:
    known = {one.url: one for one in claim.pictures if one.url}
    shown = []
    for number, one in enumerate(evidence.pictures(claim.photos), start=1):
        brought = known.get(one.address)
        if one.lies_here:
            shown.append(Shown(number, one.address, address=one.address))
        elif brought is not None and brought.state == "kept":
            address = reverse("claim_photo", args=[here.desk.slug, brought.id])
            shown.append(Shown(number, one.address, address=address, href=one.address, host=one.host, state="kept"))
        else:
            href = one.address if one.host else ""
            shown.append(Shown(number, one.address, href=href, host=one.host, state=brought.state if brought else ""))
    return shown


def _suggested(claim: Claim) -> suggesting.Suggestion | None:
    """What the buyer's words speak for, where that is not settled: read by us alone, or another reason than the one that stands."""
    found = suggesting.suggest(claim.text)
    if found is None or claim.chosen_by:
        return None
    return found if claim.reason_read or found.reason != claim.reason else None
