"""Settings: which new work is shared out by itself."""

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sellerdesk import access, rooms, rotating
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.rotating import Rule
from sellerdesk.web import asked, shell


@require_http_methods(["GET", "POST"])
@never_cache
def sharing(request: HttpRequest, desk: str) -> HttpResponse:
    """Each lane of work with its switch and its limit, in all shops. Needs shops.manage in every shop; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.SHOPS_MANAGE, room="settings")
    if not here.every_shop:
        raise NotVisible
    lanes = _lanes()
    kept = rotating.rules(here.desk.pk)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        for lane in lanes:
            rule = _said(request, lane)
            try:
                rotating.set_rule(desk_id=here.desk.pk, rule=rule, actor=access.actor(request), now=datetime.now(UTC))
            except Refusal as refusal:
                wrong[lane] = str(refusal)
            kept[lane] = rule
        if not wrong:
            messages.success(request, _("Saved."))
            return redirect("settings_sharing", desk)
    rows = [{"label": label, "rule": kept.get(lane, Rule(lane)), "wrong": wrong.get(lane, "")} for lane, label in lanes.items()]
    context = {"at_settings": True, "section": "sharing", "rows": rows, "least": rotating.LEAST_OPEN, "most": rotating.MOST_OPEN}
    return render(request, "settings/sharing.html", context, status=422 if wrong else 200)


def _lanes() -> dict[str, Any]:
    """The lanes of all work that a room has told of, with their names."""
    return {rotating.lane_of(kind.kind): kind.lane_label for kind in rooms.work_kinds().values()}


def _said(request: HttpRequest, lane: str) -> Rule:
    """What the form says of a lane; no number is a limit of 0, which is refused."""
    return Rule(lane, f"on:{lane}" in request.POST, asked.whole(request.POST.get(f"most:{lane}"), digits=4) or 0)
