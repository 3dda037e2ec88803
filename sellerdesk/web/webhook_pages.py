"""Settings: webhooks, what was sent to them, and what their receivers said."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sellerdesk import access, published, wording
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.errors import Refusal, Stale
from sellerdesk.web import shell
from sellerdesk.web.forms import offer, refuse
from sellerdesk.web.surely import surely
from sellerdesk.webhooks import bodies, queries, saving, saying
from sellerdesk.webhooks.saving import Wanted


@dataclass(frozen=True, slots=True)
class _Place:
    """Who looks at the webhooks of which desk, and whether all its shops are theirs."""

    here: Here
    seen: list[int]
    whole: bool


class WebhookForm(forms.Form):
    """What a webhook is told of, and where it is."""

    FIELDS = {
        "name_missing": "name", "name_too_long": "name", "address_malformed": "url", "events_missing": "events", "event_unknown": "events",
        "shops_missing": "shops", "shop_unknown": "shops", "every_shop_not_yours": "shops",
    }  # fmt: skip

    name = forms.CharField(label=gettext_lazy("Name"), help_text=gettext_lazy("What listens there."), max_length=saving.LONGEST_NAME)
    url = forms.CharField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("It begins with https:// and is open to the Internet. Redirects are not followed."),
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
    )
    events = forms.MultipleChoiceField(
        label=gettext_lazy("Events"),
        help_text=gettext_lazy("Each carries ids and plain facts, never a buyer’s words or name."),
        widget=forms.CheckboxSelectMultiple,
    )
    every_shop = forms.BooleanField(label=gettext_lazy("Every shop, also those to come"), required=False)
    shops = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Only these shops"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, place: _Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "events", [(kind.kind, _event(kind.kind, str(kind.label))) for kind in published.kinds()])
        offer(self, "shops", [(shop.pk, shop.name) for shop in place.here.shops])
        if not place.whole:
            del self.fields["every_shop"]

    def wanted(self) -> Wanted:
        """What was filled in, for the command."""
        said = self.cleaned_data
        return Wanted(said["name"], said["url"].strip(), said["events"], None if said.get("every_shop") else said.get("shops", []))


@require_safe
@never_cache
def listed(request: HttpRequest, desk: str) -> HttpResponse:
    """The webhooks of the desk. Needs webhooks.manage; otherwise 404."""
    place = _enter(request, desk)
    now = datetime.now(UTC)
    rows = queries.listed(place.here.desk.pk, place.seen, whole=place.whole)
    waiting = queries.open_counts(place.here.desk.pk, [row.pk for row, _shops in rows])
    names = {shop.pk: shop.name for shop in place.here.shops}
    context = {
        "at_settings": True,
        "section": "webhooks",
        "rows": [
            {**_state(row, now), "hook": row, "waiting": waiting.get(row.pk, 0), "shops": [names[pk] for pk in shops if pk in names]}
            for row, shops in rows
        ],
        "now": now,
    }
    return render(request, "settings/webhooks.html", context)


@require_safe
@never_cache
def events(request: HttpRequest, desk: str) -> HttpResponse:
    """All events that a webhook can be told of, with an example each. Needs webhooks.manage; otherwise 404."""
    place = _enter(request, desk)
    slug = place.here.shops[0].slug if place.here.shops else None
    kinds = [{"kind": kind, "example": bodies.example(kind, desk=desk, shop=slug)} for kind in published.kinds()]
    return render(request, "settings/webhook_events.html", {"at_settings": True, "section": "webhooks", "kinds": kinds})


@require_http_methods(["GET", "POST"])
@never_cache
@surely(reading=True)
def new(request: HttpRequest, desk: str) -> HttpResponse:
    """Make a webhook; its secret is shown in the answer, once. Needs webhooks.manage; otherwise 404."""
    place = _enter(request, desk)
    form = WebhookForm(request.POST or None, place=place, initial={"every_shop": True})
    if form.is_valid():
        try:
            pk, secret = saving.create(
                desk_id=place.here.desk.pk, wanted=form.wanted(), seen=place.seen, whole=place.whole, actor=access.actor(request),
                now=datetime.now(UTC),
            )  # fmt: skip
        except Refusal as refusal:
            refuse(form, refusal, form.FIELDS)
        else:
            return _shown(request, pk, form.cleaned_data["name"], secret)
    return _form(request, form, None)


@require_http_methods(["GET", "POST"])
@never_cache
@surely(reading=True)
def change(request: HttpRequest, desk: str, webhook: int) -> HttpResponse:
    """Change a webhook. Needs webhooks.manage and all its shops; otherwise 404."""
    place, row, shops = _found(request, desk, webhook)
    initial = {"name": row.name, "url": row.url, "events": row.events, "every_shop": row.every_shop, "shops": shops}
    form = WebhookForm(request.POST or None, place=place, initial=initial)
    if form.is_valid():
        try:
            saving.change(
                desk_id=row.desk_id, webhook_id=row.pk, wanted=form.wanted(), seen=place.seen, whole=place.whole,
                actor=access.actor(request), now=datetime.now(UTC),
            )  # fmt: skip
        except Refusal as refusal:
            refuse(form, refusal, form.FIELDS)
        else:
            messages.success(request, _("Saved."))
            return redirect("webhook", desk, row.pk)
    return _form(request, form, row)


@require_safe
@never_cache
def one(request: HttpRequest, desk: str, webhook: int) -> HttpResponse:
    """A webhook with its last deliveries. Needs webhooks.manage and all its shops; otherwise 404."""
    place, row, shops = _found(request, desk, webhook)
    now = datetime.now(UTC)
    names = {shop.pk: shop.name for shop in place.here.shops}
    context = {
        "at_settings": True,
        "section": "webhooks",
        "hook": row,
        **_state(row, now),
        "shops": [names[pk] for pk in shops if pk in names],
        "events": [(kind, published.named(kind)) for kind in row.events],
        "deliveries": [_delivery(one, now) for one in queries.deliveries(row.desk_id, row.pk)],
        "failed": queries.failed(row.desk_id, row.pk),
        "both_until": row.old_until if row.old_until is not None and row.old_until > now else None,
        "now": now,
    }
    return render(request, "settings/webhook.html", context)


@require_POST
@never_cache
@surely
def act(request: HttpRequest, desk: str, webhook: int, verb: str) -> HttpResponse:
    """on, off, rotate, remove, test, again (`delivery`, or all that failed). Needs webhooks.manage and all its shops; otherwise 404."""
    _place, row, _shops = _found(request, desk, webhook)
    told: dict[str, Any] = {"desk_id": row.desk_id, "webhook_id": row.pk, "actor": access.actor(request), "now": datetime.now(UTC)}
    try:
        if verb == "rotate":
            return _shown(request, row.pk, row.name, saving.rotate(**told))
        messages.success(request, _do(request, verb, told))
    except (Refusal, Stale) as why:
        messages.error(request, str(why))
    return redirect("webhooks", desk) if verb == "remove" else redirect("webhook", desk, row.pk)


def _do(request: HttpRequest, verb: str, told: dict[str, Any]) -> str:
    if verb in {"on", "off"}:
        saving.switch(on=verb == "on", **told)
        return _("The webhook is on.") if verb == "on" else _("The webhook is off. What waited for it was called off.")
    if verb == "remove":
        saving.remove(**told)
        return _("The webhook is removed.")
    if verb == "test":
        saving.test(**told)
        return _("A test is on its way.")
    chosen = request.POST.get("delivery", "")
    # What is no number names no delivery; without one it would be all of them.
    if chosen and not (chosen.isascii() and chosen.isdigit() and len(chosen) < 19):
        raise Stale(_("This delivery does not wait for that any more."))
    outbound_id = int(chosen) if chosen else None
    count = saving.send_again(outbound_id=outbound_id, **told)
    return ngettext("%(number)s delivery is being sent again.", "%(number)s deliveries are being sent again.", count) % {
        "number": wording.number(count)
    }


def _enter(request: HttpRequest, desk: str) -> _Place:
    here = shell.enter(request, desk, may=permissions.WEBHOOKS_MANAGE, room="settings")
    return _Place(here, [shop.pk for shop in here.shops], here.every_shop)


def _found(request: HttpRequest, desk: str, webhook: int) -> tuple[_Place, queries.Hook, list[int]]:
    place = _enter(request, desk)
    row, shops = queries.one(place.here.desk.pk, webhook, place.seen, whole=place.whole)
    return place, row, shops


def _form(request: HttpRequest, form: WebhookForm, row: queries.Hook | None) -> HttpResponse:
    context = {"at_settings": True, "section": "webhooks", "form": form, "hook": row}
    return render(request, "settings/webhook_form.html", context, status=422 if form.is_bound else 200)


def _shown(request: HttpRequest, pk: int, name: str, secret: str) -> HttpResponse:
    context = {"at_settings": True, "section": "webhooks", "webhook": pk, "name": name, "secret": secret}
    return render(request, "settings/webhook_secret.html", context)


def _state(row: queries.Hook, now: datetime) -> dict[str, str]:
    if row.state == queries.OFF:
        tone = "off" if row.off_why == queries.BY_A_PERSON else "late"
        return {"tone": tone, "said": f"{_('off')}: {row.get_off_why_display()}", "do": saying.what_to_do(row)}
    if row.failing_since is not None:
        return {"tone": "soon", "said": _("fails since %(moment)s") % {"moment": wording.stamp(row.failing_since, now=now)}}
    return {"tone": "ok", "said": _("on")}


def _delivery(one: queries.Delivery, now: datetime) -> dict[str, Any]:
    words = {
        "queued": _("will be tried again") if one.attempts else _("being sent"), "claimed": _("being sent"), "unknown": _("being sent"),
        "sent": _("sent"), "dead": _("not sent"), "cancelled": _("called off"), "done": _("done there"),
    }  # fmt: skip
    tones = {"sent": "ok", "dead": "late", "queued": "soon" if one.attempts else "off"}
    reason = "" if one.state == "sent" or not one.reason else _(one.reason)
    then = (
        _("Next try at %(moment)s.") % {"moment": wording.stamp(one.not_before, now=now)} if one.state == "queued" and one.attempts else ""
    )
    return {
        "one": one, "said": words.get(one.state, one.state), "tone": tones.get(one.state, "off"), "why": f"{reason} {then}".strip(),
        "again": one.state in {"sent", "dead", "cancelled"},
    }  # fmt: skip


def _event(kind: str, label: str) -> SafeString:
    return format_html('<span><code>{}</code><span class="field__hint block">{}</span></span>', kind, label)
