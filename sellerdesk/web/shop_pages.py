"""Settings: the shops of a desk."""

from datetime import UTC, date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sellerdesk import access, hours as working, rooms, shop_settings, shops as known, wording, zones
from sellerdesk.domain import permissions, working_hours
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.web import preferences, rule_words, shell
from sellerdesk.web.forms import HoursForm, ShopForm, refuse


@require_safe
@never_cache
def shops(request: HttpRequest, desk: str) -> HttpResponse:
    """The shops of the desk. Needs desk.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.DESK_SEE, room="settings")
    targets = dict(rule_words.reply_targets(3600))
    rows = [
        {
            "shop": shop,
            "city": zones.city(shop.time_zone),
            "always": shop.working_hours is None,
            "target": targets.get(shop.reply_target_seconds)
            or dict(rule_words.reply_targets(shop.reply_target_seconds))[shop.reply_target_seconds],
        }
        for shop in here.shops
    ]
    context = {
        "at_settings": True,
        "section": "shops",
        "shops": rows,
        "may_change": here.may(permissions.SHOPS_MANAGE),
        "may_add": here.may(permissions.SHOPS_MANAGE) and here.every_shop,
    }
    return render(request, "settings/shops.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def new(request: HttpRequest, desk: str) -> HttpResponse:
    """Add a shop. Needs shops.manage in every shop; otherwise 404. Who sees some of them would not see it."""
    here = shell.enter(request, desk, may=permissions.SHOPS_MANAGE, room="settings")
    if not here.every_shop:
        raise NotVisible
    own = preferences.zone_of(request).key
    first_run = "first" in request.GET or "first" in request.POST
    initial = {
        "name": here.desk.name if first_run else "",
        "rules": "standard",
        "time_zone": own,
        "window": "6_months",
        "reply_target": 3600,
        "greeting": "name",
    }
    form = ShopForm(request.POST or None, zone=own, initial=initial)
    if form.is_valid():
        try:
            shop = shop_settings.add_shop(desk_id=here.desk.pk, wanted=form.wanted(), actor=access.actor(request), now=datetime.now(UTC))
        except Refusal as refusal:
            refuse(form, refusal, form.FIELDS)
        else:
            messages.success(request, _("%(shop)s is added.") % {"shop": shop.name})
            return redirect("setup" if first_run else "settings_shops", desk)
    context = {"at_settings": True, "section": "shops", "form": form, "first_run": first_run}
    return render(request, "settings/shop.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@never_cache
def shop(request: HttpRequest, desk: str, shop: str) -> HttpResponse:
    """Change a shop. Needs shops.manage there; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.SHOPS_MANAGE, room="settings")
    found = here.named(shop)
    final = shop_settings.has_facts(here.desk.pk, found.pk)
    initial: dict[str, Any] = {
        "name": found.name, "rules": found.rules, "time_zone": found.time_zone, "window": found.window,
        "reply_target": found.reply_target_seconds, "greeting": found.greeting,
    }  # fmt: skip
    form = ShopForm(request.POST or None, zone=found.time_zone, seconds=found.reply_target_seconds, final=final, initial=initial)
    if form.is_valid():
        wanted, now = form.wanted(), datetime.now(UTC)
        try:
            shop_settings.change_shop(desk_id=here.desk.pk, shop_id=found.pk, wanted=wanted, actor=access.actor(request), now=now)
        except Refusal as refusal:
            refuse(form, refusal, form.FIELDS)
        else:
            messages.success(request, _("%(shop)s is saved.") % {"shop": wanted.name})
            return redirect("settings_shops", desk)
    context = {"at_settings": True, "section": "shops", "form": form, "shop": found, "final": final, "more": rooms.shop_settings()}
    return render(request, "settings/shop.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@never_cache
def hours(request: HttpRequest, desk: str, shop: str) -> HttpResponse:
    """Say when a shop works. Needs shops.manage there; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.SHOPS_MANAGE, room="settings")
    found = here.named(shop)
    form = HoursForm(request.POST or None, initial=_hours_of(working.of(known.facts(found))))
    if form.is_valid():
        try:
            moved = shop_settings.change_hours(
                desk_id=here.desk.pk, shop_id=found.pk, week=form.week(), holidays=form.cleaned_data["holidays"],
                actor=access.actor(request), now=datetime.now(UTC),
            )  # fmt: skip
        except Refusal as refusal:
            refuse(form, refusal, form.FIELDS)
        else:
            said = ngettext("Saved. %(number)s deadline moved.", "Saved. %(number)s deadlines moved.", moved)
            messages.success(request, said % {"number": wording.number(moved)} if moved else _("Saved."))
            return redirect("settings_shops", desk)
    context = {"at_settings": True, "section": "shops", "form": form, "shop": found, "city": zones.city(found.time_zone)}
    return render(request, "settings/shop_hours.html", context, status=422 if form.is_bound else 200)


def _hours_of(kept: working_hours.WorkingHours) -> dict[str, str]:
    """What stands in the form: of a shop that always works, the hours that most would choose instead."""
    week = kept.week or (((9 * 60, 18 * 60),),) * 5 + ((),) * 2
    days = {f"day{number}": working_hours.written(day) for number, day in enumerate(week)}
    lines = [f"{date.fromordinal(day).isoformat()} {name}".strip() for day, name in sorted(kept.holidays.items())]
    return {"always": "always" if kept.week is None else "hours", "holidays": "\n".join(lines), **days}
