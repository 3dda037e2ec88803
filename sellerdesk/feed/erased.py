"""What is told (again) of a buyer who was erased: taken in for the figures, without its words. Asked by every load."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sellerdesk import setwise
from sellerdesk.feed import scrubbing
from sellerdesk.feed.fact import Fact, Malformed, canonical
from sellerdesk.feed.pseudonyms import pseudonym
from sellerdesk.shops import ShopFacts


KIND = "erased"
"""Of pseudonyms: another kind than those of the ledgers, so that nothing can be compared with them."""


@dataclass(frozen=True, slots=True)
class _Erasure:
    key: bytes
    mask: str
    erased_at: datetime


def withhold(shop: ShopFacts, records: Sequence[Fact | Malformed]) -> None:
    """Take the words out of those facts that are about erased buyers of the shop, in place. Hashes stay: told once more, they are known.

    That is so of a fact that names such a buyer or one of their orders and is dated until the erasure, of another content of something
    that was scrubbed, and of what hangs on such a thing. One query where nobody was erased.
    """
    found = setwise.rows(
        "SELECT e.key, b.outside_id, e.erased_at FROM sellerdesk_buyererasure AS e"
        " JOIN sellerdesk_buyer AS b ON b.desk_id = e.desk_id AND b.id = e.buyer_id"
        " WHERE e.desk_id = %s AND e.shop_id = %s ORDER BY e.erased_at",
        [shop.desk_id, shop.id],
    )
    if not found or not records:
        return
    facts = [record for record in records if isinstance(record, Fact)]
    erasures = [_Erasure(bytes(key), mask, at) for key, mask, at in found]
    latest = erasures[-1].erased_at
    orders, scrubbed = _orders(shop, facts), _scrubbed(shop, records)
    for record in records:
        if isinstance(record, Malformed) and _same(record) in scrubbed:
            # Nobody knows what stands where in it.
            record.raw = canonical({scrubbing.MARK: True}).decode()
            record.fault.got = ""
    for fact in facts:
        erasure = _of(shop, fact, erasures)
        late = fact.at <= latest
        if erasure or (late and _order(fact) in orders) or _same(fact) in scrubbed or (late and _parent(fact) in scrubbed):
            _scrub(shop, fact, erasures)


def _of(shop: ShopFacts, fact: Fact, erasures: Sequence[_Erasure]) -> _Erasure | None:
    ref = scrubbing.names(fact.type, fact.data)
    key = pseudonym(shop.id, KIND, ref) if ref else b""
    return next((one for one in erasures if one.key == key and fact.at <= one.erased_at), None)


def _scrub(shop: ShopFacts, fact: Fact, erasures: Sequence[_Erasure]) -> None:
    erasure = _of(shop, fact, erasures)

    def mask(ref: str) -> str:
        return erasure.mask if erasure else ref

    fact.data = scrubbing.scrub(fact.type, fact.data, mask)
    fact.raw = canonical({**scrubbing.scrub(fact.type, json.loads(fact.raw), mask), scrubbing.MARK: True}).decode()


def _same(fact: Fact | Malformed) -> tuple[str, str]:
    return fact.type, fact.outside_id


def _parent(fact: Fact) -> tuple[str, str]:
    parent, field = scrubbing.PARENTS.get(fact.type, ("", ""))
    return parent, fact.outside_id if field == "id" else str(fact.data.get(field, ""))


def _order(fact: Fact) -> str:
    return fact.outside_id if fact.type == "order" else str(fact.data.get("order") or "")


def _orders(shop: ShopFacts, facts: Sequence[Fact]) -> set[str]:
    """Those of the orders that these facts name whose buyer was erased. Store ratings name theirs to nobody."""
    refs = sorted({_order(fact) for fact in facts if fact.type != "store_rating"} - {""})
    rows = setwise.rows(
        "SELECT o.outside_id FROM sellerdesk_order AS o JOIN sellerdesk_buyererasure AS e ON e.desk_id = o.desk_id"
        " AND e.buyer_id = o.buyer_id WHERE o.desk_id = %s AND o.shop_id = %s AND o.outside_id = ANY(%s)",
        [shop.desk_id, shop.id, refs],
    )
    return {ref for (ref,) in rows}


def _scrubbed(shop: ShopFacts, records: Sequence[Fact | Malformed]) -> set[tuple[str, str]]:
    """Those of these things, and of what they hang on, of which a content was scrubbed."""
    own = {_same(record) for record in records}
    wanted = sorted((own | {_parent(record) for record in records if isinstance(record, Fact)}) - {("", "")})
    rows = setwise.rows(
        "SELECT DISTINCT r.type, r.outside_id FROM unnest(%s::text[], %s::text[]) AS v (type, ref) JOIN sellerdesk_feedrecord AS r"
        " ON r.desk_id = %s AND r.shop_id = %s AND r.type = v.type AND r.outside_id = v.ref WHERE r.raw ? 'erased'",
        [[kind for kind, _ in wanted], [ref for _, ref in wanted], shop.desk_id, shop.id],
    )
    return {(kind, ref) for kind, ref in rows}
