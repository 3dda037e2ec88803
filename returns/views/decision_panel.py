"""The decision part of a claim's page: what may be decided, the form of one decision, what became of those that were taken."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from returns.domain.deciding import KINDS, PAYS, Choice, ClaimFacts, Kind, choices, leaves_at, needs_second, ran_out, version
from returns.domain.facts import ACCEPTED, WAITING
from returns.queries import reading
from returns.queries.deciding import Own
from returns.services import decidable, decision_wordings as said, refund_limits
from returns.services.decision_fates import State
from returns.views import decision_words as words
from sellerdesk import wording
from sellerdesk.domain.leaving import seconds_left
from sellerdesk.domain.money import Money, exponent
from sellerdesk.domain.scripts import lang_of
from sellerdesk.marketplaces import reasons
from sellerdesk.shops import ShopFacts


if TYPE_CHECKING:
    from returns.models import Claim


@dataclass(frozen=True, slots=True)
class Offer:
    """A button that opens the form of one kind of decision."""

    kind: Kind
    label: str
    icon: str


@dataclass(frozen=True, slots=True)
class Made:
    """A decision that was taken, as the page shows it. `left` are the seconds in which it can still be taken back."""

    row: Own
    what: str
    who: str
    left: int
    reason: str
    by_hand: str
    lang: str
    mine: bool

    @property
    def may_go_back(self) -> bool:
        """Whether no worker can hold it yet."""
        return self.row.state in {State.WAITING, State.BY_HAND} or (self.row.state == State.QUEUED and self.left > 0)


@dataclass(frozen=True, slots=True)
class Way:
    """One way of a kind: what the form posts, what it is called, what follows, how many characters its words have."""

    value: str
    label: str
    follows: str
    sends: str
    least: int
    most: int
    checked: bool


def context(claim: reading.Claim, shop: ShopFacts, reader_id: int, *, may: bool, now: datetime) -> dict[str, Any]:
    """What may be decided now and what was."""
    facts = decidable.facts(claim, shop)
    is_late = ran_out(facts, now) is not None
    is_free = not is_late and not any(one.holds for one in claim.decisions) and facts.ruling in {ACCEPTED, WAITING}
    made = [_made(one, reader_id, now) for one in claim.decisions if one.state != State.CANCELLED or one.reason]
    return {
        "may": may,
        "offers": _offers(facts, claim.amount_currency) if may and is_free else [],
        "made": made,
        "again": facts.state.money == "refused",
        "late": is_late,
    }


def _offers(facts: ClaimFacts, currency: str) -> list[Offer]:
    kinds = {one.kind for one in choices(facts)}
    return [Offer(kind, words.button(kind, facts, currency), words.ICONS[kind]) for kind in KINDS if kind in kinds]


def _made(row: Own, reader_id: int, now: datetime) -> Made:
    left = 0 if row.leaves_at is None or row.state != State.QUEUED else seconds_left(row.leaves_at, now)
    what = said.named(row.kind, row.amount_minor, row.amount_currency)
    by_hand = ""
    if row.state == State.BY_HAND:
        article = _("Send: %(article)s") % {"article": row.article} if row.article else ""
        by_hand = "\n".join(line for line in (what, article, row.text) if line)
    return Made(
        row, what, row.author or said.nobody(), left, reasons.shown(row.reason), by_hand, lang_of(row.text), row.author_id == reader_id
    )  # fmt: skip


def form(
    desk_id: int, row: "Claim", shop: ShopFacts, reader_id: int, kind: Kind, filled: Mapping[str, str], *, now: datetime
) -> dict[str, Any]:  # fmt: skip
    """The form of one decision. `row` with its order and product; `filled` is what was posted. Empty where it is not offered."""
    facts = decidable.facts(row, shop)
    found = [one for one in choices(facts) if one.kind == kind]
    if not found or ran_out(facts, now) is not None:
        return {}
    currency = row.amount_currency
    # What was asked for comes before what is offered instead.
    chosen = filled.get("way") or _value(min(found, key=lambda one: one.action.event == "offered"))
    ways = [_way(one, facts, currency, chosen, shop, now) for one in found]
    limit = refund_limits.of(desk_id, row.shop_id, reader_id, currency) if kind in PAYS else None
    return {
        "kind": kind,
        "ways": ways,
        "takes_words": any(one.most for one in ways),
        "most": max(one.most for one in ways),
        "needs_words": all(one.least for one in ways),
        "sends": ways[0].sends if len({one.sends for one in ways}) == 1 else _("Send the decision"),
        "key": filled.get("key") or str(uuid.uuid4()),
        "seen": filled.get("seen") or version(row.told_at, row.moved_at),
        "filled": filled,
        "currency": currency,
        "whole": _decimal(facts.asked_minor, currency),
        "limit": _over(kind, facts, limit, currency),
        "cut": wording.hold(seconds_left(leaves_at(now, facts), now)),
        "order": row.order_id,
        "costs": words.costs(kind, facts, currency, goods=_goods(row), postage=_postage(row)),
    }


def _way(one: Choice, facts: ClaimFacts, currency: str, chosen: str, shop: ShopFacts, now: datetime) -> Way:
    return Way(
        _value(one), words.way(one), words.follows(one, facts, currency, zone=shop.zone, now=now), words.sends(one, facts, currency),
        one.action.least, one.action.most, _value(one) == chosen,
    )  # fmt: skip


def _goods(row: "Claim") -> Money | None:
    product = row.product
    return None if product is None or product.cost_minor is None else Money(product.cost_minor, product.cost_currency)


def _postage(row: "Claim") -> Money | None:
    order = row.order
    return None if order is None or order.shipping_cost_minor is None else Money(order.shipping_cost_minor, order.shipping_cost_currency)


def _value(one: Choice) -> str:
    return f"{one.action.code}:{int(one.comes_back)}"


def _decimal(minor: int | None, currency: str) -> str:
    return "" if minor is None else f"{Decimal(minor).scaleb(-exponent(currency)):f}"


def _over(kind: Kind, facts: ClaimFacts, limit: int | None, currency: str) -> str:
    """That a colleague has to confirm, before somebody is surprised by it."""
    if limit is None:
        return ""
    sum_ = wording.money(limit, currency) if currency else ""
    if kind == "refund_part":
        return _("Above %(limit)s a colleague has to confirm it.") % {"limit": sum_}
    if needs_second(kind, facts.asked_minor, limit):
        return _("This is above your limit of %(limit)s: a colleague has to confirm it before it is sent.") % {"limit": sum_}
    return ""
