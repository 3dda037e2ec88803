"""What the returns room keeps of a buyer: given out, and erased."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext_lazy

from returns.domain.merging import given
from returns.services import words
from sellerdesk import setwise
from sellerdesk.domain import permissions
from sellerdesk.privacy.places import Page, Place
from sellerdesk.privacy.registry import WITH_BUYER, Erased, Kind, Rows, Whose, Words, forget_lists, ids


CLAIMS = Words("returns_claim", "id", ("reason_text",), ("photos",))
STEPS = Words("returns_claimstep", "claim_ref", ("tracking", "text"))
REFUSALS = Words("returns_refusal", "id", ("reason_text",))
DECISIONS = Words("returns_decision", "claim_id", ("text", "reason"))
FINDINGS = Words("returns_finding", "claim_id", ("words",))
EXHIBITS = Words("returns_exhibit", "claim_id")
RULED = Words("returns_claimruleentry", "claim_id", ("said",))
SIGNALS = Words("returns_returnsignal", "buyer_id", ("did",))
_OF_BUYER = "desk_id = %s AND shop_id = %s AND (buyer_id = %s OR order_ref = ANY(%s))"
KEPT = Kind(
    "returns", gettext_lazy("Claims, decisions, refusals, findings and pictures"),
    gettext_lazy("To decide claims in time, and for the figures of returns."),
    ("returns_claim", "returns_decision", "returns_refusal", "returns_finding", "returns_exhibit"), "at", until=WITH_BUYER,
    places=(
        Place(gettext_lazy("Claims"), "claims", permissions.RETURNS_SEE, query="?show=all"),
        Place(gettext_lazy("Refusals"), "refusals", permissions.RETURNS_SEE),
    ),
    apart=gettext_lazy("Decisions, findings and pictures stand with their claim."),
)  # fmt: skip
_SEE = permissions.RETURNS_SEE
_HERE = [Page("claim", _SEE, by="claim_id")]
PAGES = {
    "claims": [Page("claim", _SEE)],
    "claim_steps": [Page("claim", _SEE, by="claim_ref", of=("claims", "outside_id", "id"))],
    "decisions": _HERE,
    "findings": _HERE,
    "pictures": _HERE,
    "refusals": [Page("refusals", _SEE, by="order_ref", is_search=True)],
}
"""Where each row that is given out can be read."""


def with_reason(record: dict[str, Any]) -> dict[str, Any]:
    """A claim or refusal of the feed whose reason was read from the buyer's words, with that reason as its code: it counts on."""
    reason = record.get("reason")
    if isinstance(reason, dict) and (found := given(reason)).read:
        return {**record, "reason": {**reason, "code": found.code}}
    return record


def export(whose: Whose) -> Rows:
    """Claims and refusals with all that was said and found about them."""
    claims, refs = _own("returns_claim", whose)
    refusals, _refs = _own("returns_refusal", whose)
    return {
        "claims": CLAIMS.rows(whose.desk_id, claims),
        "claim_steps": STEPS.rows(whose.desk_id, refs, shop_id=whose.shop.id),
        "decisions": DECISIONS.rows(whose.desk_id, claims),
        "findings": FINDINGS.rows(whose.desk_id, claims),
        "pictures": EXHIBITS.rows(whose.desk_id, claims),
        "refusals": REFUSALS.rows(whose.desk_id, refusals),
    }


def files(whose: Whose) -> Sequence[tuple[str, str]]:
    """The pictures that are kept."""
    found = setwise.rows(
        "SELECT id, file FROM returns_exhibit WHERE desk_id = %s AND claim_id = ANY(%s) AND file <> '' ORDER BY id",
        [whose.desk_id, _own("returns_claim", whose)[0]],
    )
    return [(place, f"claim-{own}{PurePosixPath(place).suffix}") for own, place in found]


def erase(whose: Whose, now: datetime) -> Erased:
    """All words and pictures of claims and refusals. Reasons, amounts, moments and outcomes stay, and so do the figures."""
    desk, shop = whose.desk_id, whose.shop
    claims, refs = _own("returns_claim", whose)
    refusals, refused = _own("returns_refusal", whose)
    steps = ids(
        "SELECT outside_id FROM returns_claimstep WHERE desk_id = %s AND shop_id = %s AND claim_ref = ANY(%s)", [desk, shop.id, refs]
    )
    outbound = ids(
        "SELECT outbound FROM returns_decision WHERE desk_id = %s AND claim_id = ANY(%s) AND outbound IS NOT NULL", [desk, claims]
    )
    lying = [place for place, _name in files(whose)]
    for table, own in (("returns_claim", claims), ("returns_refusal", refusals)):
        setwise.run(
            f"UPDATE {table} SET told_reason = reason, reason_read = false WHERE desk_id = %s AND id = ANY(%s) AND reason_read", [desk, own]
        )
    rows = CLAIMS.scrub(desk, claims) + STEPS.scrub(desk, refs, shop_id=shop.id) + REFUSALS.scrub(desk, refusals)
    rows += sum(part.scrub(desk, claims) for part in (DECISIONS, FINDINGS, RULED)) + SIGNALS.scrub(desk, [whose.buyer_id])
    rows += EXHIBITS.delete(desk, claims) + forget_lists("returns_savedclaims", whose)
    setwise.run("UPDATE returns_claim SET video = '' WHERE desk_id = %s AND id = ANY(%s)", [desk, claims])
    words.keep_claims(shop, claims)
    words.keep_refusals(shop, refusals)
    return Erased(rows, [("claim", refs), ("claim_step", steps), ("refusal", refused)], outbound, lying)


def _own(table: str, whose: Whose) -> tuple[list[int], list[str]]:
    parameters = [whose.desk_id, whose.shop.id, whose.buyer_id, list(whose.orders)]
    return (
        ids(f"SELECT id FROM {table} WHERE {_OF_BUYER} ORDER BY id", parameters),
        ids(f"SELECT outside_id FROM {table} WHERE {_OF_BUYER} ORDER BY id", parameters),
    )
