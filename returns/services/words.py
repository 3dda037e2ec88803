"""Keeps the words of claims and refusals for the search, folded, next to the ledger."""

from collections.abc import Collection, Sequence
from typing import Any

from sellerdesk import setwise
from sellerdesk.domain.searching import said
from sellerdesk.shops import ShopFacts


_JOINED = (
    " LEFT JOIN sellerdesk_buyer AS b ON b.desk_id = c.desk_id AND b.id = c.buyer_id"
    " LEFT JOIN sellerdesk_product AS p ON p.desk_id = c.desk_id AND p.id = c.product_id"
    " WHERE c.desk_id = %s AND c.shop_id = %s AND c.id = ANY(%s) ORDER BY c.id"
)
_PARTS = "coalesce(b.name, ''), coalesce(p.title, ''), coalesce(p.article, '')"
_CLAIMS = (
    f"SELECT c.id, c.outside_id, c.reason_text, {_PARTS}, (SELECT string_agg(s.text || ' ' || s.tracking, ' ' ORDER BY s.at, s.id)"
    " FROM returns_claimstep AS s WHERE s.desk_id = c.desk_id AND s.shop_id = c.shop_id AND s.claim_ref = c.outside_id)"
    f" FROM returns_claim AS c{_JOINED}"
)
_REFUSALS = f"SELECT c.id, c.outside_id, c.reason_text, {_PARTS} FROM returns_refusal AS c{_JOINED}"


def keep_claims(shop: ShopFacts, ids: Collection[int]) -> None:
    """Keep the words of these claims, where they are not kept so already. The order's number is not among them."""
    _keep(shop, ids, _CLAIMS, "claim_id")


def keep_refusals(shop: ShopFacts, ids: Collection[int]) -> None:
    """The same of refusals."""
    _keep(shop, ids, _REFUSALS, "refusal_id")


def _keep(shop: ShopFacts, ids: Collection[int], read: str, link: str) -> None:
    if not ids:
        return
    rows: Sequence[tuple[Any, ...]] = setwise.rows(read, [shop.desk_id, shop.id, list(ids)])
    setwise.insert(
        "returns_said",
        f"desk_id, shop_id, {link}, words",
        [(shop.desk_id, shop.id, own, said(part or "" for part in parts)) for own, *parts in rows],
        tail=f"ON CONFLICT (desk_id, {link}) DO UPDATE SET words = excluded.words WHERE returns_said.words <> excluded.words",
    )
