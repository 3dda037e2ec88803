"""The pictures of a claim: the buyer's that were brought here, and those of our own people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sellerdesk import setwise


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One picture. `url` is the buyer's address of it, empty where one of our people (`who`) added it with a finding."""

    id: int
    finding: int | None
    url: str
    state: str
    reason: str
    name: str
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture that lies here: its place, its type by its content, its name."""

    place: str
    content_type: str
    name: str


OF_CLAIM = """(SELECT json_agg(json_build_array(e.id, e.finding_id, e.url, e.state, e.reason, e.name, e.at,
    coalesce(nullif(u.name, ''), u.email, f.author_label, '')) ORDER BY e.finding_id NULLS FIRST, e.place, e.id) FROM returns_exhibit AS e
    LEFT JOIN returns_finding AS f ON f.desk_id = e.desk_id AND f.id = e.finding_id LEFT JOIN sellerdesk_user AS u ON u.id = f.author_id
    WHERE e.desk_id = c.desk_id AND e.claim_id = c.id)"""
"""The pictures of a claim `c` as a column: the buyer's first, in their order."""


def read(listed: Sequence[Sequence[Any]] | None) -> list[Exhibit]:
    """The pictures of that column."""
    return [
        Exhibit(own, finding, url, state, reason, name, datetime.fromisoformat(at), who)
        for own, finding, url, state, reason, name, at, who in listed or ()
    ]


def kept(desk_id: int, shop_ids: Sequence[int], exhibit_id: int) -> Kept | None:
    """The file of a picture of a claim of these shops; None where there is none."""
    found = setwise.rows(
        "SELECT e.file, e.content_type, e.name FROM returns_exhibit AS e JOIN returns_claim AS c ON c.desk_id = e.desk_id"
        " AND c.id = e.claim_id WHERE e.desk_id = %s AND e.id = %s AND e.state = 'kept' AND c.shop_id = ANY(%s)",
        [desk_id, exhibit_id, list(shop_ids)],
    )
    return Kept(*found[0]) if found else None


def of_claim(desk_id: int, shop_id: int, claim_id: int) -> list[Exhibit]:
    """The pictures of a claim of this shop."""
    found = setwise.rows(
        f"SELECT {OF_CLAIM} FROM returns_claim AS c WHERE c.desk_id = %s AND c.shop_id = %s AND c.id = %s", [desk_id, shop_id, claim_id]
    )
    return read(found[0][0]) if found else []
