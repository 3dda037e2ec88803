"""Settings: how the reader wants to be told."""

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sellerdesk import access, mailing, notice_choices, notices, zones
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.errors import Refusal
from sellerdesk.notice_choices import CHANNELS, DIGEST, MAIL, PAGE, TELEGRAM, Choice
from sellerdesk.notices import Event
from sellerdesk.telegram import bots
from sellerdesk.web import preferences, shell
from sellerdesk.web.forms import QuietForm, refuse


@require_http_methods(["GET", "POST"])
@never_cache
def notifications(request: HttpRequest, desk: str) -> HttpResponse:
    """Which events reach the reader by which channel, and when not by mail. Needs desk.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.DESK_SEE, room="settings")
    person = access.reader(request)
    kept = notice_choices.of(here.desk.pk, [person.pk]).get(person.pk, Choice())
    zone = person.time_zone or preferences.zone_of(request).key
    initial = {"quiet_from": _clock(kept.quiet_from), "quiet_until": _clock(kept.quiet_until), "digests": kept.digests}
    form = QuietForm(request.POST or None, initial=initial)
    offered, bot = _offered(here), bots.of(here.desk.pk)
    if form.is_valid():
        chosen = {**kept.chosen, **{event.key: _checked(request, event, kept, bot=bot is not None) for event in offered}}
        choice = Choice(chosen, form.minutes("quiet_from"), form.minutes("quiet_until"), zone, form.cleaned_data["digests"])
        try:
            notice_choices.choose(desk_id=here.desk.pk, user_id=person.pk, choice=choice, now=datetime.now(UTC))
        except Refusal as refusal:
            refuse(form, refusal, form.FIELDS)
        else:
            messages.success(request, _("Saved."))
            return redirect("settings_notifications", desk)
    context = {
        "at_settings": True,
        "section": "notifications",
        "form": form,
        "rows": [_row(request, event, kept, bound=form.is_bound, bot=bot is not None) for event in offered],
        "silent": _silent(kept),
        "sends_mail": mailing.leaves(),
        "bot": bot,
        "linked": kept.telegram,
        "zone": zones.city(zone),
    }
    return render(request, "settings/notifications.html", context, status=422 if form.is_bound else 200)


def _offered(here: Here) -> list[Event]:
    return [event for event in notices.events() if here.may(event.may)]


def _checked(request: HttpRequest, event: Event, kept: Choice, *, bot: bool) -> list[str]:
    """The channels that are switched on in the form; the switch of a channel that leads nowhere says nothing, and the choice stays.

    Where the desk has no bot nobody is offered Telegram, so nobody has chosen it by saving the rest.
    """
    said = {channel for channel in CHANNELS if f"{event.key}:{channel}" in request.POST}
    stays = _silent(kept) & kept.wanted(event.key, event.channels)
    return sorted(said | (stays if bot or event.key in kept.chosen else stays - {TELEGRAM}))


def _silent(kept: Choice) -> set[str]:
    """The channels that lead nowhere now."""
    return {channel for channel, leads in ((MAIL, mailing.leaves()), (TELEGRAM, kept.telegram)) if not leads}


def _row(request: HttpRequest, event: Event, kept: Choice, *, bound: bool, bot: bool) -> dict[str, Any]:
    on = _checked(request, event, kept, bot=bot) if bound else list(kept.wanted(event.key, event.channels))
    names = {PAGE: _("in the desk"), MAIL: _("by e-mail"), TELEGRAM: _("by Telegram")}
    switches = [
        {"name": f"{event.key}:{channel}", "on": channel in on, "label": names[channel], "channel": channel}
        for channel in CHANNELS
        if bot or channel != TELEGRAM
    ]
    return {"event": event, "switches": switches, "is_digest": event.key == DIGEST}


def _clock(minutes: int | None) -> str:
    return "" if minutes is None else f"{minutes // 60:02d}:{minutes % 60:02d}"
