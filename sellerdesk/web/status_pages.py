"""Settings → Status: what is late and why."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sellerdesk import standing
from sellerdesk.domain import permissions
from sellerdesk.web import shell


# The word, the tone of its badge and of its dot: colour never says it alone.
SHOWN = {
    standing.GOOD: (gettext_lazy("In order"), "ok"),
    standing.SOON: (gettext_lazy("Behind"), "soon"),
    standing.LATE: (gettext_lazy("Needs you"), "late"),
}


@require_safe
@never_cache
def status(request: HttpRequest, desk: str) -> HttpResponse:
    """How the desk stands, a line for each matter, worst first said above. Needs shops.manage; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.SHOPS_MANAGE, room="settings")
    now = datetime.now(UTC)
    told = standing.lines(standing.Asked(here.desk.pk, here.desk.slug, {shop.pk: shop.name for shop in here.shown}, now))
    context = {
        "at_settings": True,
        "section": "status",
        "now": now,
        "worst": standing.worst(told),
        "rows": [{"line": line, "word": SHOWN[line.level][0], "tone": SHOWN[line.level][1]} for line in told],
    }
    return render(request, "settings/status.html", context)
