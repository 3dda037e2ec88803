"""What was decided about a claim here: beside the claim in the same query, one by itself for programs, and listings by their names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from returns.models import Claim, Decision
from returns.models.deciding import HOLDS
from sellerdesk.models import Product


SHOWN = 5
"""Decisions of one claim on its page, the newest first."""
OF_CLAIM = f"""(SELECT json_agg(told ORDER BY id DESC) FROM (
    SELECT d.id, json_build_array(d.id, d.kind, d.action, d.event, d.comes_back, d.amount_minor, d.amount_currency, d.text, d.author_id,
        coalesce(nullif(a.name, ''), a.email, ''), coalesce(nullif(s.name, ''), s.email, ''), d.made_at, d.leaves_at, d.told_at, d.state,
        d.outbound, d.reason, coalesce(nullif(p.article, ''), p.outside_id, '')) AS told
    FROM returns_decision AS d LEFT JOIN sellerdesk_user AS a ON a.id = d.author_id LEFT JOIN sellerdesk_user AS s ON s.id = d.second_id
    LEFT JOIN sellerdesk_product AS p ON p.desk_id = d.desk_id AND p.id = d.product_id
    WHERE d.desk_id = c.desk_id AND d.claim_id = c.id ORDER BY d.id DESC LIMIT {SHOWN:d}) AS own)"""
"""SQL: the decisions of the claim c, as `read` takes them."""


@dataclass(frozen=True, slots=True)
class Own:
    """A decision that was taken here, as pages show it. `author` and `second` are names, empty where none."""

    id: int
    kind: str
    action: str
    event: str
    comes_back: bool
    amount_minor: int | None
    amount_currency: str
    text: str
    author_id: int | None
    author: str
    second: str
    made_at: datetime
    leaves_at: datetime | None
    told_at: datetime | None
    state: str
    outbound: int | None
    reason: str
    article: str
    """Of the listing that is sent instead."""

    @property
    def holds(self) -> bool:
        """Whether it stands in the way of another; a question for more evidence does so only until it is sent."""
        return self.state in HOLDS and not (self.state == Decision.State.SENT and not self.event)


def read(listed: Sequence[Sequence[Any]] | None) -> list[Own]:
    """The decisions of a claim, the newest first, from what OF_CLAIM gave."""
    return [Own(*row[:11], *map(_moment, row[11:14]), *row[14:]) for row in listed or ()]


def _moment(text: str | None) -> Any:
    return None if text is None else datetime.fromisoformat(text)


def one(desk_id: int, shop_id: int, decision_id: int) -> Decision | None:
    """A decision of a shop, with who took it."""
    return Decision.objects.filter(desk_id=desk_id, shop_id=shop_id, pk=decision_id).select_related("author", "second", "product").first()


def claim(desk_id: int, shop_ids: Sequence[int], claim_id: int) -> Claim | None:
    """A claim that is to be decided, with its buyer, order and product."""
    mine = Claim.objects.filter(desk_id=desk_id, shop_id__in=list(shop_ids), pk=claim_id)
    return mine.select_related("buyer", "order", "product").first()


def listing(desk_id: int, shop_id: int, outside_id: str) -> int | None:
    """The listing that the marketplace calls so."""
    found = Product.objects.filter(desk_id=desk_id, shop_id=shop_id, outside_id=outside_id).values_list("pk", flat=True).first()
    return None if found is None else int(found)


def article(desk_id: int, shop_id: int, text: str) -> int | None:
    """The listing that people call so, or that the marketplace does; None where there is none, or more than one."""
    if (by_id := listing(desk_id, shop_id, text)) is not None:
        return by_id
    mine = Product.objects.filter(desk_id=desk_id, shop_id=shop_id)
    found = list(mine.filter(article=text).values_list("pk", flat=True)[:2]) if text else []
    return int(found[0]) if len(found) == 1 else None
