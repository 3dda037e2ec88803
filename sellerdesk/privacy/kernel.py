"""What the kernel itself keeps of a buyer: the buyer, their orders, and every record that was ever told."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sellerdesk import setwise
from sellerdesk.domain import permissions
from sellerdesk.feed import scrubbing
from sellerdesk.feed.fact import MALFORMED, canonical
from sellerdesk.feed.keeping import words_of_broken
from sellerdesk.feed.schema import TYPES
from sellerdesk.privacy.places import Page
from sellerdesk.privacy.registry import Erased, Rows, Whose, Words, as_said, ids


BUYER = Words("sellerdesk_buyer", "id")
ORDERS = Words("sellerdesk_order", "id", ("note", "tracking"))
LINES = Words("sellerdesk_orderline", "order_id")
VOIDS = Words("sellerdesk_tradevoid", "order_ref", ("reason",))
BATCH = 500
NAMED = ("order", "review", "question", "message", "claim", "conversation")
"""What records say that they are about, in a field of this name."""
PAGES = {
    # An order has no page of its own: its number is looked for.
    "orders": [Page("search", permissions.ORDERS_SEE, by="outside_id", is_search=True)],
    "order_lines": [Page("search", permissions.ORDERS_SEE, by="order_id", of=("orders", "id", "outside_id"), is_search=True)],
    "struck_orders": [Page("search", permissions.ORDERS_SEE, by="order_ref", is_search=True)],
}


def export(whose: Whose) -> Rows:
    """The buyer, their orders with lines, and orders that the marketplace struck."""
    return {
        "buyer": BUYER.rows(whose.desk_id, [whose.buyer_id]),
        "orders": ORDERS.rows(whose.desk_id, whose.order_ids),
        "order_lines": LINES.rows(whose.desk_id, whose.order_ids),
        "struck_orders": VOIDS.rows(whose.desk_id, whose.orders, shop_id=whose.shop.id),
    }


def erase(whose: Whose, now: datetime) -> Erased:
    """Name and id of the buyer, notes and parcels of the orders. What was ordered when, for how much, and how it ended stays."""
    desk, shop = whose.desk_id, whose.shop.id
    rows = ORDERS.scrub(desk, whose.order_ids) + VOIDS.scrub(desk, whose.orders, shop_id=shop)
    rows += setwise.run(
        "UPDATE sellerdesk_buyer SET outside_id = %s, name = '', named_at = NULL WHERE desk_id = %s AND id = %s",
        [whose.mask, desk, whose.buyer_id],
    )
    voids = ids(
        "SELECT outside_id FROM sellerdesk_tradevoid WHERE desk_id = %s AND shop_id = %s AND order_ref = ANY(%s)",
        [desk, shop, list(whose.orders)],
    )
    return Erased(rows, [("order", whose.orders), ("trade_void", voids)])


def scrub_records(whose: Whose, told: Iterable[tuple[str, Sequence[str]]]) -> int:
    """Take the words out of every content that was ever told of these things, and out of what waits or was rejected and names the buyer.

    Hashes stay, so that the same content told again is known and goes no further. Returns how many records there were.
    """
    wanted = [(kind, ref) for kind, refs in told for ref in sorted(set(refs))]
    number = 0
    for start in range(0, len(wanted), BATCH):
        some = wanted[start : start + BATCH]
        found = setwise.rows(
            "SELECT r.id, r.type, r.code, r.raw FROM unnest(%s::text[], %s::text[]) AS v (type, ref) JOIN sellerdesk_feedrecord AS r"
            " ON r.desk_id = %s AND r.shop_id = %s AND r.type = v.type AND r.outside_id = v.ref",
            [[kind for kind, _ in some], [ref for _, ref in some], whose.desk_id, whose.shop.id],
        )
        number += _write(whose, found)
    return number + _write(whose, _not_applied(whose, wanted)) + _write(whose, _broken(whose))


def _not_applied(whose: Whose, told: Iterable[tuple[str, str]]) -> list[tuple[Any, ...]]:
    """Records that no ledger holds, found by what they say: the buyer's id as a whole value, the name, or what of theirs they are about."""
    named = [json.dumps(whose.outside_id, ensure_ascii=False), *([as_said(whose.name)] if whose.name else [])]
    about: dict[str, list[str]] = {field: [] for field in NAMED}
    for kind, ref in told:
        about.get(kind, []).append(ref)
    hangs = "".join(f" OR coalesce(raw #>> '{{{field},id}}', raw ->> '{field}') = ANY(%s)" for field in NAMED)
    return setwise.rows(
        "SELECT id, type, code, raw FROM sellerdesk_feedrecord WHERE desk_id = %s AND shop_id = %s AND state <> 1"
        f" AND (EXISTS (SELECT 1 FROM unnest(%s::text[]) AS said WHERE position(said IN raw::text) > 0){hangs})",
        [whose.desk_id, whose.shop.id, named, *(about[field] for field in NAMED)],
    )


def _broken(whose: Whose) -> list[tuple[Any, ...]]:
    """Lines and rows that could not be taken apart, and have the buyer's id or the number of one of the orders between their signs."""
    wanted = {whose.outside_id, *whose.orders}
    found = setwise.rows(
        "SELECT id, type, code, raw FROM sellerdesk_feedrecord WHERE desk_id = %s AND shop_id = %s AND state <> 1"
        " AND (raw - 'line' = '{}' OR raw - 'row' = '{}') AND EXISTS (SELECT 1 FROM unnest(%s::text[]) AS ref"
        " WHERE position(ref IN coalesce(raw ->> 'line', raw ->> 'row')) > 0)",
        [whose.desk_id, whose.shop.id, sorted(wanted)],
    )
    return [row for row in found if not wanted.isdisjoint(words_of_broken(json.loads(row[3])))]


def _write(whose: Whose, found: Sequence[tuple[Any, ...]]) -> int:
    rows = [(own, canonical(_scrubbed(whose, kind, code, json.loads(raw))).decode()) for own, kind, code, raw in found]
    setwise.change(
        "UPDATE sellerdesk_feedrecord AS r SET raw = v.raw::jsonb, detail = CASE WHEN r.detail IS NULL THEN NULL"
        " ELSE jsonb_set(r.detail, '{got}', '\"\"') END FROM {told} AS v (id, raw) WHERE r.id = v.id",
        "bigint, text",
        rows,
    )
    return len(rows)


def _scrubbed(whose: Whose, kind: str, code: str, value: object) -> dict[str, object]:
    """A record without words. Of one that is malformed nothing is left: nobody knows what stands where."""
    if code == MALFORMED or kind not in TYPES or not isinstance(value, dict) or "at" not in value:
        return {scrubbing.MARK: True}
    try:
        kept = scrubbing.scrub(kind, value, lambda ref: whose.mask if ref == whose.outside_id else ref)
    except (KeyError, TypeError, AttributeError):
        return {scrubbing.MARK: True}
    return {**kept, scrubbing.MARK: True}
