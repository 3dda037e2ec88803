"""Saved lists of a room: shown beside its views with their counts, and kept in order by those whose they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from sellerdesk import access, saved_lists
from sellerdesk.access import Here
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.saved_lists import Table
from sellerdesk.web import shell
from sellerdesk.web.fragments import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """What a room says of its lists: where they are kept, who sees and who shares them, the names of its addresses."""

    table: Table
    room: str
    may_see: str
    may_share: str
    page: str
    saved: str
    one: str
    query: Callable[[Here, HttpRequest], str]
    """The list of the request's address as a query, without a place in it."""
    found: Callable[[Here, int, datetime], Sequence[Any]]
    """The lists that a person sees, each with id, name, query, shared and count."""


def lists(request: Request, desk: str, at: Lists) -> HttpResponse:
    """The saved lists with their counts (GET); keep the list of the address under a `name` (POST), `shared` with the desk.

    Needs the permission to see, and to share the other; otherwise 404. Without htmx a page of its own, where they are kept in order.
    """
    here, now = shell.enter(request, desk, may=at.may_see, room=at.room), datetime.now(UTC)
    if request.method != "POST":
        return _shown(request, here, at, now)
    shared = request.POST.get("shared") == "1"
    if shared and not here.may(at.may_share):
        raise NotVisible
    query = at.query(here, request)
    try:
        saved_lists.save(
            table=at.table, desk_id=here.desk.pk, user_id=access.reader(request).pk, name=request.POST.get("name", ""), query=query,
            shared=shared, actor=access.actor(request), now=now,
        )  # fmt: skip
    except Refusal as refusal:
        if not request.htmx:
            raise
        return _shown(request, here, at, now, refusal=refusal, typed=request.POST.get("name", ""))
    return _shown(request, here, at, now) if request.htmx else redirect(f"{reverse(at.page, args=[here.desk.slug])}?{query}")


def one(request: Request, desk: str, saved: int, at: Lists) -> HttpResponse:
    """Rename a saved list, delete it, or move it up or down (`do`). Needs the permission to see, and to share for a shared one."""
    here, now = shell.enter(request, desk, may=at.may_see, room=at.room), datetime.now(UTC)
    if saved > LARGEST_ID:
        raise NotVisible
    told: dict[str, Any] = {
        "table": at.table, "desk_id": here.desk.pk, "user_id": access.reader(request).pk, "shares": here.may(at.may_share),
        "filter_id": saved, "actor": access.actor(request), "now": now,
    }  # fmt: skip
    do = request.POST.get("do", "rename")
    if do == "delete":
        saved_lists.delete(**told)
    elif do in {"up", "down"}:
        saved_lists.move(**told, up=do == "up")
    else:
        saved_lists.rename(**told, name=request.POST.get("name", ""))
    return redirect(reverse(at.saved, args=[here.desk.slug]) + (f"?shop={here.chosen.slug}" if here.chosen else ""))


def _shown(request: Request, here: Here, at: Lists, now: datetime, *, refusal: Refusal | None = None, typed: str = "") -> HttpResponse:
    context = {
        "saved": at.found(here, access.reader(request).pk, now),
        "here_query": at.query(here, request),
        "may_share": here.may(at.may_share),
        "at": at,
        "refusal": refusal,
        "typed": typed,
    }
    template = "saved/chips.html" if request.htmx else "saved/page.html"
    return render(request, template, context, status=422 if refusal else 200)
