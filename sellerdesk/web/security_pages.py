"""Settings of a desk: how its people sign in."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sellerdesk import access, second_factor, team
from sellerdesk.domain import permissions
from sellerdesk.web import shell
from sellerdesk.web.surely import surely


@require_http_methods(["GET", "POST"])
@never_cache
@surely
def security(request: HttpRequest, desk: str) -> HttpResponse:
    """Whether all need a second factor, and for owners who has one. Needs desk.see, and people.manage to change it; otherwise 404."""
    needed = permissions.PEOPLE_MANAGE if request.method == "POST" else permissions.DESK_SEE
    here = shell.enter(request, desk, may=needed, room="settings")
    if request.method == "POST":
        second_factor.ask_of_all(
            desk_id=here.desk.pk,
            wanted="for_all" in request.POST,
            by=access.reader(request),
            actor=access.actor(request),
            now=datetime.now(UTC),
        )
        messages.success(request, _("Saved. It holds from the next page on."))
        return redirect("settings_security", desk)
    may_change = here.may(permissions.PEOPLE_MANAGE)
    people = team.people(here.desk.pk, own_role=here.role) if may_change else []
    held = second_factor.holders([one.user_id for one in people])
    context = {
        "at_settings": True,
        "section": "security",
        "may_change": may_change,
        "people": [{"person": one, "has": one.user_id in held} for one in people],
        "is_required": second_factor.required(),
    }
    return render(request, "settings/security.html", context)
