"""The records that wait or were rejected, each with its reason and its content, and judging them again."""

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sellerdesk import access, shops, wording
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.feed import judging, kept
from sellerdesk.upload import queries
from sellerdesk.upload.words import type_label
from sellerdesk.web import shell
from sellerdesk.web.asked import whole


AT_ONCE = 500
"""Records that one request judges again; the page asks on until all are."""
_SALT = "records"


@require_safe
@never_cache
def listed(request: HttpRequest, desk: str) -> HttpResponse:
    """Waiting and rejected records by reason; of one upload by line. Needs records.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.RECORDS_SEE, room="facts")
    wanted, upload = _wanted(request.GET, here)
    found = kept.page(wanted, after=_read(request.GET.get("after", ""), wanted), limit=kept.PAGE + 1)
    every, more = kept.reasons(kept.Wanted(here.desk.pk, wanted.shop_ids, load_id=wanted.load_id))
    shown = found[: kept.PAGE]
    names = {shop.pk: shop.name for shop in here.shops}
    context = {
        "at_settings": True,
        "records": [{"record": one, "shop": names[one.shop_id], "type": type_label(one.type)} for one in shown],
        "next": signing.dumps(shown[-1].cursor(wanted), salt=_SALT) if len(found) > kept.PAGE else "",
        "reasons": [{"reason": one, "type": type_label(one.type), "chosen": _is_chosen(one, wanted)} for one in every],
        "counted_all": not more,
        "total": sum(one.number for one in every),
        "states": [(state, sum(one.number for one in every if one.state == state)) for state in kept.STATES],
        "wanted": wanted,
        "upload": upload,
        "filtered": bool(wanted.state or wanted.code or wanted.type is not None),
        "may_judge": here.may(permissions.FEED_LOAD),
        "now": datetime.now(UTC),
    }
    return render(request, "facts/records.html", context)


@require_POST
@never_cache
def again(request: HttpRequest, desk: str) -> HttpResponse:
    """Judge one record again (`record`), or all that the filter shows, 500 at a time. Needs feed.load and records.see."""
    here = shell.enter(request, desk, may=permissions.FEED_LOAD, room="facts")
    if not here.may(permissions.RECORDS_SEE):
        raise NotVisible
    if "record" in request.POST:
        return _one(request, here)
    wanted, _upload = _wanted(request.POST, here)
    by_shop, place = kept.ids(wanted, after=_read(request.POST.get("after", ""), wanted), limit=AT_ONCE)
    judged, released = (whole(request.POST.get(name), digits=11) or 0 for name in ("judged", "released"))
    for shop_id, ids in by_shop.items():
        done = _judge(request, here, shop_id, ids)
        judged, released = judged + done.judged, released + done.released
    if place is None:
        messages.success(request, _said(judged, released))
        answer = redirect(f"{reverse('records', args=[here.desk.slug])}?{request.POST.get('back', '')}")
        if request.headers.get("HX-Request"):
            response = HttpResponse(status=204)
            response["HX-Redirect"] = answer["Location"]
            return response
        return answer
    context = {
        "judged": judged,
        "released": released,
        "after": signing.dumps(place, salt=_SALT),
        "kept_fields": {
            name: request.POST.get(name, "") for name in ("state", "type", "code", "upload", "shop", "back") if name in request.POST
        },
        "at_settings": True,
    }
    return render(request, "facts/again_part.html" if request.headers.get("HX-Request") else "facts/again.html", context)


def _one(request: HttpRequest, here: Here) -> HttpResponse:
    record_id = whole(request.POST.get("record")) or 0
    shop_id = kept.shop_of(here.desk.pk, here.shop_ids, record_id)
    if shop_id is None:
        messages.info(request, _("It does not wait any more."))
    else:
        done = _judge(request, here, shop_id, [record_id])
        messages.success(request, _said(done.judged, done.released))
    return redirect(f"{reverse('records', args=[here.desk.slug])}?{request.POST.get('back', '')}")


def _judge(request: HttpRequest, here: Here, shop_id: int, ids: list[int]) -> judging.Judged:
    shop = here.shop_of(shop_id)
    return judging.again(shop=shops.facts(shop), ids=ids, actor=access.actor(request), now=datetime.now(UTC))


def _said(judged: int, released: int) -> str:
    first = ngettext("%(number)s record judged again.", "%(number)s records judged again.", judged)
    if released:
        second = ngettext("%(number)s was released and counts now.", "%(number)s were released and count now.", released)
    else:
        second = _("All stand as before.")
    # Two sentences; languages differ in what stands between them.
    return _("%(first)s %(second)s") % {
        "first": first % {"number": wording.number(judged)},
        "second": second % {"number": wording.number(released)},
    }


def _wanted(asked: Any, here: Here) -> tuple[kept.Wanted, Any]:
    """What the query or form asks for, and the upload where it names one. An upload that the person may not see: NotVisible."""
    state = asked.get("state", "")
    number = asked.get("upload", "")
    upload = None
    if number:
        upload = queries.one(here.desk.pk, here.shop_ids, whole(number) or 0)
    wanted = kept.Wanted(
        here.desk.pk,
        tuple(here.shop_ids) if upload is None else (upload.shop_id,),
        state if state in kept.STATES else "",
        asked["type"].replace("\x00", "") if "type" in asked else None,
        asked.get("code", "").replace("\x00", ""),
        None if upload is None else upload.load_id or 0,
    )
    return wanted, upload


def _is_chosen(reason: kept.Reason, wanted: kept.Wanted) -> bool:
    return (reason.state, reason.type, reason.code) == (wanted.state, wanted.type, wanted.code)


def _read(cursor: str, wanted: kept.Wanted) -> kept.Cursor | None:
    """The place behind which a page begins; a cursor that is none of this list begins at the start."""
    try:
        place = tuple(signing.loads(cursor, salt=_SALT)) if cursor else ()
    except signing.BadSignature:
        return None
    return place if len(place) == wanted.order().count(",") + 1 else None
