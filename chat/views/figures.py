"""How fast buyers are answered: the page, the rounds behind its figures, the same as a file; and each agent's own."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from chat.domain import asking
from chat.queries import tables
from chat.views import figures_page
from sellerdesk import access
from sellerdesk.domain import permissions
from sellerdesk.errors import Refusal
from sellerdesk.tables import MARK, written
from sellerdesk.web import shell


ROOM = "chats"


@require_safe
@never_cache
def page(request: HttpRequest, desk: str) -> HttpResponse:
    """The figures of the shops shown. Needs figures.see; otherwise 404.

    `period` 7, 30, month or today, or days by `from` and `to`; `agent`, `sale` narrow. What cannot be read is said and left at the usual.
    """
    here = shell.enter(request, desk, may=permissions.FIGURES_SEE, room=ROOM)
    scope = figures_page.scope_of(here, request.GET, datetime.now(UTC))
    return render(request, "chat/figures/page.html", figures_page.page(here, scope))


@require_safe
@never_cache
def rounds(request: HttpRequest, desk: str) -> HttpResponse:
    """The rounds behind one figure (`which`) of the page, under the same parameters. Needs figures.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.FIGURES_SEE, room=ROOM)
    scope = figures_page.scope_of(here, request.GET, datetime.now(UTC))
    return render(request, "chat/figures/rounds.html", figures_page.rounds_page(here, scope, request.GET))


@require_safe
@never_cache
def marks(request: HttpRequest, desk: str) -> HttpResponse:
    """The marks behind the satisfaction with one agent (`of`), with `good` those of 4 and 5. Needs figures.see.

    404 without it, and for an agent of whom too few marks were given to be told (CH-05).
    """
    here = shell.enter(request, desk, may=permissions.FIGURES_SEE, room=ROOM)
    scope = figures_page.scope_of(here, request.GET, datetime.now(UTC))
    return render(request, "chat/figures/marks.html", figures_page.marks_page(here, scope, request.GET))


@require_safe
@never_cache
def mine(request: HttpRequest, desk: str) -> HttpResponse:
    """The reader's own answers. Needs chats.answer; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.CHATS_ANSWER, room=ROOM)
    scope = figures_page.scope_of(here, request.GET, datetime.now(UTC), mine=access.reader(request).pk)
    return render(request, "chat/figures/page.html", figures_page.page(here, scope, mine=True))


@require_safe
@never_cache
def my_rounds(request: HttpRequest, desk: str) -> HttpResponse:
    """The rounds behind a figure of one's own. Needs chats.answer; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.CHATS_ANSWER, room=ROOM)
    scope = figures_page.scope_of(here, request.GET, datetime.now(UTC), mine=access.reader(request).pk)
    return render(request, "chat/figures/rounds.html", figures_page.rounds_page(here, scope, request.GET, mine=True))


@require_safe
@never_cache
def table(request: HttpRequest, desk: str) -> HttpResponse:
    """The figures as CSV, `by` agent, day, hour, shop, sale or marks. Needs figures.see; otherwise 404.

    The columns have the names of the API in every language, since programs read them. Refused with 422: period_malformed, by_unknown.
    """
    here = shell.enter(request, desk, may=permissions.FIGURES_SEE, room=ROOM)
    scope = figures_page.scope_of(here, request.GET, datetime.now(UTC))
    by, period = request.GET.get("by", "agent"), scope.asked.period
    if period.fault:
        raise Refusal("period_malformed", _("These days cannot be told."), _("Use days such as 2026-03-31, at most 366 of them, in order."))
    if by not in tables.BY:
        raise Refusal("by_unknown", _("The figures are not told so."), ", ".join(tables.BY))
    rows = tables.rows(scope, by, {shop.pk: shop.slug for shop in here.shops})
    head = list(tables.columns(by))
    text = written([head, *(["" if row.get(name) is None else str(row[name]) for name in head] for row in rows)])
    answer = HttpResponse(MARK + text, content_type="text/csv; charset=utf-8")
    name = f"chats-{by}-{asking.written(scope.asked).get('period') or 'days'}-{period.begins}-{period.ends}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
