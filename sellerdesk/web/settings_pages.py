"""Settings of a desk: who works in it, which shops it has."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sellerdesk.domain import permissions
from sellerdesk.web import shell


@require_safe
@never_cache
def overview(request: HttpRequest, desk: str) -> HttpResponse:
    """The desk's shops. Needs desk.see; otherwise 404."""
    shell.enter(request, desk, may=permissions.DESK_SEE, room="settings")
    return render(request, "settings/overview.html", {"at_settings": True})
