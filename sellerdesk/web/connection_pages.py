"""Settings: how each shop is tied to its marketplace."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sellerdesk import access, connections, wording
from sellerdesk.connections import Connection
from sellerdesk.delivery import holding
from sellerdesk.domain import permissions
from sellerdesk.errors import Refusal
from sellerdesk.marketplaces import breakers
from sellerdesk.web import shell
from sellerdesk.web.forms import offer, refuse


class ConnectionForm(forms.Form):
    """How a shop is connected."""

    FIELDS = {"connection_unknown": "kind", "simulator_not_allowed": "kind", "pages_malformed": "pages"}

    kind = forms.ChoiceField(label=gettext_lazy("How answers reach the buyer"), widget=forms.RadioSelect)
    pages = forms.CharField(
        label=gettext_lazy("The marketplace’s page for sellers"),
        help_text=gettext_lazy("Where a person opens the talks and reviews, to paste an answer there. May stay empty."),
        required=False,
        max_length=connections.LONGEST_ADDRESS,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )

    def __init__(self, *args: Any, simulator: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_hand = (connections.BY_HAND, _choice(_("by hand"), _("A person copies each answer, pastes it there, and says so here.")))
        played = _choice(_("simulated marketplace"), _("For trying things out: what is sent reaches nobody, and invented buyers answer."))
        offer(self, "kind", [by_hand, *([(connections.SIMULATOR, played)] if simulator else [])])


@require_safe
@never_cache
def listed(request: HttpRequest, desk: str) -> HttpResponse:
    """The shops with their connections. Needs desk.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.DESK_SEE, room="settings")
    now = datetime.now(UTC)
    found = connections.all_of(here.desk.pk, [shop.pk for shop in here.shops])
    rows = [_row(shop, found.get(shop.pk, Connection(here.desk.pk, shop.pk)), now) for shop in here.shown]
    context = {"at_settings": True, "section": "marketplaces", "rows": rows, "may_change": here.may(permissions.SHOPS_MANAGE), "now": now}
    return render(request, "settings/marketplaces.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def one(request: HttpRequest, desk: str, shop: str) -> HttpResponse:
    """Change how a shop is connected. Needs shops.manage there; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.SHOPS_MANAGE, room="settings")
    found = here.named(shop)
    now_is = connections.of(here.desk.pk, found.pk)
    initial = {"kind": now_is.kind, "pages": now_is.settings.get("pages", "")}
    form = ConnectionForm(request.POST or None, simulator=connections.simulator_allowed(here.desk.pk), initial=initial)
    if form.is_valid():
        try:
            connections.choose(
                desk_id=here.desk.pk,
                shop_id=found.pk,
                kind=form.cleaned_data["kind"],
                pages=form.cleaned_data["pages"],
                actor=access.actor(request),
                now=datetime.now(UTC),
            )
        except Refusal as refusal:
            refuse(form, refusal, form.FIELDS)
        else:
            # It is another connection now: what was known of the old one must not hold it up.
            breakers.forget(found.pk)
            holding.release(found.pk)
            messages.success(request, _("%(shop)s is saved.") % {"shop": found.name})
            return redirect("settings_marketplaces", desk)
    context = {"at_settings": True, "section": "marketplaces", "form": form, "shop": found}
    return render(request, "settings/marketplace.html", context, status=422 if form.is_bound else 200)


def _row(shop: Any, tied: Connection, now: datetime) -> dict[str, Any]:
    if tied.failing_since is not None:
        since = {"moment": wording.stamp(tied.failing_since, now=now)}
        said = _("does not let us in since %(moment)s") if tied.failing_why == connections.DENIED else _("does not answer since %(moment)s")
        return {"shop": shop, "kind": _name(tied.kind), "state": "late", "said": said % since}
    if not tied.is_read:
        return {
            "shop": shop,
            "kind": _name(tied.kind),
            "state": "",
            "said": _("Answers are carried over by a person. Facts come by files."),
        }
    said = _("not read yet") if tied.read_at is None else _("read %(ago)s") % {"ago": wording.age(tied.read_at, now=now)}
    return {"shop": shop, "kind": _name(tied.kind), "state": "", "said": said}


def _name(kind: str) -> str:
    return _("simulated marketplace") if kind == connections.SIMULATOR else _("by hand")


def _choice(name: str, text: str) -> SafeString:
    return format_html('<span><span class="strong">{}</span><span class="field__hint block">{}</span></span>', name.capitalize(), text)
