"""Settings of a shop's claims: how long it takes over them."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from returns.forms.timing import TimesForm
from returns.services import timing
from sellerdesk import access
from sellerdesk.domain import permissions
from sellerdesk.errors import Refusal
from sellerdesk.web import shell
from sellerdesk.web.forms import refuse


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def times(request: HttpRequest, desk: str, shop: str) -> HttpResponse:
    """How long a shop takes to decide and to settle. Needs shops.manage there; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.SHOPS_MANAGE, room="settings")
    found = here.named(shop)
    is_own = timing.is_own(found.rules)
    form = TimesForm(request.POST if request.method == "POST" and is_own else None, now=timing.of(here.desk.pk, found.pk))
    if form.is_valid():
        try:
            timing.change(
                desk_id=here.desk.pk, shop_ids=[one.pk for one in here.shops], shop_id=found.pk, wanted=form.wanted(),
                actor=access.actor(request), now=datetime.now(UTC),
            )  # fmt: skip
        except Refusal as refusal:
            refuse(form, refusal, form.FIELDS)
        else:
            messages.success(request, _("The deadlines of claims of %(shop)s are saved.") % {"shop": found.name})
            return redirect("settings_shop", desk, shop)
    context = {"at_settings": True, "section": "shops", "form": form, "shop": found, "is_own": is_own}
    return render(request, "returns/times.html", context, status=422 if form.is_bound else 200)
