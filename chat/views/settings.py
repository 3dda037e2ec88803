"""Settings of a shop's conversations."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chat.forms import AutomaticForm
from chat.services import automatic as answers
from sellerdesk import access
from sellerdesk.domain import permissions
from sellerdesk.errors import Refusal
from sellerdesk.web import shell
from sellerdesk.web.forms import refuse


@require_http_methods(["GET", "POST"])
@never_cache
def automatic(request: HttpRequest, desk: str, shop: str) -> HttpResponse:
    """The off-hours answer of a shop. Needs shops.manage there; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.SHOPS_MANAGE, room="settings")
    found = here.named(shop)
    initial = AutomaticForm.initial_of(answers.setting(here.desk.pk, found.pk))
    form = AutomaticForm(request.POST or None, initial=initial, most=answers.longest(found.rules))
    if form.is_valid():
        ids, actor, now = [one.pk for one in here.shops], access.actor(request), datetime.now(UTC)
        try:
            answers.change(desk_id=here.desk.pk, shop_ids=ids, shop_id=found.pk, wanted=form.wanted(), actor=actor, now=now)
        except Refusal as refusal:
            refuse(form, refusal, form.FIELDS)
        else:
            messages.success(request, _("The off-hours answer of %(shop)s is saved.") % {"shop": found.name})
            return redirect("settings_shop", desk, shop)
    context = {"at_settings": True, "section": "shops", "form": form, "shop": found}
    return render(request, "chat/automatic.html", context, status=422 if form.is_bound else 200)
