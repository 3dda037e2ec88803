"""Keeps the words of reviews for the search, folded, next to the ledger."""

from collections.abc import Collection

from sellerdesk import setwise
from sellerdesk.domain.searching import said
from sellerdesk.shops import ShopFacts


_PARTS = (
    "SELECT r.id, r.title, r.text, r.pros, r.cons, CASE WHEN r.anonymous THEN '' ELSE coalesce(b.name, '') END,"
    " (SELECT string_agg(f.text, ' ' ORDER BY f.at, f.id) FROM reviews_followup AS f WHERE f.desk_id = r.desk_id AND f.shop_id = r.shop_id"
    " AND f.review_ref = r.outside_id AND f.ruling IN ('', 'waiting')),"
    " (SELECT string_agg(s.text, ' ' ORDER BY s.at, s.id) FROM reviews_reviewstep AS s WHERE s.desk_id = r.desk_id"
    " AND s.shop_id = r.shop_id AND s.review_ref = r.outside_id AND s.kind = 1 AND s.ruling IN ('', 'waiting'))"
    " FROM reviews_review AS r LEFT JOIN sellerdesk_buyer AS b ON b.desk_id = r.desk_id AND b.id = r.buyer_id"
)


def keep(shop: ShopFacts, review_ids: Collection[int], refs: Collection[str] = ()) -> None:
    """Keep the words of these reviews (by id, and by outside id), where they are not kept so already.

    A buyer who wishes to be anonymous is not found by name. The order's number is not among the words: not everybody who reads
    reviews may see orders, and who may finds by the ledger's own column.
    """
    if not review_ids and not refs:
        return
    found = setwise.rows(
        f"{_PARTS} WHERE r.desk_id = %s AND r.shop_id = %s AND r.author = 1 AND (r.id = ANY(%s) OR r.outside_id = ANY(%s)) ORDER BY r.id",
        [shop.desk_id, shop.id, list(review_ids), list(refs)],
    )
    setwise.insert(
        "reviews_said",
        "desk_id, review_id, words",
        [(shop.desk_id, review_id, said(part or "" for part in parts)) for review_id, *parts in found],
        tail="ON CONFLICT (desk_id, review_id) DO UPDATE SET words = excluded.words WHERE reviews_said.words <> excluded.words",
    )
