"""The rules for automatic decisions of a shop: made, changed, turned on and off, put in order."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _, ngettext

from returns.domain.automatic import DOES, Conditions, Does, Rule, why_not_conditions
from returns.domain.deciding import tidy
from returns.models import ClaimRule
from sellerdesk import shop_rules, wording, writing
from sellerdesk.commands import command
from sellerdesk.domain.actor import Actor
from sellerdesk.domain.rules import RuleProfile
from sellerdesk.domain.traces import trace
from sellerdesk.errors import Refusal
from sellerdesk.shop_rules import LONGEST_NAME, MOST_A_DAY
from sellerdesk.shops import ShopFacts


LONGEST_WORDS: Final = 1000
MOST_PRODUCTS: Final = 100
LARGEST_AMOUNT: Final = 10**13


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a rule is to be. `words` go to the buyer with the decision; of the question for evidence they are the question."""

    name: str
    does: Does
    conditions: Conditions
    cap: int
    words: str = ""
    action: str = ""


@command
def make(*, desk_id: int, shop_ids: Collection[int], shop_id: int, wanted: Wanted, actor: Actor, now: datetime) -> int:
    """Make a rule, the last of its shop and turned off; returns its id.

    Refused: the codes of `why_not_save`, rule_name_taken, too_many_rules. NotVisible for a shop that is not among `shop_ids`.
    """
    shop_rules.lock_shop(TABLE, desk_id, shop_ids, shop_id)
    if refusal := why_not_save(wanted, writing.shop(shop_id).rules):
        raise refusal
    return shop_rules.add(TABLE, desk_id, shop_id, _columns(wanted), actor, now)


@command
def change(*, desk_id: int, shop_ids: Collection[int], rule_id: int, wanted: Wanted, version: int, actor: Actor, now: datetime) -> None:
    """Change a rule that was read as `version`. One that is on starts anew: it speaks of claims from now on.

    Refused: the codes of `make`, rule_changed where somebody else was faster. NotVisible for one of another desk or shop.
    """
    row = shop_rules.mine(TABLE, desk_id, shop_ids, rule_id)
    if refusal := why_not_save(wanted, writing.shop(row.shop_id).rules):
        raise refusal
    shop_rules.change(TABLE, row, _columns(wanted), version=version, actor=actor, now=now)


@command
def turn(*, desk_id: int, shop_ids: Collection[int], rule_id: int, on: bool, actor: Actor, now: datetime) -> None:
    """Turn a rule on, for claims from now on, or off. NotVisible for one of another desk or shop."""
    row = shop_rules.mine(TABLE, desk_id, shop_ids, rule_id)
    shop_rules.turn(TABLE, row, on=on, actor=actor, now=now)


@command
def move(*, desk_id: int, shop_ids: Collection[int], rule_id: int, up: bool, actor: Actor, now: datetime) -> None:
    """Change places with the rule before it (`up`) or behind it; at the end nothing changes."""
    shop_rules.move(TABLE, shop_rules.mine(TABLE, desk_id, shop_ids, rule_id), up=up, actor=actor, now=now)


@command
def delete(*, desk_id: int, shop_ids: Collection[int], rule_id: int, actor: Actor, now: datetime) -> None:
    """It decides nothing any more; what it did stays in the log."""
    shop_rules.delete(TABLE, shop_rules.mine(TABLE, desk_id, shop_ids, rule_id), actor=actor, now=now)


def locked(shop: ShopFacts) -> list[Rule]:
    """The rules of a shop that are on, in their order. Locked until the command ends: who decides by them, decides alone."""
    shop_rules.lock_shop(TABLE, shop.desk_id, [shop.id], shop.id)
    return on(shop)


def on(shop: ShopFacts) -> list[Rule]:
    """The same without the lock, for looking."""
    return [rule_of(row) for row in shop_rules.on(TABLE, shop.desk_id, shop.id)]


def rule_of(row: ClaimRule) -> Rule:
    """A rule's row as the domain sees it."""
    does = next(one for one in DOES if one == row.does)
    return Rule(
        id=row.pk, name=row.name, does=does, conditions=conditions_of(row.conditions), cap=row.cap, words=row.words,
        action=row.action, since=row.since, shop_id=row.shop_id,
    )  # fmt: skip


def rule_as(wanted: Wanted, own: int) -> Rule:
    """What a rule is to be, as the domain would see it saved under this id; 0 for a new one."""
    return Rule(
        id=own, name=wanted.name, does=wanted.does, conditions=wanted.conditions, cap=wanted.cap, words=wanted.words, action=wanted.action
    )


def conditions_of(kept: dict[str, Any]) -> Conditions:
    """Conditions as they are kept."""
    return Conditions(
        wants=frozenset(kept["wants"]), reasons=frozenset(kept["reasons"]), most_minor=kept["most_minor"], currency=kept["currency"],
        products=frozenset(kept["products"]), photos=kept["photos"], claims_before=kept["claims_before"],
    )  # fmt: skip


def why_not_save(wanted: Wanted, rules: RuleProfile) -> Refusal | None:
    """The first thing that is wrong with what a rule of a shop with this profile is to be, or None.

    Codes: rule_name_missing, rule_name_too_long, cap_out_of_range, wants_missing, condition_unknown, amount_missing, wants_unfit,
    amount_too_large, too_many_products, words_missing, words_too_short, words_too_long.
    """
    return _why_not_label(wanted) or _why_not_conditions(wanted) or _why_not_words(wanted, rules)


def _why_not_label(wanted: Wanted) -> Refusal | None:
    if not wanted.name or not wanted.name.isprintable():
        return Refusal("rule_name_missing", _("A rule needs a name."), _("Say in a few words what it decides."))
    if len(wanted.name) > LONGEST_NAME:
        return Refusal("rule_name_too_long", _("This name is too long."), _("Use at most 60 characters."))
    if not 1 <= wanted.cap <= MOST_A_DAY:
        return Refusal("cap_out_of_range", _("A day has from 1 to 1,000 decisions."), _("Choose a number between them."))
    return None


def _why_not_conditions(wanted: Wanted) -> Refusal | None:
    said = {
        "wants_missing": (_("It is not said what the buyer wants."), _("Choose at least one.")),
        "condition_unknown": (_("There is no such condition."), _("Load the page again.")),
        "amount_missing": (_("A rule that gives money back needs a largest amount."), _("Say up to which amount it decides.")),
        "wants_unfit": (
            _("What this rule does is no answer to all that is chosen."),
            _("Money back is for refunds and returns, taking the goods back for returns alone."),
        ),
    }
    if code := why_not_conditions(wanted.does, wanted.action, wanted.conditions):
        return Refusal(code, *said[code])
    if (wanted.conditions.most_minor or 0) > LARGEST_AMOUNT:
        return Refusal("amount_too_large", _("This amount is too large."), _("Choose a smaller one."))
    if len(wanted.conditions.products) > MOST_PRODUCTS:
        return Refusal("too_many_products", _("These are more than 100 products."), _("Leave the field empty for all products."))
    return None


def longest_words(rules: RuleProfile) -> int:
    """How many characters the words of a rule may have in a shop with this profile."""
    most = rules.claim_length[1]
    return LONGEST_WORDS if most is None else min(most, LONGEST_WORDS)


def _why_not_words(wanted: Wanted, rules: RuleProfile) -> Refusal | None:
    """Counted as a decision counts them. What goes without a question may have no words, and then has no least."""
    size, least, most = len(tidy(wanted.words)), rules.claim_length[0], longest_words(rules)
    if wanted.does == "ask" and not size:
        return Refusal("words_missing", _("The question to the buyer has no words."), _("Say what the buyer should send."))
    if wanted.does == "ask" and size < least:
        hint = ngettext("Use at least %(least)s character.", "Use at least %(least)s characters.", least)
        return Refusal("words_too_short", _("The words to the buyer are too short."), hint % {"least": wording.number(least)})
    if size > most:
        hint = ngettext("Use at most %(most)s character.", "Use at most %(most)s characters.", most)
        return Refusal("words_too_long", _("The words to the buyer are too long."), hint % {"most": wording.number(most)})
    return None


def _columns(wanted: Wanted) -> dict[str, Any]:
    told = wanted.conditions
    conditions = {
        "wants": sorted(told.wants), "reasons": sorted(told.reasons), "most_minor": told.most_minor,
        "currency": told.currency if told.most_minor is not None else "", "products": sorted(told.products), "photos": told.photos,
        "claims_before": told.claims_before,
    }  # fmt: skip
    return {
        "name": wanted.name, "does": wanted.does, "action": wanted.action, "words": wanted.words.strip(), "conditions": conditions,
        "cap": wanted.cap,
    }  # fmt: skip


def _told(row: ClaimRule) -> dict[str, Any]:
    """As the audit log keeps it: amounts are texts there."""
    conditions = row.conditions | {"most_minor": None if row.conditions["most_minor"] is None else str(row.conditions["most_minor"])}
    return {"name": row.name, "does": row.does, "action": row.action, "words": trace(row.words), "conditions": conditions, "cap": row.cap}


TABLE: Final = shop_rules.Table(ClaimRule, _told, "claim_rule", "returns.automatic", lock_space=0x636C_7275)
