"""How a shop watches its orders: a page of its settings."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from returns.forms.watching import WatchForm
from returns.services import risk_spans
from sellerdesk import access, shops
from sellerdesk.domain import permissions
from sellerdesk.errors import Refusal
from sellerdesk.web import shell
from sellerdesk.web.forms import refuse


@require_http_methods(["GET", "POST"])
@never_cache
def watched(request: HttpRequest, desk: str, shop: str) -> HttpResponse:
    """When orders of a shop count as being at risk. Needs shops.manage there; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.SHOPS_MANAGE, room="settings")
    found = here.named(shop)
    form = WatchForm(request.POST or None, initial=WatchForm.initial_of(risk_spans.spans_of(shops.facts(found))))
    if form.is_valid():
        ids, actor, now = [one.pk for one in here.shops], access.actor(request), datetime.now(UTC)
        try:
            risk_spans.watch(desk_id=here.desk.pk, shop_ids=ids, shop_id=found.pk, wanted=form.wanted(), actor=actor, now=now)
        except Refusal as refusal:
            refuse(form, refusal, form.FIELDS)
        else:
            messages.success(request, _("How orders of %(shop)s are watched is saved.") % {"shop": found.name})
            return redirect("settings_shop", desk, shop)
    context = {"at_settings": True, "section": "shops", "form": form, "shop": found}
    return render(request, "returns/risks/watched.html", context, status=422 if form.is_bound else 200)
