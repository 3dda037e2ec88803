"""The rules for automatic answers of a shop: made, changed, turned on and off, put in order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Max
from django.utils.translation import gettext as _

from reviews.domain.automatic import LANGUAGES, PRESENCES, STARS, Conditions, Rule
from reviews.domain.rotation import NAMES, Blocks
from reviews.models import AutomaticRule, AutomaticWait
from reviews.services import automatic_queue, reaching
from sellerdesk import audit, setwise
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.domain.traces import trace
from sellerdesk.domain.replies import filling, gaps
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import Product, Shop
from sellerdesk.shops import ShopFacts


LONGEST_NAME: Final = 60
LONGEST_VARIANT: Final = 1000
LONGEST_WORD: Final = 80
MOST_VARIANTS: Final = 20
MOST_WORDS: Final = 50
MOST_PRODUCTS: Final = 100
MOST_RULES: Final = 20
MOST_A_DAY: Final = 1000
LOCK_SPACE: Final = 0x7275_6C65
"""The advisory locks of rules, apart from those of the loads, of ratings and of signals."""


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
    _lock_shop(desk_id, shop_ids, shop_id)
    if refusal := why_not_save(wanted) or _why_not_name(desk_id, shop_id, wanted.name, None):
        raise refusal
    rows = AutomaticRule.objects.filter(desk_id=desk_id, shop_id=shop_id, deleted_at=None)
    if rows.count() >= MOST_RULES:
        raise Refusal("too_many_rules", _("This shop has 20 rules already."), _("Delete one that is not used."))
    place = (rows.aggregate(last=Max("place"))["last"] or 0) + 1
    row = AutomaticRule.objects.create(desk_id=desk_id, shop_id=shop_id, place=place, **_columns(wanted))
    _tell(row, actor, "rule.made", None, _told(row), now)
    return row.pk


@command
def change(*, desk_id: int, shop_ids: Collection[int], rule_id: int, wanted: Wanted, version: int, actor: Actor, now: datetime) -> None:
    """Change a rule that was read as `version`. One that is on starts anew: it speaks of reviews from now on.

    Refused: the codes of `make`, rule_changed where somebody else was faster. NotVisible for one of another desk or shop.
    """
    row = _mine(desk_id, shop_ids, rule_id)
    if refusal := why_not_save(wanted) or _why_not_name(desk_id, row.shop_id, wanted.name, row.pk):
        raise refusal
    if row.version != version:
        message = _("Somebody changed this rule meanwhile.")
        raise Refusal("rule_changed", message, _("Nothing was lost: copy your text, load the page and change it again."))
    before = _told(row)
    for name, value in _columns(wanted).items():
        setattr(row, name, value)
    after = _told(row)
    if before == after:
        return
    row.version += 1
    if row.since is not None:
        row.since = now
    row.save()
    _tell(row, actor, "rule.changed", before, after, now)


@command
def turn(*, desk_id: int, shop_ids: Collection[int], rule_id: int, on: bool, actor: Actor, now: datetime) -> None:
    """Turn a rule on, for reviews from now on, or off. What it was asked to answer and has not is not answered any more then."""
    row = _mine(desk_id, shop_ids, rule_id)
    if on == (row.since is not None):
        return
    row.since = now if on else None
    row.save(update_fields=["since"])
    if not on:
        AutomaticWait.objects.filter(desk_id=desk_id, rule_id=row.pk).delete()
    _tell(row, actor, "rule.turned_on" if on else "rule.turned_off", None, {"name": row.name}, now)


@command
def ask(*, desk_id: int, shop_ids: Collection[int], rule_id: int, review_ids: Sequence[int], actor: Actor, now: datetime) -> int:
    """Have a rule that is on answer these reviews too, which wait since before; returns how many. Refused: rule_is_off."""
    row = _mine(desk_id, shop_ids, rule_id)
    if row.since is None:
        raise Refusal("rule_is_off", _("This rule is off."), _("Turn it on first."))
    number = automatic_queue.ask(reaching.shop(row.shop_id), review_ids, row.pk, now=now) if review_ids else 0
    if number:
        _tell(row, actor, "rule.asked", None, {"name": row.name, "reviews": number}, now)
    return number


@command
def move(*, desk_id: int, shop_ids: Collection[int], rule_id: int, up: bool, actor: Actor, now: datetime) -> None:
    """Change places with the rule before it (`up`) or behind it; at the end nothing changes."""
    row = _mine(desk_id, shop_ids, rule_id)
    order = list(AutomaticRule.objects.filter(desk_id=desk_id, shop_id=row.shop_id, deleted_at=None).order_by("place", "id"))
    at = next(place for place, one in enumerate(order) if one.pk == row.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    for place, one in enumerate(order, 1):
        one.place = place
    AutomaticRule.objects.bulk_update(order, ["place"])
    _tell(row, actor, "rule.moved", {"place": at + 1}, {"place": to + 1}, now)


@command
def delete(*, desk_id: int, shop_ids: Collection[int], rule_id: int, actor: Actor, now: datetime) -> None:
    """It answers nothing any more; what it did stays in the log."""
    row = _mine(desk_id, shop_ids, rule_id)
    row.since, row.deleted_at = None, now
    row.save(update_fields=["since", "deleted_at"])
    AutomaticWait.objects.filter(desk_id=desk_id, rule_id=row.pk).delete()
    _tell(row, actor, "rule.deleted", _told(row), None, now)


def locked(shop: ShopFacts) -> list[Rule]:
    """The rules of a shop that are on, in their order. Locked until the command ends: who decides by them, decides alone."""
    _lock_shop(shop.desk_id, [shop.id], shop.id)
    return on(shop)


def on(shop: ShopFacts) -> list[Rule]:
    """The same without the lock, for looking."""
    rows = AutomaticRule.objects.filter(desk_id=shop.desk_id, shop_id=shop.id, since__isnull=False)
    return [rule_of(row) for row in rows.order_by("place", "id")]


def rule_of(row: AutomaticRule) -> Rule:
    """A rule's row as the domain sees it."""
    return Rule(
        id=row.pk, name=row.name, conditions=conditions_of(row.conditions), blocks=blocks_of(row.blocks), cap=row.cap, since=row.since,
        shop_id=row.shop_id,
    )  # fmt: skip


def conditions_of(kept: dict[str, Any]) -> Conditions:
    """Conditions as they are kept."""
    return Conditions(
        stars=frozenset(kept["stars"]), contains=tuple(kept["contains"]), without=tuple(kept["without"]),
        products=frozenset(kept["products"]), text=kept["text"], photos=kept["photos"], languages=frozenset(kept["languages"]),
    )  # fmt: skip


def blocks_of(kept: dict[str, Any]) -> Blocks:
    """Building blocks as they are kept."""
    return Blocks(**{name: tuple(kept[name]) for name in NAMES})


def products_named(shop: ShopFacts, names: Sequence[str]) -> tuple[frozenset[int], list[str]]:
    """Ids of the shop's products that have the article that was typed, several may, else the number; and what names none."""
    ids: set[int] = set()
    left = list(names)
    for column in ("article", "outside_id"):
        rows = Product.objects.filter(desk_id=shop.desk_id, shop_id=shop.id, **{f"{column}__in": left})
        found = list(rows.values_list(column, "pk"))
        ids |= {pk for _name, pk in found}
        known = {name for name, _pk in found}
        left = [name for name in left if name not in known]
    return frozenset(ids), left


def why_not_save(wanted: Wanted) -> Refusal | None:
    """The first thing that is wrong with what a rule is to be, or None.

    Codes: rule_name_missing, rule_name_too_long, stars_missing, condition_unknown, too_many_words, word_too_long, too_many_products,
    cap_out_of_range, text_missing, too_many_variants, variant_too_long, variable_unknown, agent_unknown, gap_in_variant.
    """
    return _why_not_label(wanted) or _why_not_conditions(wanted.conditions) or _why_not_blocks(wanted.blocks)


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


def _why_not_blocks(blocks: Blocks) -> Refusal | None:
    if not blocks.each():
        return Refusal("text_missing", _("The answer has no text."), _("Write at least one line in one of the four blocks."))
    for block in blocks.each():
        if len(block) > MOST_VARIANTS:
            return Refusal("too_many_variants", _("A block has more than 20 lines."), _("Leave some out."))
        for variant in block:
            if refusal := _why_not_variant(variant):
                return refusal
    return None


def _why_not_variant(variant: str) -> Refusal | None:
    if len(variant) > LONGEST_VARIANT:
        said = _("“%(text)s…” is too long.") % {"text": variant[:30]}
        return Refusal("variant_too_long", said, _("A line has at most 1,000 characters."))
    if unknown := filling.unknown(variant):
        said = _("There is no variable {%(name)s}.") % {"name": unknown[0]}
        return Refusal("variable_unknown", said, _("Choose one of those that are offered."))
    if "agent_name" in {part.text for part in filling.parse(variant) if part.kind == "variable"}:
        return Refusal("agent_unknown", _("Nobody signs an automatic answer."), _("Leave {agent_name} out."))
    if gaps.gaps(variant):
        return Refusal("gap_in_variant", _("A line holds a gap."), _("Write in its place what it stands for."))
    return None


def _why_not_name(desk_id: int, shop_id: int, name: str, own: int | None) -> Refusal | None:
    others = AutomaticRule.objects.filter(desk_id=desk_id, shop_id=shop_id, deleted_at=None, name=name)
    if (others if own is None else others.exclude(pk=own)).exists():
        return Refusal("rule_name_taken", _("This shop has a rule of this name already."), _("Choose another name."))
    return None


def _columns(wanted: Wanted) -> dict[str, Any]:
    told = wanted.conditions
    conditions = {
        "stars": sorted(told.stars, reverse=True), "contains": list(told.contains), "without": list(told.without),
        "products": sorted(told.products), "text": told.text, "photos": told.photos, "languages": sorted(told.languages),
    }  # fmt: skip
    blocks = {name: list(getattr(wanted.blocks, name)) for name in NAMES}
    return {"name": wanted.name, "conditions": conditions, "blocks": blocks, "cap": wanted.cap}


def _lock_shop(desk_id: int, shop_ids: Collection[int], shop_id: int) -> None:
    """One change of a shop's rules, and one decision by them, at a time: their number, order and day are what no constraint keeps.

    Not the shop's row: who opens work holds a review and then reads the shop's hours (`hours.of`), a decision locks its review after this.
    """
    if shop_id not in shop_ids or not Shop.objects.filter(desk_id=desk_id, pk=shop_id).exists():
        raise NotVisible
    setwise.rows("SELECT pg_advisory_xact_lock(%s, %s)::text", [LOCK_SPACE, shop_id % 2**31])


def _mine(desk_id: int, shop_ids: Collection[int], rule_id: int) -> AutomaticRule:
    found = AutomaticRule.objects.filter(desk_id=desk_id, shop_id__in=shop_ids, pk=rule_id, deleted_at=None).first()
    if found is None:
        raise NotVisible
    _lock_shop(desk_id, shop_ids, found.shop_id)
    row = AutomaticRule.objects.filter(desk_id=desk_id, pk=rule_id, deleted_at=None).first()
    if row is None:
        raise NotVisible
    return row


def _told(row: AutomaticRule) -> dict[str, Any]:
    blocks = {name: [trace(line) for line in lines] for name, lines in row.blocks.items()}
    return {"name": row.name, "conditions": row.conditions, "blocks": blocks, "cap": row.cap}


def _tell(row: AutomaticRule, actor: Actor, what: str, before: dict[str, Any] | None, after: dict[str, Any] | None, now: datetime) -> None:
    audit.record(row.desk_id, actor, what, f"rule:{row.pk}", before, after, now)
    note(row.desk_id, "reviews.automatic", shop_id=row.shop_id, coalesce=True)
