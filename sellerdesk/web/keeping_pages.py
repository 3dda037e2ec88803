"""Settings, Privacy: how long a desk keeps one kind of data, with the rows that would go by that."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sellerdesk import access
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.errors import Refusal
from sellerdesk.privacy import shortening
from sellerdesk.privacy.shortening import Term
from sellerdesk.web import shell
from sellerdesk.web.asked import whole
from sellerdesk.web.privacy_pages import AT_ONCE, places
from sellerdesk.web.surely import surely


DIGITS = 4
SHOWN = 12
"""Of what somebody typed: a cut number would be another one than was refused."""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@surely
def keeping(request: HttpRequest, desk: str, kind: str) -> HttpResponse:
    """How long one kind is kept here; with `?days=` what would go by that, row by row. Needs privacy.manage; otherwise 404.

    A POST keeps it for `days`, without them as the installation does, and asks once more who is there.
    """
    here = shell.enter(request, desk, may=permissions.PRIVACY_MANAGE, room="settings")
    term, now = shortening.term(here.desk.pk, kind), datetime.now(UTC)
    if request.method != "POST":
        return _page(request, here, term, request.GET.get("days", ""), now)
    asked = request.POST.get("days", "").strip()
    wanted = whole(asked, digits=DIGITS) if asked else None
    if asked and wanted is None:
        return _page(request, here, term, asked, now)
    try:
        shortening.keep(desk_id=here.desk.pk, key=kind, days=wanted, actor=access.actor(request), now=now)
    except Refusal:
        return _page(request, here, term, asked, now)
    messages.success(request, _("Saved. What is older goes tonight."))
    return redirect("settings_privacy", desk)


def _page(request: HttpRequest, here: Here, term: Term, asked: str, now: datetime) -> HttpResponse:
    """The page, with what is wrong with the days that were asked for, or with what would go by them."""
    asked = asked.strip()
    days = whole(asked, digits=DIGITS)
    # No number at all is out of the limits, too.
    refusal = shortening.why_not(term.limit, days or 0) if asked else None
    context = {
        "at_settings": True,
        "section": "privacy",
        "term": term,
        "asked": asked[:SHOWN],
        "refusal": refusal,
        "places": list(places(here, term.kind)),
        **({} if refusal or days is None else _going(request, here, term, days, now)),
    }
    return render(request, "settings/keeping.html", context, status=422 if refusal else 200)


def _going(request: HttpRequest, here: Here, term: Term, days: int, now: datetime) -> dict[str, object]:
    begin = whole(request.GET.get("after"), digits=6) or 0
    found = shortening.rows(here.desk.pk, term.kind, days=days, now=now, after=begin, number=AT_ONCE + 1)
    return {
        "days": days,
        "going": shortening.going(here.desk.pk, term.kind, days=days, now=now),
        "rows": found[:AT_ONCE],
        "after": str(begin + AT_ONCE) if len(found) > AT_ONCE else "",
    }
