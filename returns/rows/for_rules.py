"""Claims as the rules for automatic decisions see them: one statement for many."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from returns.domain.automatic import HISTORY, Claimed
from returns.domain.facts import BUYER, MARKETPLACE, SHOP
from returns.domain.moving import State
from sellerdesk import setwise
from sellerdesk.shops import ShopFacts


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim, and what is shown of it. `began` is where it stood first, `moved` whether anything happened to it since."""

    claim: Claimed
    number: str
    began: State
    moved: bool
    outcome: str
    """What comes by itself when its clock runs out."""
    buyer_id: int | None
    order_ref: str


# What the buyer added with later steps is the buyer's word, too.
_ADDED: Final = f"""coalesce((SELECT string_agg(s.text, E'\\n' ORDER BY s.at, s.id) FROM returns_claimstep AS s
    WHERE s.desk_id = c.desk_id AND s.shop_id = c.shop_id AND s.claim_ref = c.outside_id AND s.by = {BUYER:d} AND s.text <> ''), '')"""
_BEFORE: Final = """CASE WHEN c.buyer_id IS NULL THEN NULL ELSE (SELECT count(*) FROM returns_claim AS b WHERE b.desk_id = c.desk_id
    AND b.buyer_id = c.buyer_id AND b.ruling = '' AND b.at > c.at - %s AND b.at <= c.at AND b.id <> c.id) END"""
_ANSWERED: Final = f"""EXISTS (SELECT FROM returns_move AS m WHERE m.desk_id = c.desk_id AND m.claim_id = c.id
    AND m.by IN ({SHOP:d}, {MARKETPLACE:d})) OR EXISTS (SELECT FROM returns_decision AS d
    WHERE d.desk_id = c.desk_id AND d.claim_id = c.id)"""
_BEGAN: Final = """(SELECT m.money_before || ':' || m.goods_before || ':' || m.talk_before FROM returns_move AS m
    WHERE m.desk_id = c.desk_id AND m.claim_id = c.id AND m.place = 1)"""
_COLUMNS: Final = (
    f"c.id, c.at, c.wants, c.money, c.goods, c.talk, c.reason, c.reason_text, {_ADDED}, jsonb_array_length(c.photos), c.amount_minor,"
    f" c.amount_currency, c.product_id, {_BEFORE}, c.ruling, {_ANSWERED}, c.due_at, c.actions::text, c.outside_id, {_BEGAN}, c.outcome,"
    " c.buyer_id, c.order_ref"
)


def one(shop: ShopFacts, claim_id: int) -> Candidate | None:
    """A claim of this shop; None where there is none."""
    found = setwise.rows(
        f"SELECT {_COLUMNS} FROM returns_claim AS c WHERE c.desk_id = %s AND c.shop_id = %s AND c.id = %s",
        [HISTORY, shop.desk_id, shop.id, claim_id],
    )
    return _read(found[0]) if found else None


def since(shop: ShopFacts, at: datetime, *, most: int) -> list[Candidate]:
    """What buyers claimed at `at` or later, the oldest first; of more than `most` the latest."""
    found = setwise.rows(
        f"SELECT {_COLUMNS} FROM returns_claim AS c WHERE c.desk_id = %s AND c.shop_id = %s AND c.at >= %s"
        " ORDER BY c.at DESC, c.id DESC LIMIT %s",
        [HISTORY, shop.desk_id, shop.id, at, most],
    )
    return [_read(row) for row in reversed(found)]


def as_it_came(one: Candidate) -> Claimed:
    """The claim before anything happened to it. Which moves were legal then nobody knows any more, once something has."""
    began = replace(one.claim, state=one.began, answered=False, due_at=None)
    return replace(began, actions=None) if one.moved else began


def _read(values: Sequence[Any]) -> Candidate:
    own, at, wants, money, goods, talk, reason, text, later, photos, *rest = values
    minor, currency, product_id, before, ruling, answered, due_at, actions, number, began, outcome, buyer_id, order_ref = rest
    state = State(money, goods, talk)
    told = json.loads(actions) if actions is not None else None
    claim = Claimed(
        id=own, at=at, wants=wants, state=state, reason=reason, words="\n".join(part for part in (text, later) if part), photos=photos,
        amount_minor=minor, currency=currency, product_id=product_id, claims_before=before, ruling=ruling, answered=answered,
        due_at=due_at, actions=None if told is None else tuple(told),
    )  # fmt: skip
    return Candidate(claim, number, State(*began.split(":")) if began else state, began is not None, outcome, buyer_id, order_ref)
