"""Which claims a rule decides by itself, and why it leaves the others to a person. Pure.

A rule only ever gives: money back, or the goods taken back for money, or the question for more evidence. To turn a claim down is a
person's. Whatever the conditions say, `why_never` comes first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal, get_args

from returns.domain import threats
from returns.domain.actions import TOLD
from returns.domain.deciding import ClaimFacts, Wanted, needs_second, pays, tidy, why_not_decide
from returns.domain.facts import ACCEPTED, WANTS
from returns.domain.moving import State
from returns.domain.reasons import REASONS


Presence = Literal["any", "with", "without"]
PRESENCES: Final[tuple[Presence, ...]] = get_args(Presence)
Does = Literal["refund", "return", "ask"]
DOES: Final[tuple[Does, ...]] = get_args(Does)
"""What a rule may do, as kinds of decisions: pay everything back and leave the goods, agree to the return, ask for more evidence."""
GIVES: Final[frozenset[Does]] = frozenset({"refund", "return"})
"""What costs money: such a rule must say up to which amount."""
ACTIONS: Final[Mapping[Does, tuple[str, ...]]] = {
    "refund": (),
    "return": tuple(code for code, action in TOLD.items() if action.event == "agreed"),
    "ask": (),
}
"""Where a marketplace has several moves that come to the same: which of them may be chosen."""
HISTORY: Final = timedelta(days=90)
"""How far a buyer's earlier claims are looked at."""

# Why a claim is a person's, whatever the rules: the first that holds.
NEVER: Final = ("not_standing", "not_asked", "decided_before", "time_over", "long_text", "court", "injury")
# Why a rule does not speak of it.
CONDITIONS: Final = ("wants", "reason", "currency", "amount_unknown", "amount", "photos", "product", "claims_before")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Which claims a rule is for. Empty sets ask for nothing.

    `most_minor` of `currency` is the largest amount that is asked for, in minor units; None: the amount does not matter.
    `claims_before`: so many other claims the buyer may have made within `HISTORY` before this one; None: any number.
    """

    wants: frozenset[str] = frozenset({"refund", "return"})
    reasons: frozenset[str] = frozenset()
    most_minor: int | None = None
    currency: str = ""
    products: frozenset[int] = frozenset()
    photos: Presence = "any"
    claims_before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A claim as far as rules go. `claims_before` counts the buyer's other claims of the 90 days before; None where nobody knows the buyer.

    `answered`: the shop, or the marketplace, has done something with it already, or a decision of ours exists.
    """

    id: int
    at: datetime
    wants: str
    state: State
    reason: str = ""
    words: str = ""
    photos: int = 0
    amount_minor: int | None = None
    currency: str = ""
    product_id: int | None = None
    claims_before: int | None = 0
    ruling: str = ACCEPTED
    answered: bool = False
    due_at: datetime | None = None
    actions: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of one shop. It speaks of claims that were made at `since` or later; None: it was never turned on."""

    id: int
    name: str
    does: Does
    conditions: Conditions
    cap: int
    words: str = ""
    action: str = ""
    """Which of several moves of a marketplace is meant, by its code; empty where there is one."""
    since: datetime | None = None
    shop_id: int = field(default=0, compare=False)


def why_never(claim: Claimed, now: datetime) -> str:
    """Why no rule may decide it, one of `NEVER`; empty where one may.

    A claim of an order that nobody knows yet is a person's, too: neither product nor buyer is known.
    """
    if claim.ruling != ACCEPTED:
        return "not_standing"
    if claim.state.talk != "shop" or claim.state.money != "asked" or claim.state.goods in {"arrived", "received"}:
        return "not_asked"
    if claim.answered:
        return "decided_before"
    if claim.due_at is not None and now > claim.due_at:
        return "time_over"
    if threats.is_too_long(claim.words):
        return "long_text"
    found = threats.threats(claim.words)
    return found[0].kind if found else ""


def unmet(conditions: Conditions, claim: Claimed) -> str:
    """Which condition it does not meet, one of `CONDITIONS`; empty where the rule is for it. What is not known meets no condition."""
    if claim.wants not in conditions.wants:
        return "wants"
    if conditions.reasons and claim.reason not in conditions.reasons:
        return "reason"
    if conditions.most_minor is not None and (why := _unmet_amount(conditions, claim)):
        return why
    if not _is(conditions.photos, present=claim.photos > 0):
        return "photos"
    if conditions.products and claim.product_id not in conditions.products:
        return "product"
    limit = conditions.claims_before
    if limit is not None and (claim.claims_before is None or claim.claims_before > limit):
        return "claims_before"
    return ""


def _unmet_amount(conditions: Conditions, claim: Claimed) -> str:
    assert conditions.most_minor is not None
    if claim.amount_minor is None:
        return "amount_unknown"
    if claim.currency != conditions.currency:
        return "currency"
    return "amount" if claim.amount_minor > conditions.most_minor else ""


def first(rules: Sequence[Rule], claim: Claimed, *, back: bool = False) -> Rule | None:
    """The first rule that is for a claim; those turned on after it was made are passed over, unless asked to reach `back`."""
    for rule in rules:
        reached = back or (rule.since is not None and claim.at >= rule.since)
        if reached and not unmet(rule.conditions, claim):
            return rule
    return None


def why_not_conditions(does: Does, action: str, conditions: Conditions) -> str:
    """What is wrong with the conditions of a rule, as a code: wants_missing, condition_unknown, amount_missing, wants_unfit; or empty."""
    if not conditions.wants:
        return "wants_missing"
    known = conditions.wants <= set(WANTS) and conditions.reasons <= set(REASONS) and conditions.photos in PRESENCES and does in DOES
    if not known or (conditions.claims_before or 0) < 0 or (action and action not in ACTIONS[does]):
        return "condition_unknown"
    if does in GIVES and (conditions.most_minor is None or conditions.most_minor <= 0 or not conditions.currency):
        return "amount_missing"
    allowed = {"refund": {"refund", "return"}, "return": {"return"}, "ask": set(WANTS)}[does]
    return "" if conditions.wants <= allowed else "wants_unfit"


def _is(wanted: Presence, *, present: bool) -> bool:
    return wanted == "any" or present == (wanted == "with")


def wanted(rule: Rule) -> Wanted:
    """What a rule decides, as a person would ask for it."""
    return Wanted(
        kind=rule.does, action=rule.action, text=tidy(rule.words), comes_back=None if rule.does == "ask" else rule.does == "return"
    )


def why_not_do(rule: Rule, facts: ClaimFacts, limit: int | None, now: datetime) -> str:
    """Why what a rule does cannot be done to a claim, as a code of `deciding.why_not_decide`, or over_limit; empty where it can.

    `limit` is the smallest amount above which anybody would need a second person: a rule has none to confirm it.
    """
    what = wanted(rule)
    if needs_second(what.kind, pays(what.kind, None, facts.asked_minor), limit):
        return "over_limit"
    why = why_not_decide(facts, what, now)
    return why.code if why is not None else ""
