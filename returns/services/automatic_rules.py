"""The rules for automatic decisions of a shop: made, changed, turned on and off, put in order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Max
from django.utils.translation import gettext as _

from returns.domain.automatic import Conditions, Does, Rule, why_not_conditions
from returns.models import ClaimRule
from sellerdesk import audit, setwise
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.domain.traces import trace
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import Product, Shop
from sellerdesk.shops import ShopFacts


LONGEST_NAME: Final = 60
LONGEST_WORDS: Final = 1000
MOST_PRODUCTS: Final = 100
MOST_RULES: Final = 20
MOST_A_DAY: Final = 1000
LARGEST_AMOUNT: Final = 10**13
LOCK_SPACE: Final = 0x636C_7275
"""The advisory locks of these rules, apart from those of the loads and of other rooms."""


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
    _lock_shop(desk_id, shop_ids, shop_id)
    if refusal := why_not_save(wanted) or _why_not_name(desk_id, shop_id, wanted.name, None):
        raise refusal
    rows = ClaimRule.objects.filter(desk_id=desk_id, shop_id=shop_id, deleted_at=None)
    if rows.count() >= MOST_RULES:
        raise Refusal("too_many_rules", _("This shop has 20 rules already."), _("Delete one that is not used."))
    place = (rows.aggregate(last=Max("place"))["last"] or 0) + 1
    row = ClaimRule.objects.create(desk_id=desk_id, shop_id=shop_id, place=place, **_columns(wanted))
    _tell(row, actor, "claim_rule.made", None, _told(row), now)
    return row.pk


@command
def change(*, desk_id: int, shop_ids: Collection[int], rule_id: int, wanted: Wanted, version: int, actor: Actor, now: datetime) -> None:
    """Change a rule that was read as `version`. One that is on starts anew: it speaks of claims from now on.

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
    _tell(row, actor, "claim_rule.changed", before, after, now)


@command
def turn(*, desk_id: int, shop_ids: Collection[int], rule_id: int, on: bool, actor: Actor, now: datetime) -> None:
    """Turn a rule on, for claims from now on, or off. NotVisible for one of another desk or shop."""
    row = _mine(desk_id, shop_ids, rule_id)
    if on == (row.since is not None):
        return
    row.since = now if on else None
    row.save(update_fields=["since"])
    _tell(row, actor, "claim_rule.turned_on" if on else "claim_rule.turned_off", None, {"name": row.name}, now)


@command
def move(*, desk_id: int, shop_ids: Collection[int], rule_id: int, up: bool, actor: Actor, now: datetime) -> None:
    """Change places with the rule before it (`up`) or behind it; at the end nothing changes."""
    row = _mine(desk_id, shop_ids, rule_id)
    order = list(ClaimRule.objects.filter(desk_id=desk_id, shop_id=row.shop_id, deleted_at=None).order_by("place", "id"))
    at = next(place for place, one in enumerate(order) if one.pk == row.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    for place, one in enumerate(order, 1):
        one.place = place
    ClaimRule.objects.bulk_update(order, ["place"])
    _tell(row, actor, "claim_rule.moved", {"place": at + 1}, {"place": to + 1}, now)


@command
def delete(*, desk_id: int, shop_ids: Collection[int], rule_id: int, actor: Actor, now: datetime) -> None:
    """It decides nothing any more; what it did stays in the log."""
    row = _mine(desk_id, shop_ids, rule_id)
    row.since, row.deleted_at = None, now
    row.save(update_fields=["since", "deleted_at"])
    _tell(row, actor, "claim_rule.deleted", _told(row), None, now)


def locked(shop: ShopFacts) -> list[Rule]:
    """The rules of a shop that are on, in their order. Locked until the command ends: who decides by them, decides alone."""
    _lock_shop(shop.desk_id, [shop.id], shop.id)
    return on(shop)


def on(shop: ShopFacts) -> list[Rule]:
    """The same without the lock, for looking."""
    rows = ClaimRule.objects.filter(desk_id=shop.desk_id, shop_id=shop.id, since__isnull=False)
    return [rule_of(row) for row in rows.order_by("place", "id")]


def rule_of(row: ClaimRule) -> Rule:
    """A rule's row as the domain sees it."""
    does: Does = row.does  # type: ignore[assignment]
    return Rule(
        id=row.pk, name=row.name, does=does, conditions=conditions_of(row.conditions), cap=row.cap, words=row.words,
        action=row.action, since=row.since, shop_id=row.shop_id,
    )  # fmt: skip


def conditions_of(kept: dict[str, Any]) -> Conditions:
    """Conditions as they are kept."""
    return Conditions(
        wants=frozenset(kept["wants"]), reasons=frozenset(kept["reasons"]), most_minor=kept["most_minor"], currency=kept["currency"],
        products=frozenset(kept["products"]), photos=kept["photos"], claims_before=kept["claims_before"],
    )  # fmt: skip


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

    Codes: rule_name_missing, rule_name_too_long, cap_out_of_range, wants_missing, condition_unknown, amount_missing, wants_unfit,
    amount_too_large, too_many_products, words_missing, words_too_long.
    """
    return _why_not_label(wanted) or _why_not_conditions(wanted) or _why_not_words(wanted)


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


def _why_not_words(wanted: Wanted) -> Refusal | None:
    if wanted.does == "ask" and not wanted.words.strip():
        return Refusal("words_missing", _("The question to the buyer has no words."), _("Say what the buyer should send."))
    if len(wanted.words) > LONGEST_WORDS:
        return Refusal("words_too_long", _("The words to the buyer are too long."), _("Use at most 1,000 characters."))
    return None


def _why_not_name(desk_id: int, shop_id: int, name: str, own: int | None) -> Refusal | None:
    others = ClaimRule.objects.filter(desk_id=desk_id, shop_id=shop_id, deleted_at=None, name=name)
    if (others if own is None else others.exclude(pk=own)).exists():
        return Refusal("rule_name_taken", _("This shop has a rule of this name already."), _("Choose another name."))
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


def _lock_shop(desk_id: int, shop_ids: Collection[int], shop_id: int) -> None:
    """One change of a shop's rules, and one decision by them, at a time: their number, order and day are what no constraint keeps."""
    if shop_id not in shop_ids or not Shop.objects.filter(desk_id=desk_id, pk=shop_id).exists():
        raise NotVisible
    setwise.rows("SELECT pg_advisory_xact_lock(%s, %s)::text", [LOCK_SPACE, shop_id % 2**31])


def _mine(desk_id: int, shop_ids: Collection[int], rule_id: int) -> ClaimRule:
    found = ClaimRule.objects.filter(desk_id=desk_id, shop_id__in=shop_ids, pk=rule_id, deleted_at=None).first()
    if found is None:
        raise NotVisible
    _lock_shop(desk_id, shop_ids, found.shop_id)
    row = ClaimRule.objects.filter(desk_id=desk_id, pk=rule_id, deleted_at=None).first()
    if row is None:
        raise NotVisible
    return row


def _told(row: ClaimRule) -> dict[str, Any]:
    """As the audit log keeps it: amounts are texts there."""
    conditions = row.conditions | {"most_minor": None if row.conditions["most_minor"] is None else str(row.conditions["most_minor"])}
    return {"name": row.name, "does": row.does, "action": row.action, "words": trace(row.words), "conditions": conditions, "cap": row.cap}


def _tell(row: ClaimRule, actor: Actor, what: str, before: dict[str, Any] | None, after: dict[str, Any] | None, now: datetime) -> None:
    audit.record(row.desk_id, actor, what, f"claim_rule:{row.pk}", before, after, now)
    note(row.desk_id, "returns.automatic", shop_id=row.shop_id, coalesce=True)
