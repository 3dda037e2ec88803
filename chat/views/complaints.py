"""Complaints of one topic about one product that came together in conversations, and the conversations behind them."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from chat.domain import filters
from chat.queries import complaints
from chat.views.entering import enter
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.errors import NotVisible


@require_safe
@never_cache
def signal(request: HttpRequest, desk: str, complaint: int) -> HttpResponse:
    """One signal with the conversations behind it, the newest first. Needs chats.see; otherwise 404."""
    here = enter(request, desk)
    one = complaints.of_shop(here.desk.pk, here.shop_ids).filter(pk=complaint).first() if complaint <= LARGEST_ID else None
    if one is None:
        raise NotVisible
    rows, after = complaints.page(one, filters.cursor(request.GET.get("after", "")))
    context = {
        "signal": one,
        "number": complaints.behind(one).count(),
        "rows": rows,
        "after": after.text() if after else "",
        "now": datetime.now(UTC),
    }
    return render(request, "chat/complaints.html", context)
