"""What the shop's own people said of claims, as a fold needs it: findings, reasons, how long the shop takes."""

from collections.abc import Collection
from datetime import timedelta

from returns.domain.choosing import Choice
from returns.domain.clocks import BY_SHOP, OwnTimes
from returns.domain.facts import SHOP, Step
from sellerdesk import setwise
from sellerdesk.shops import ShopFacts


def findings(shop: ShopFacts, refs: Collection[str]) -> dict[str, list[Step]]:
    """The findings that do something to the goods of these claims and were not taken back, by the claims' outside ids."""
    found: dict[str, list[Step]] = {}
    for ref, own_id, at, event in setwise.rows(
        "SELECT c.outside_id, f.id, f.at, f.moves FROM returns_claim AS c JOIN returns_finding AS f ON f.desk_id = c.desk_id"
        " AND f.claim_id = c.id WHERE c.desk_id = %s AND c.shop_id = %s AND c.outside_id = ANY(%s) AND f.moves <> ''"
        " AND f.withdrawn_at IS NULL",
        [shop.desk_id, shop.id, list(refs)],
    ):
        found.setdefault(ref, []).append(Step("", at, event, SHOP, own_id))
    return found


def choices(shop: ShopFacts, refs: Collection[str]) -> dict[str, Choice]:
    """The reasons that people gave these claims, by the claims' outside ids."""
    found = setwise.rows(
        "SELECT c.outside_id, o.reason, o.instead_of FROM returns_claim AS c JOIN returns_reasonchoice AS o ON o.desk_id = c.desk_id"
        " AND o.claim_id = c.id WHERE c.desk_id = %s AND c.shop_id = %s AND c.outside_id = ANY(%s)",
        [shop.desk_id, shop.id, list(refs)],
    )
    return {ref: Choice(*rest) for ref, *rest in found}


def times(shop: ShopFacts) -> list[OwnTimes]:
    """How long the shop takes, from which moments on; nothing where its marketplace says that."""
    if shop.rules.name not in BY_SHOP:
        return []
    found = setwise.rows(
        "SELECT holds_from, decide_hours, settle_hours FROM returns_clockrule WHERE desk_id = %s AND shop_id = %s ORDER BY holds_from",
        [shop.desk_id, shop.id],
    )
    return [OwnTimes(at, timedelta(hours=decide), timedelta(hours=settle)) for at, decide, settle in found]
