"""Adding a shop to a desk and changing what it lives by, as far as that is safe."""

from collections.abc import Mapping
from dataclasses import dataclass, fields as fields_of, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from sellerdesk import audit, commands, hours, setwise, shops, slugs, work
from sellerdesk.domain import working_hours
from sellerdesk.domain.actor import Actor
from sellerdesk.domain.working_hours import Week
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.feed import loading
from sellerdesk.models import Desk, FeedLoad, FeedRecord, Holiday, Shop


LEAST_REPLY_TARGET, MOST_REPLY_TARGET = timedelta(minutes=5), timedelta(days=30)
LONGEST_HOLIDAY = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a shop is to be."""

    name: str
    rules: str
    time_zone: str
    window: str
    reply_target: timedelta
    greeting: str = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is to be different of a shop; None is what stays as it is then."""

    name: str | None = None
    rules: str | None = None
    time_zone: str | None = None
    window: str | None = None
    reply_target: timedelta | None = None
    greeting: str | None = None

    def of(self, kept: Wanted) -> Wanted:
        """The whole, with what `kept` says where this says nothing."""
        told = {one.name: getattr(self, one.name) for one in fields_of(self)}
        return replace(kept, **{name: value for name, value in told.items() if value is not None})


@commands.command
def add_shop(*, desk_id: int, wanted: Wanted, actor: Actor, now: datetime) -> Shop:
    """A new shop in a desk; its slug is made from the name.

    Refused: name_missing, name_too_long, name_unprintable, rules_unknown, time_zone_unknown, window_unknown,
    reply_target_out_of_range, greeting_unknown, desk_is_demo, slug_taken.
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
def change_shop(*, desk_id: int, shop_id: int, wanted: Wanted | Part, actor: Actor, now: datetime) -> Shop:
    """Change a shop, or a part of what it is. Its slug stays, for addresses and programs name it.

    Name, window and reply target may change at any time: figures are kept under both windows, and only new deadlines are
    set by the target. Rules and time zone decide which day and month everything that was told falls on, so they are final
    once there are facts. Refused: as `add_shop`, and rules_are_final, time_zone_is_final.
    """
    known = Shop.objects.filter(desk_id=desk_id, pk=shop_id).first()
    if known is None:
        raise NotVisible
    # No load may begin counting by the old clock while it changes. This lock before the row's, as everywhere.
    loading.lock(shops.facts(known))
    shop = Shop.objects.select_for_update(no_key=True).get(desk_id=desk_id, pk=shop_id)
    if isinstance(wanted, Part):
        # Filled up only now: of two who change different parts at once neither takes back the other's.
        wanted = wanted.of(as_wanted(shop))
    if refusal := why_not(wanted):
        raise refusal
    if has_facts(desk_id, shop_id) and (refusal := why_not_turn(shop, wanted)):
        raise refusal
    before = {name: getattr(shop, name) for name in _columns(wanted)}
    after = {name: value for name, value in _columns(wanted).items() if before[name] != value}
    if after:
        Shop.objects.filter(desk_id=desk_id, pk=shop_id).update(**after)
        audit.record(desk_id, actor, "shop.changed", f"shop:{shop_id}", {name: before[name] for name in after}, after, now)
        commands.note(desk_id, "shop.changed", shop_id=shop_id)
    return shop


@commands.command
def change_hours(*, desk_id: int, shop_id: int, week: Week | None, holidays: Mapping[date, str], actor: Actor, now: datetime) -> int:
    """Say when a shop works (None: always) and on which days not; the deadlines of what waits follow. Returns how many moved.

    Refused: hours_too_few, too_many_holidays, holiday_name_long, holiday_name_unprintable.
    """
    if refusal := why_not_hours(week, holidays):
        raise refusal
    shop = Shop.objects.select_for_update(no_key=True).filter(desk_id=desk_id, pk=shop_id).first()
    if shop is None:
        raise NotVisible
    kept = Holiday.objects.filter(desk_id=desk_id, shop_id=shop_id)
    before = {"hours": shop.working_hours, "holidays": _days(dict(kept.values_list("day", "name")))}
    worked = None if week is None else [[list(one) for one in day] for day in week]
    after = {"hours": worked, "holidays": _days(holidays)}
    if before == after:
        return 0
    shop.working_hours = worked
    shop.save(update_fields=["working_hours"])
    kept.delete()
    Holiday.objects.bulk_create(Holiday(desk_id=desk_id, shop_id=shop_id, day=day, name=name) for day, name in sorted(holidays.items()))
    audit.record(desk_id, actor, "shop.hours_changed", f"shop:{shop_id}", before, after, now)
    commands.note(desk_id, "shop.changed", shop_id=shop_id)
    return _move_deadlines(shops.facts(shop))


def why_not_hours(week: Week | None, holidays: Mapping[date, str]) -> Refusal | None:
    """The first thing that is wrong with a shop's hours, or None."""
    if week is not None and working_hours.minutes_a_week(week) < working_hours.LEAST_A_WEEK:
        return Refusal("hours_too_few", _("A shop works for an hour a week at least."), _("Choose “always” to count every hour."))
    if len(holidays) > working_hours.MOST_HOLIDAYS:
        return Refusal("too_many_holidays", _("These are more than 200 holidays."), _("Leave out those that are over."))
    if any(len(name) > LONGEST_HOLIDAY for name in holidays.values()):
        return Refusal("holiday_name_long", _("The name of a holiday has at most 80 characters."))
    if not all(name.isprintable() for name in holidays.values()):
        return Refusal("holiday_name_unprintable", _("This name cannot be shown."))
    return None


def _move_deadlines(shop: shops.ShopFacts) -> int:
    """Count again what was given as working time; nothing can be opened by the old hours while the shop's row is ours."""
    items = setwise.rows(
        "SELECT kind, subject, opened_at, allowed_seconds FROM sellerdesk_workitem"
        " WHERE desk_id = %s AND shop_id = %s AND state = 'open' AND allowed_seconds IS NOT NULL",
        [shop.desk_id, shop.id],
    )
    worked = hours.of(shop)
    rows = [
        work.Opening(kind=kind, subject=subject, due_at=working_hours.add(worked, since, timedelta(seconds=seconds)))
        for kind, subject, since, seconds in items
    ]
    return len(work.move_items(shop.desk_id, rows)) if rows else 0


def _days(holidays: Mapping[date, str]) -> list[list[str]]:
    return [[day.isoformat(), name] for day, name in sorted(holidays.items())]


def rule_names() -> list[tuple[str, str]]:
    """The rule profiles with their names in the reader's language."""
    return [(str(key), str(name)) for key, name in Shop.Rules.choices]


def window_names() -> list[tuple[str, str]]:
    """The rating windows with their names in the reader's language."""
    return [(str(key), str(name)) for key, name in Shop.Window.choices]


def greeting_names() -> list[tuple[str, str]]:
    """The greetings of Chinese buyers with their names in the reader's language."""
    return [(str(key), str(name)) for key, name in Shop.Greeting.choices]


def has_facts(desk_id: int, shop_id: int) -> bool:
    """Whether anything was ever told of a shop, or is being told now."""
    told = FeedRecord.objects.filter(desk_id=desk_id, shop_id=shop_id)
    return told.exists() or FeedLoad.objects.filter(desk_id=desk_id, shop_id=shop_id, finished_at__isnull=True).exists()


def as_wanted(shop: Shop) -> Wanted:
    """A shop as it is."""
    named = {name: getattr(shop, name) for name in ("name", "rules", "time_zone", "window", "greeting")}
    return Wanted(**named, reply_target=timedelta(seconds=shop.reply_target_seconds))


def why_not(wanted: Wanted) -> Refusal | None:
    """The first thing that is wrong with what a shop is to be, or None."""
    if refusal := slugs.why_not_name(wanted.name.strip()):
        return refusal
    if refusal := shops.why_not_create_shop("any", wanted.rules, wanted.time_zone[:64], wanted.window, wanted.name.strip()):
        return refusal
    if not LEAST_REPLY_TARGET <= wanted.reply_target <= MOST_REPLY_TARGET:
        return Refusal("reply_target_out_of_range", _("Choose a time to reply between 5 minutes and 30 days."))
    if wanted.greeting not in Shop.Greeting.values:
        return Refusal("greeting_unknown", _("There is no such greeting."))
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
        "greeting": wanted.greeting,
    }
