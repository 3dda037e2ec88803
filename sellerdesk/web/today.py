"""Today: what waits, by when it is due."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sellerdesk import waiting
from sellerdesk.domain import permissions
from sellerdesk.web import shell


@require_safe
@never_cache
def today(request: HttpRequest, desk: str) -> HttpResponse:
    """How much waits in the shops shown. Needs work.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.WORK_SEE, room="today")
    now = datetime.now(UTC)
    total = sum(waiting.by_kind(here.desk.pk, here.shop_ids, now=now).values(), waiting.Waiting())
    return render(request, "today.html", {"total": total, "now": now})
