"""The rules for automatic answers of a shop: made, changed, turned on and off, put in order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _, ngettext

from reviews.domain.automatic import LANGUAGES, PRESENCES, STARS, Conditions, Rule
from reviews.domain.rotation import NAMES, Blocks
from reviews.models import AutomaticRule, AutomaticWait
from reviews.services import automatic_queue, reaching
from sellerdesk import shop_rules, wording
from sellerdesk.commands import command
from sellerdesk.domain.actor import Actor
from sellerdesk.domain.replies import filling, gaps
from sellerdesk.domain.rules import RuleProfile
from sellerdesk.domain.traces import trace
from sellerdesk.errors import Refusal
from sellerdesk.shop_rules import LONGEST_NAME, MOST_A_DAY
from sellerdesk.shops import ShopFacts


LONGEST_VARIANT: Final = 1000
LONGEST_WORD: Final = 80
MOST_VARIANTS: Final = 20
MOST_WORDS: Final = 50
MOST_PRODUCTS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a rule is to be."""

    name: str
    conditions: Conditions
    blocks: Blocks
    cap: int


@command
def make(*, desk_id: int, shop_ids: Collection[int], shop_id: int, wanted: Wanted, actor: Actor, now: datetime) -> int:
    """Make a rule, the last of its shop and turned off; returns its id.

    Refused: the codes of `why_not_save`, rule_name_taken, too_many_rules. NotVisible for a shop that is not among `shop_ids`.
    """
    shop_rules.lock_shop(TABLE, desk_id, shop_ids, shop_id)
    if refusal := why_not_save(wanted, reaching.shop(shop_id).rules):
        raise refusal
    return shop_rules.add(TABLE, desk_id, shop_id, _columns(wanted), actor, now)


@command
def change(*, desk_id: int, shop_ids: Collection[int], rule_id: int, wanted: Wanted, version: int, actor: Actor, now: datetime) -> None:
    """Change a rule that was read as `version`. One that is on starts anew: it speaks of reviews from now on.

    Refused: the codes of `make`, rule_changed where somebody else was faster. NotVisible for one of another desk or shop.
    """
    row = shop_rules.mine(TABLE, desk_id, shop_ids, rule_id)
    if refusal := why_not_save(wanted, reaching.shop(row.shop_id).rules):
        raise refusal
    shop_rules.change(TABLE, row, _columns(wanted), version=version, actor=actor, now=now)


@command
def turn(*, desk_id: int, shop_ids: Collection[int], rule_id: int, on: bool, actor: Actor, now: datetime) -> None:
    """Turn a rule on, for reviews from now on, or off. What it was asked to answer and has not is not answered any more then."""
    row = shop_rules.mine(TABLE, desk_id, shop_ids, rule_id)
    if shop_rules.turn(TABLE, row, on=on, actor=actor, now=now) and not on:
        AutomaticWait.objects.filter(desk_id=desk_id, rule_id=row.pk).delete()


@command
def ask(*, desk_id: int, shop_ids: Collection[int], rule_id: int, review_ids: Sequence[int], actor: Actor, now: datetime) -> int:
    """Have a rule that is on answer these reviews too, which wait since before; returns how many. Refused: rule_is_off."""
    row = shop_rules.mine(TABLE, desk_id, shop_ids, rule_id)
    if row.since is None:
        raise Refusal("rule_is_off", _("This rule is off."), _("Turn it on first."))
    number = automatic_queue.ask(reaching.shop(row.shop_id), review_ids, row.pk, now=now) if review_ids else 0
    if number:
        shop_rules.tell(TABLE, row, actor, "asked", None, {"name": row.name, "reviews": number}, now)
    return number


@command
def move(*, desk_id: int, shop_ids: Collection[int], rule_id: int, up: bool, actor: Actor, now: datetime) -> None:
    """Change places with the rule before it (`up`) or behind it; at the end nothing changes."""
    shop_rules.move(TABLE, shop_rules.mine(TABLE, desk_id, shop_ids, rule_id), up=up, actor=actor, now=now)


@command
def delete(*, desk_id: int, shop_ids: Collection[int], rule_id: int, actor: Actor, now: datetime) -> None:
    """It answers nothing any more; what it did stays in the log."""
    row = shop_rules.mine(TABLE, desk_id, shop_ids, rule_id)
    shop_rules.delete(TABLE, row, actor=actor, now=now)
    AutomaticWait.objects.filter(desk_id=desk_id, rule_id=row.pk).delete()


def locked(shop: ShopFacts) -> list[Rule]:
    """The rules of a shop that are on, in their order. Locked until the command ends: who decides by them, decides alone."""
    shop_rules.lock_shop(TABLE, shop.desk_id, [shop.id], shop.id)
    return on(shop)


def on(shop: ShopFacts) -> list[Rule]:
    """The same without the lock, for looking."""
    return [rule_of(row) for row in shop_rules.on(TABLE, shop.desk_id, shop.id)]


def rule_of(row: AutomaticRule) -> Rule:
    """A rule's row as the domain sees it."""
    return Rule(
        id=row.pk, name=row.name, conditions=conditions_of(row.conditions), blocks=blocks_of(row.blocks), cap=row.cap, since=row.since,
        shop_id=row.shop_id,
    )  # fmt: skip


def rule_as(wanted: Wanted, own: int) -> Rule:
    """What a rule is to be, as the domain would see it saved under this id; 0 for a new one."""
    return Rule(id=own, name=wanted.name, conditions=wanted.conditions, blocks=wanted.blocks, cap=wanted.cap)


def conditions_of(kept: dict[str, Any]) -> Conditions:
    """Conditions as they are kept."""
    return Conditions(
        stars=frozenset(kept["stars"]), contains=tuple(kept["contains"]), without=tuple(kept["without"]),
        products=frozenset(kept["products"]), text=kept["text"], photos=kept["photos"], languages=frozenset(kept["languages"]),
    )  # fmt: skip


def blocks_of(kept: dict[str, Any]) -> Blocks:
    """Building blocks as they are kept."""
    return Blocks(**{name: tuple(kept[name]) for name in NAMES})


def why_not_save(wanted: Wanted, rules: RuleProfile) -> Refusal | None:
    """The first thing that is wrong with what a rule of a shop with this profile is to be, or None.

    Codes: rule_name_missing, rule_name_too_long, stars_missing, condition_unknown, too_many_words, word_too_long, too_many_products,
    cap_out_of_range, text_missing, too_many_variants, variant_too_long, variable_unknown, agent_unknown, gap_in_variant.
    """
    return _why_not_label(wanted) or _why_not_conditions(wanted.conditions) or _why_not_blocks(wanted.blocks, rules)


def _why_not_label(wanted: Wanted) -> Refusal | None:
    if not wanted.name or not wanted.name.isprintable():
        return Refusal("rule_name_missing", _("A rule needs a name."), _("Say in a few words what it answers."))
    if len(wanted.name) > LONGEST_NAME:
        return Refusal("rule_name_too_long", _("This name is too long."), _("Use at most 60 characters."))
    if not 1 <= wanted.cap <= MOST_A_DAY:
        return Refusal("cap_out_of_range", _("A day has from 1 to 1,000 answers."), _("Choose a number between them."))
    return None


def _why_not_conditions(conditions: Conditions) -> Refusal | None:
    if not conditions.stars:
        return Refusal("stars_missing", _("No stars are chosen."), _("Choose at least one."))
    known = conditions.stars <= set(STARS) and conditions.languages <= set(LANGUAGES)
    if not known or conditions.text not in PRESENCES or conditions.photos not in PRESENCES:
        return Refusal("condition_unknown", _("There is no such condition."), _("Load the page again."))
    for words in (conditions.contains, conditions.without):
        if len(words) > MOST_WORDS:
            return Refusal("too_many_words", _("There are more than %(most)d words.") % {"most": MOST_WORDS}, _("Leave some out."))
        if any(len(word) > LONGEST_WORD for word in words):
            return Refusal("word_too_long", _("A word is too long."), _("A line has at most 80 characters."))
    if len(conditions.products) > MOST_PRODUCTS:
        return Refusal("too_many_products", _("These are more than 100 products."), _("Leave the field empty for all products."))
    return None


def _why_not_blocks(blocks: Blocks, rules: RuleProfile) -> Refusal | None:
    most = min(LONGEST_VARIANT, rules.answer_length[1] or LONGEST_VARIANT)
    if not blocks.each():
        return Refusal("text_missing", _("The answer has no text."), _("Write at least one line in one of the four blocks."))
    for block in blocks.each():
        if len(block) > MOST_VARIANTS:
            return Refusal("too_many_variants", _("A block has more than 20 lines."), _("Leave some out."))
        for variant in block:
            if refusal := _why_not_variant(variant, most):
                return refusal
    return None


def _why_not_variant(variant: str, most: int) -> Refusal | None:
    if len(variant) > most:
        said = _("“%(text)s…” is too long.") % {"text": variant[:30]}
        hint = ngettext("A line has at most %(most)s character.", "A line has at most %(most)s characters.", most)
        return Refusal("variant_too_long", said, hint % {"most": wording.number(most)})
    if unknown := filling.unknown(variant):
        said = _("There is no variable {%(name)s}.") % {"name": unknown[0]}
        return Refusal("variable_unknown", said, _("Choose one of those that are offered."))
    if "agent_name" in {part.text for part in filling.parse(variant) if part.kind == "variable"}:
        return Refusal("agent_unknown", _("Nobody signs an automatic answer."), _("Leave {agent_name} out."))
    if gaps.gaps(variant):
        return Refusal("gap_in_variant", _("A line holds a gap."), _("Write in its place what it stands for."))
    return None


def _columns(wanted: Wanted) -> dict[str, Any]:
    told = wanted.conditions
    conditions = {
        "stars": sorted(told.stars, reverse=True), "contains": list(told.contains), "without": list(told.without),
        "products": sorted(told.products), "text": told.text, "photos": told.photos, "languages": sorted(told.languages),
    }  # fmt: skip
    blocks = {name: list(getattr(wanted.blocks, name)) for name in NAMES}
    return {"name": wanted.name, "conditions": conditions, "blocks": blocks, "cap": wanted.cap}


def _told(row: AutomaticRule) -> dict[str, Any]:
    blocks = {name: [trace(line) for line in lines] for name, lines in row.blocks.items()}
    return {"name": row.name, "conditions": row.conditions, "blocks": blocks, "cap": row.cap}


TABLE: Final = shop_rules.Table(AutomaticRule, _told, "rule", "reviews.automatic", lock_space=0x7275_6C65)
"""Their advisory lock is not the shop's row: who opens work holds a review and then reads the shop's hours (`hours.of`), a decision
locks its review after this."""
