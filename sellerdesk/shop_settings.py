"""Adding a shop to a desk and changing what it lives by, as far as that is safe."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from sellerdesk import audit, commands, shops, slugs
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.feed import loading
from sellerdesk.models import Desk, FeedLoad, FeedRecord, Shop


LEAST_REPLY_TARGET, MOST_REPLY_TARGET = timedelta(minutes=5), timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a shop is to be."""

    name: str
    rules: str
    time_zone: str
    window: str
    reply_target: timedelta


@commands.command
def add_shop(*, desk_id: int, wanted: Wanted, actor: Actor, now: datetime) -> Shop:
    """A new shop in a desk; its slug is made from the name.

    Refused: name_missing, name_too_long, name_unprintable, rules_unknown, time_zone_unknown, window_unknown,
    reply_target_out_of_range, desk_is_demo, slug_taken.
    """
    if refusal := why_not(wanted):
        raise refusal
    desk = Desk.objects.filter(pk=desk_id).first()
    if desk is None:
        raise NotVisible
    if desk.demo_at is not None:
        message = _("The desk %(slug)s is the demo: no other shop belongs there.") % {"slug": desk.slug}
        raise Refusal("desk_is_demo", message, _("Choose another desk."))
    fields = {**_columns(wanted), "desk_id": desk_id, "created_at": now}
    for slug in slugs.candidates(wanted.name.strip(), otherwise="shop"):
        shop, made = Shop.objects.get_or_create(slug=slug, defaults=fields)
        if made:
            audit.record(desk_id, actor, "shop.created", f"shop:{shop.pk}", None, {"slug": slug, **_columns(wanted)}, now)
            commands.note(desk_id, "shop.created", shop_id=shop.pk)
            return shop
    raise Refusal("slug_taken", _("No free address was found for this name."), _("Choose another name."))


@commands.command
def change_shop(*, desk_id: int, shop_id: int, wanted: Wanted, actor: Actor, now: datetime) -> Shop:
    """Change a shop. Its slug stays, for addresses and programs name it.

    Name, window and reply target may change at any time: figures are kept under both windows, and only new deadlines are
    set by the target. Rules and time zone decide which day and month everything that was told falls on, so they are final
    once there are facts. Refused: as `add_shop`, and rules_are_final, time_zone_is_final.
    """
    if refusal := why_not(wanted):
        raise refusal
    known = Shop.objects.filter(desk_id=desk_id, pk=shop_id).first()
    if known is None:
        raise NotVisible
    # No load may begin counting by the old clock while it changes. This lock before the row's, as everywhere.
    loading.lock(shops.facts(known))
    shop = Shop.objects.select_for_update(no_key=True).get(desk_id=desk_id, pk=shop_id)
    if has_facts(desk_id, shop_id) and (refusal := why_not_turn(shop, wanted)):
        raise refusal
    before = {name: getattr(shop, name) for name in _columns(wanted)}
    after = {name: value for name, value in _columns(wanted).items() if before[name] != value}
    if after:
        Shop.objects.filter(desk_id=desk_id, pk=shop_id).update(**after)
        audit.record(desk_id, actor, "shop.changed", f"shop:{shop_id}", {name: before[name] for name in after}, after, now)
        commands.note(desk_id, "shop.changed", shop_id=shop_id)
    return shop


def rule_names() -> list[tuple[str, str]]:
    """The rule profiles with their names in the reader's language."""
    return [(str(key), str(name)) for key, name in Shop.Rules.choices]


def window_names() -> list[tuple[str, str]]:
    """The rating windows with their names in the reader's language."""
    return [(str(key), str(name)) for key, name in Shop.Window.choices]


def has_facts(desk_id: int, shop_id: int) -> bool:
    """Whether anything was ever told of a shop, or is being told now."""
    told = FeedRecord.objects.filter(desk_id=desk_id, shop_id=shop_id)
    return told.exists() or FeedLoad.objects.filter(desk_id=desk_id, shop_id=shop_id, finished_at__isnull=True).exists()


def why_not(wanted: Wanted) -> Refusal | None:
    """The first thing that is wrong with what a shop is to be, or None."""
    if refusal := slugs.why_not_name(wanted.name.strip()):
        return refusal
    if refusal := shops.why_not_create_shop("any", wanted.rules, wanted.time_zone[:64], wanted.window, wanted.name.strip()):
        return refusal
    if not LEAST_REPLY_TARGET <= wanted.reply_target <= MOST_REPLY_TARGET:
        return Refusal("reply_target_out_of_range", _("Choose a time to reply between 5 minutes and 30 days."))
    return None


def why_not_turn(shop: Shop, wanted: Wanted) -> Refusal | None:
    """Why a shop with facts may not live by other rules or another clock, or None."""
    if wanted.rules != shop.rules:
        return Refusal(
            "rules_are_final",
            _("The rules cannot change any more: every figure of this shop was counted by them."),
            _("Add another shop with the other rules and load its facts there."),
        )
    if wanted.time_zone != shop.time_zone:
        return Refusal(
            "time_zone_is_final",
            _("The time zone cannot change any more: it decides on which day each rating and review of this shop counts."),
            _("Add another shop with the other time zone and load its facts there."),
        )
    return None


def _columns(wanted: Wanted) -> dict[str, Any]:
    return {
        "name": wanted.name.strip(),
        "rules": wanted.rules,
        "time_zone": wanted.time_zone,
        "window": wanted.window,
        "reply_target_seconds": int(wanted.reply_target.total_seconds()),
    }
