"""How far ahead a shop is warned of a threshold."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ratings.forms import LookoutForm
from ratings.services import lookouts
from sellerdesk import access
from sellerdesk.domain import permissions
from sellerdesk.errors import Refusal
from sellerdesk.web import shell
from sellerdesk.web.forms import refuse


@require_http_methods(["GET", "POST"])
@never_cache
def lookout(request: HttpRequest, desk: str, shop: str) -> HttpResponse:
    """The warnings of one shop's forecast. Needs shops.manage there; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.SHOPS_MANAGE, room="settings")
    found = here.named(shop)
    form = LookoutForm(request.POST or None, initial=LookoutForm.initial_of(lookouts.of(here.desk.pk, found.pk)))
    if form.is_valid():
        ids, actor, now = [one.pk for one in here.shops], access.actor(request), datetime.now(UTC)
        try:
            lookouts.change(desk_id=here.desk.pk, shop_ids=ids, shop_id=found.pk, wanted=form.wanted(), actor=actor, now=now)
        except Refusal as refusal:
            refuse(form, refusal, form.FIELDS)
        else:
            messages.success(request, _("Saved. It holds from the next day of the shop on."))
            return redirect("settings_shop", desk, shop)
    context = {"at_settings": True, "section": "shops", "form": form, "shop": found}
    return render(request, "ratings/forecast/lookout.html", context, status=422 if form.is_bound else 200)
