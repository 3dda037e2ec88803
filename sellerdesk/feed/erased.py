"""What is told (again) of a buyer who was erased: taken in for the figures, without its words. Asked by every load."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sellerdesk import setwise
from sellerdesk.feed import scrubbing
from sellerdesk.feed.fact import Fact, Malformed, canonical
from sellerdesk.feed.keeping import words_of_broken
from sellerdesk.feed.pseudonyms import pseudonym
from sellerdesk.shops import ShopFacts


KIND = "erased"
"""Of pseudonyms: another kind than those of the ledgers, so that nothing can be compared with them."""


OnceMore = Callable[[ShopFacts, int, datetime], None]
_once_more: list[OnceMore] = []


def afterwards(act: OnceMore) -> None:
    """Have this called in the load's transaction for each erased buyer of whom something new was told, once the rooms have taken it in:
    what waited for that, and named nobody, hangs on the buyer now.
    """
    if act not in _once_more:
        _once_more.append(act)


def once_more(shop: ShopFacts, buyers: Collection[int], now: datetime) -> None:
    """Tell those who asked for it of the erased buyers that a batch met. Nothing where it met none."""
    for buyer in sorted(buyers):
        for act in _once_more:
            act(shop, buyer, now)


Said = Mapping[str, object]
"""What a line says that is no record, as far as it says anything by name."""
_PARENTS = sorted({field for _kind, field in scrubbing.PARENTS.values()} - {"id"})
"""Fields that say what a record hangs on; each is called as the type of that."""


@dataclass(frozen=True, slots=True)
class _Erasure:
    buyer: int
    key: bytes
    mask: str
    erased_at: datetime


def withhold(shop: ShopFacts, records: Sequence[Fact | Malformed]) -> list[tuple[Fact, int]]:
    """Take the words out of those facts that are about erased buyers of the shop, in place. Hashes stay: told once more, they are known.

    That is so of a fact that names such a buyer or one of their orders and is dated until the erasure, of another content of something
    that was scrubbed, and of what hangs on such a thing. Of a line that is no record and names such a buyer, order or thing nothing stays.
    Gives the facts that name an erased buyer or one of their orders, with the buyer's id. One query where nobody was erased.
    """
    found = setwise.rows(
        "SELECT e.buyer_id, e.key, b.outside_id, e.erased_at FROM sellerdesk_buyererasure AS e"
        " JOIN sellerdesk_buyer AS b ON b.desk_id = e.desk_id AND b.id = e.buyer_id"
        " WHERE e.desk_id = %s AND e.shop_id = %s ORDER BY e.erased_at",
        [shop.desk_id, shop.id],
    )
    if not found or not records:
        return []
    facts = [record for record in records if isinstance(record, Fact)]
    erasures = [_Erasure(buyer, bytes(key), mask, at) for buyer, key, mask, at in found]
    latest = erasures[-1].erased_at
    malformed = [(record, _said(record)) for record in records if isinstance(record, Malformed)]
    orders, scrubbed = _orders(shop, facts, [said for _record, said in malformed]), _scrubbed(shop, records, malformed)
    for record, said in malformed:
        if _names_theirs(shop, said, erasures, orders, scrubbed) or _same(record) in scrubbed:
            # Nobody knows what stands where in it.
            record.raw = canonical({scrubbing.MARK: True}).decode()
            record.fault.got = ""
    met = []
    for fact in facts:
        erasure = _of(shop, fact, erasures)
        late = fact.at <= latest
        buyer = erasure.buyer if erasure else orders.get(_order(fact)) if late else None
        if buyer is not None:
            met.append((fact, buyer))
        if buyer is not None or _same(fact) in scrubbed or (late and _parent(fact) in scrubbed):
            _scrub(shop, fact, erasures)
    return met


def _names_theirs(
    shop: ShopFacts, said: Said, erasures: Sequence[_Erasure], orders: Mapping[str, int], scrubbed: Collection[tuple[str, str]]
) -> bool:
    """Whether a line that is no record names an erased buyer, one of their orders, or what hangs on them."""
    words = words_of_broken(said)
    if words:
        return not words.isdisjoint(orders) or any(_by_id(shop, word, None, erasures) for word in words)
    if _by_id(shop, _text(said.get("buyer")), said.get("at"), erasures) or _text(said.get("order")) in orders:
        return True
    moment = _moment(said.get("at"))
    return (moment is None or moment <= erasures[-1].erased_at) and not _parents_said(said).isdisjoint(scrubbed)


def withhold_kept(shop: ShopFacts, facts: Sequence[Fact]) -> set[int]:
    """The same for facts that are kept already and judged again: what is kept of them loses its words too. Ids of the buyers met."""
    before = {fact.record: fact.raw for fact in facts}
    met = withhold(shop, facts)
    setwise.change(
        "UPDATE sellerdesk_feedrecord AS r SET raw = v.raw::jsonb FROM {told} AS v (id, raw) WHERE r.id = v.id",
        "bigint, text",
        [(fact.record, fact.raw) for fact in facts if fact.raw != before[fact.record]],
    )
    return {buyer for _fact, buyer in met}


def _of(shop: ShopFacts, fact: Fact, erasures: Sequence[_Erasure]) -> _Erasure | None:
    return _by_id(shop, scrubbing.names(fact.type, fact.data) or "", fact.at, erasures)


def _by_id(shop: ShopFacts, ref: str, at: object, erasures: Sequence[_Erasure]) -> _Erasure | None:
    """The erasure of the buyer with this outside id that covers a moment; one that nobody can read is covered by any."""
    key = pseudonym(shop.id, KIND, ref) if ref else b""
    moment = _moment(at)
    return next((one for one in erasures if one.key == key and (moment is None or moment <= one.erased_at)), None)


def _moment(at: object) -> datetime | None:
    try:
        moment = at if isinstance(at, datetime) else datetime.fromisoformat(str(at))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _parents_said(said: Said) -> set[tuple[str, str]]:
    return {(field, ref) for field in _PARENTS if (ref := _text(said.get(field)))}


def _said(record: Malformed) -> Said:
    try:
        said = json.loads(record.raw)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _text(value: object) -> str:
    """An outside id as lines give it, alone or as the `id` of a thing."""
    value = value.get("id") if isinstance(value, dict) else value
    return value if isinstance(value, str) else ""


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


def _orders(shop: ShopFacts, facts: Sequence[Fact], malformed: Sequence[Said]) -> dict[str, int]:
    """Those of the orders that these records name whose buyer was erased, with the buyer. Store ratings name theirs to nobody."""
    named = {_order(fact) for fact in facts if fact.type != "store_rating"} | {_text(said.get("order")) for said in malformed}
    refs = sorted(named.union(*map(words_of_broken, malformed)) - {""})
    rows = setwise.rows(
        "SELECT o.outside_id, o.buyer_id FROM sellerdesk_order AS o JOIN sellerdesk_buyererasure AS e ON e.desk_id = o.desk_id"
        " AND e.buyer_id = o.buyer_id WHERE o.desk_id = %s AND o.shop_id = %s AND o.outside_id = ANY(%s)",
        [shop.desk_id, shop.id, refs],
    )
    return dict(rows)


def _scrubbed(shop: ShopFacts, records: Sequence[Fact | Malformed], malformed: Sequence[tuple[Malformed, Said]]) -> set[tuple[str, str]]:
    """Those of these things, and of what they hang on, of which a content was scrubbed."""
    own = {_same(record) for record in records} | {_parent(record) for record in records if isinstance(record, Fact)}
    wanted = sorted(own.union(*(_parents_said(said) for _record, said in malformed)) - {("", "")})
    rows = setwise.rows(
        "SELECT DISTINCT r.type, r.outside_id FROM unnest(%s::text[], %s::text[]) AS v (type, ref) JOIN sellerdesk_feedrecord AS r"
        " ON r.desk_id = %s AND r.shop_id = %s AND r.type = v.type AND r.outside_id = v.ref WHERE r.raw ? 'erased'",
        [[kind for kind, _ in wanted], [ref for _, ref in wanted], shop.desk_id, shop.id],
    )
    return {(kind, ref) for kind, ref in rows}
