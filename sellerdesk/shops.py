"""Shops: making one, and what the rules need to know of it, read once."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from sellerdesk import audit, commands, desks, zones
from sellerdesk.domain.actor import Actor
from sellerdesk.domain.days import WINDOWS, WindowKind, day_of
from sellerdesk.domain.rules import PROFILES, RuleProfile
from sellerdesk.errors import Refusal
from sellerdesk.models import Desk, Shop


LONGEST_NAME = 150
REPLY_TARGET = timedelta(hours=1)
"""Within an hour, unless a shop says otherwise."""
_SLUG = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """One shop: whose it is, by which rules and clock it lives."""

    id: int
    desk_id: int
    slug: str
    rules: RuleProfile
    zone: ZoneInfo
    window: WindowKind
    reply_target: timedelta

    def day(self, instant: datetime) -> int:
        """The shop's own day (ordinal) of an instant."""
        return day_of(instant, self.zone)


def facts(shop: Shop) -> ShopFacts:
    """The facts of a shop's row."""
    return ShopFacts(
        id=shop.pk,
        desk_id=shop.desk_id,
        slug=shop.slug,
        rules=PROFILES[shop.rules],
        zone=ZoneInfo(shop.time_zone),
        window="180_days" if shop.window == Shop.Window.DAYS_180 else "6_months",
        reply_target=timedelta(seconds=shop.reply_target_seconds),
    )


class WrongShop(Refusal):
    """A shop that cannot be made, with the codes of `create_shop`, or that is not there (shop_unknown)."""


@commands.command
def create_shop(
    *, slug: str, rules: str, time_zone: str, window: str, desk_slug: str | None, name: str, actor: Actor, now: datetime
) -> Shop:
    """Make a shop, and its desk where there is none (of the shop's own name unless `desk_slug` is given).

    Refused with WrongShop: shop_slug_malformed, shop_exists, rules_unknown, time_zone_unknown, window_unknown,
    shop_name_malformed, desk_is_demo.
    """
    if refusal := why_not_create_shop(slug, rules, time_zone, window, name):
        raise refusal
    desk = desks.open_desk(desk_slug or slug, actor=actor, now=now)
    if desk.demo_at is not None:
        message = _("The desk %(slug)s is the demo: no other shop belongs there.") % {"slug": desk.slug}
        raise WrongShop("desk_is_demo", message, _("Choose another desk."))
    return add_shop(desk, slug=slug, rules=rules, time_zone=time_zone, window=window, name=name, actor=actor, now=now)


def add_shop(
    desk: Desk, *, slug: str, rules: str, time_zone: str, window: str, name: str, actor: Actor, now: datetime,
    reply_target: timedelta = REPLY_TARGET,
) -> Shop:  # fmt: skip
    """Put a new shop into a desk. Inside a command. What it is to be was checked; refused with WrongShop: shop_exists."""
    if Shop.objects.filter(slug=slug).exists():
        raise WrongShop("shop_exists", _("There is already a shop %(slug)s.") % {"slug": slug}, _("Choose another name."))
    shop = Shop.objects.create(
        desk=desk, slug=slug, name=name or slug, rules=rules, time_zone=time_zone, window=window, created_at=now,
        reply_target_seconds=int(reply_target.total_seconds()),
    )  # fmt: skip
    after = {"slug": slug, "rules": rules, "time_zone": time_zone, "window": window}
    audit.record(desk.pk, actor, "shop.created", f"shop:{shop.pk}", None, after, now)
    commands.note(desk.pk, "shop.created", shop_id=shop.pk)
    return shop


def why_not_create_shop(slug: str, rules: str, time_zone: str, window: str, name: str) -> Refusal | None:
    """The first thing that is wrong with what a shop is to be, or None."""
    if not _SLUG.fullmatch(slug):
        message = _("%(slug)s cannot name a shop.") % {"slug": slug[:80]}
        return WrongShop("shop_slug_malformed", message, _("Use at most 64 letters, digits, hyphens, underscores."))
    if rules not in PROFILES:
        return WrongShop("rules_unknown", _("There are no rules %(rules)s.") % {"rules": rules}, ", ".join(PROFILES))
    if time_zone not in zones.known():
        message = _("There is no time zone %(zone)s.") % {"zone": time_zone}
        return WrongShop("time_zone_unknown", message, _("Use a name such as Asia/Shanghai or Europe/Moscow."))
    if window not in WINDOWS:
        return WrongShop("window_unknown", _("There is no window %(window)s.") % {"window": window}, ", ".join(WINDOWS))
    if len(name) > LONGEST_NAME or not name.isprintable():
        return WrongShop("shop_name_malformed", _("This name cannot be shown."), _("Use at most 150 characters on one line."))
    return None


def named(slug: str) -> ShopFacts:
    """The shop of this name, for the command line, which sees every desk. Refused with WrongShop: shop_unknown."""
    shop = Shop.objects.filter(slug=slug).first() if _SLUG.fullmatch(slug) else None
    if shop is None:
        hint = _("Make it with: shop_create %(slug)s --rules standard --time-zone Europe/Moscow") % {"slug": slug[:80]}
        raise WrongShop("shop_unknown", _("There is no shop %(slug)s.") % {"slug": slug[:80]}, hint)
    return facts(shop)


def by_id(shop_id: int) -> ShopFacts | None:
    """The shop of this id, for workers; None when it is gone meanwhile."""
    shop = Shop.objects.filter(pk=shop_id).first()
    return None if shop is None else facts(shop)
