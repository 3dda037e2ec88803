"""What the reader was told: the bell, the list, and the way to the thing."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sellerdesk import access, notices
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.web import asked, shell


ON_A_PAGE = 50


@require_safe
@never_cache
def listed(request: HttpRequest, desk: str) -> HttpResponse:
    """The reader's notices, the newest first; `?after=` goes on. Needs desk.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.DESK_SEE, room="notices")
    person, now = access.reader(request), datetime.now(UTC)
    before = asked.whole(request.GET.get("after"))
    found = notices.mine(here.desk.pk, person.pk, before=before, limit=ON_A_PAGE + 1)
    shown = found[:ON_A_PAGE]
    said = notices.said(shown, here, person.pk, now=now)
    rows = [{"told": one, "said": said.get(one.id), "event": notices.event(one.kind)} for one in shown]
    after = shown[-1].id if len(found) > ON_A_PAGE else ""
    return render(request, "notices/list.html", {"rows": rows, "after": after, "now": now})


@require_safe
@never_cache
def bell(request: HttpRequest, desk: str) -> HttpResponse:
    """The bell alone, for pages whose number has changed. Needs desk.see; otherwise 404."""
    shell.enter(request, desk, may=permissions.DESK_SEE, room="notices")
    return render(request, "components/bell.html")


@require_POST
def opened(request: HttpRequest, desk: str, notice: int) -> HttpResponse:
    """Mark one of the reader's notices as read and go where it leads. Needs desk.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.DESK_SEE, room="notices")
    person, now = access.reader(request), datetime.now(UTC)
    found = notices.mine(here.desk.pk, person.pk, ids=[notice])
    if not found:
        raise NotVisible
    # Asked before it is read: what a notice of a stage leads to is told by the unread one.
    said = notices.said(found, here, person.pk, now=now).get(notice)
    notices.read_one(desk_id=here.desk.pk, user_id=person.pk, notice_id=notice, now=now)
    return HttpResponseRedirect(said.href if said and said.href else reverse("notices", args=[desk]))


@require_POST
def read(request: HttpRequest, desk: str) -> HttpResponse:
    """Mark all of the reader's notices as read. Needs desk.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.DESK_SEE, room="notices")
    notices.read_all(desk_id=here.desk.pk, user_id=access.reader(request).pk, now=datetime.now(UTC))
    return redirect("notices", desk)
