"""Putting facts in by hand: the files that came in, a file on its way, what became of it."""

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sellerdesk import access, shops
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.feed import kept, table
from sellerdesk.upload import deciding, previewing, queries, receiving
from sellerdesk.upload.domain.mapping import ColumnMapping
from sellerdesk.upload.domain.unusable import Unusable
from sellerdesk.upload.receiving import Bringer
from sellerdesk.upload.sentences import refusal_of
from sellerdesk.web import mapping_form, shell
from sellerdesk.web.asked import whole


ROOM = "facts"
_FIGURES = ("applied", "unchanged", "waiting", "rejected", "released")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def listed(request: HttpRequest, desk: str) -> HttpResponse:
    """The files that came in, and the form for the next one, which also works without script. Needs feed.load."""
    here = _enter(request, desk)
    if request.method == "POST":
        return _take_whole(request, here)
    found = queries.listed(here.desk.pk, here.shop_ids, before=whole(request.GET.get("after")))
    context = {
        "found": found,
        "now": datetime.now(UTC),
        "at_settings": True,
        "piece": receiving.PIECE,
        "largest": receiving.LARGEST,
        "may_see_records": here.may(permissions.RECORDS_SEE),
    }
    return render(request, "facts/list.html", context)


def _take_whole(request: HttpRequest, here: Here) -> HttpResponse:
    """A file sent as an ordinary form: what the web process takes in one request."""
    file = request.FILES.get("file")
    if file is None or file.size is None:
        messages.error(request, _("Choose a file first."))
        return redirect("facts", here.desk.slug)
    shop, now = _shop(request, here), datetime.now(UTC)
    try:
        row = receiving.begin(shop=shop, name=file.name or "", size=file.size, fingerprint="", by=_bringer(request), now=now)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("facts", here.desk.slug)
    receiving.add_piece(shop=shop, upload_id=row.pk, at=0, stream=file, length=file.size, actor=access.actor(request), now=now)
    return redirect("upload", here.desk.slug, row.pk)


@require_POST
@never_cache
def begin(request: HttpRequest, desk: str) -> JsonResponse:
    """Make room for a file that comes in pieces: shop, name, size, changed. Answers where they go and how much is there already.

    Needs feed.load; otherwise 404.
    """
    here = _enter(request, desk)
    try:
        row = receiving.begin(
            shop=_shop(request, here),
            name=request.POST.get("name", ""),
            size=whole(request.POST.get("size"), digits=15) or 0,
            fingerprint=request.POST.get("changed", ""),
            by=_bringer(request),
            now=datetime.now(UTC),
        )
    except Refusal as refusal:
        return JsonResponse({"code": refusal.code, "message": str(refusal)}, status=422)
    return JsonResponse({"upload": row.pk, "received": row.received})


@require_POST
@never_cache
def piece(request: HttpRequest, desk: str, upload: int) -> JsonResponse:
    """One piece of a file: its bytes as the body, `at` in the query. 409 with how much is there where it belongs elsewhere.

    Needs feed.load; otherwise 404.
    """
    here = _enter(request, desk)
    row = queries.one(here.desk.pk, here.shop_ids, upload)
    at, length = whole(request.GET.get("at"), digits=15), whole(request.META.get("CONTENT_LENGTH"), digits=15) or 0
    if at is None or not 0 < length <= receiving.PIECE:
        return JsonResponse({"code": "malformed"}, status=400)
    try:
        row = receiving.add_piece(
            shop=row.shop,
            upload_id=upload,
            at=at,
            stream=request,
            length=length,
            actor=access.actor(request),
            now=datetime.now(UTC),
        )
    except Stale as stale:
        return JsonResponse({"received": stale.newer["received"], "whole": stale.newer["state"] != row.State.RECEIVING}, status=409)
    except Refusal as refusal:
        return JsonResponse({"code": refusal.code, "message": str(refusal)}, status=422)
    return JsonResponse({"received": row.received, "whole": row.state != row.State.RECEIVING})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def upload(request: HttpRequest, desk: str, upload: int) -> HttpResponse:
    """One file: what its columns are, how far it is, what became of it. Needs feed.load."""
    here = _enter(request, desk)
    row = queries.one(here.desk.pk, here.shop_ids, upload)
    if row.state == row.State.MAPPING:
        return _mapping(request, here, row)
    if request.method == "POST":
        return redirect("upload", here.desk.slug, row.pk)
    return render(request, "facts/upload.html", {"at_settings": True, **_state(here, row)})


def _mapping(request: HttpRequest, here: Here, row: Any) -> HttpResponse:
    """The columns of a table. Its cells are shown to nobody but the one who brought it: it may say who gave which store rating."""
    if not _bringer(request).brought(row):
        return render(request, "facts/upload.html", {"at_settings": True, **_state(here, row)})
    facts = shops.facts(row.shop)
    try:
        found = previewing.sample(row)
    except Unusable as unusable:
        deciding.refuse(shop=row.shop, upload_id=row.pk, reason=unusable, now=datetime.now(UTC))
        return redirect("upload", here.desk.slug, row.pk)
    form = mapping_form.read(request, row, found)
    if request.POST.get("do") == "start":
        form.refusal = _started(request, row, form.mapping)
        if form.refusal is None:
            return redirect("upload", here.desk.slug, row.pk)
    context = {"at_settings": True, "upload": row, "form": form, **mapping_form.context(form, found, facts)}
    return render(request, "facts/mapping.html", context, status=422 if form.refusal else 200)


def _started(request: HttpRequest, row: Any, mapping: ColumnMapping) -> Refusal | None:
    """Have it loaded; gives what is wrong with the mapping. Where somebody was faster, its page says how it stands."""
    try:
        deciding.start(
            shop=row.shop,
            upload_id=row.pk,
            mapping=mapping,
            save_as=request.POST.get("save_as", "").strip(),
            actor=access.actor(request),
            now=datetime.now(UTC),
        )
    except Refusal as refusal:
        return refusal
    except Stale:
        return None
    return None


@require_safe
@never_cache
def progress(request: HttpRequest, desk: str, upload: int) -> HttpResponse:
    """How far it is, for the page to ask every second until it has ended: the figures alone, the rest only when it is another.

    Replacing all of it each second would take the focus away from whoever is about to stop it. Needs feed.load; otherwise 404.
    """
    here = _enter(request, desk)
    row = queries.one(here.desk.pk, here.shop_ids, upload)
    state = _state(here, row)
    if request.GET.get("stage") == state["stage"]:
        return render(request, "facts/figures.html", state)
    answer = render(request, "facts/state.html", state)
    answer["HX-Retarget"], answer["HX-Reswap"] = "#upload", "outerHTML"
    return answer


@require_POST
@never_cache
def cancel(request: HttpRequest, desk: str, upload: int) -> HttpResponse:
    """Stop it; what was loaded stays. Needs feed.load; otherwise 404."""
    here = _enter(request, desk)
    row = queries.one(here.desk.pk, here.shop_ids, upload)
    deciding.cancel(shop=row.shop, upload_id=row.pk, actor=access.actor(request), now=datetime.now(UTC))
    return redirect("upload", here.desk.slug, row.pk)


@require_safe
@never_cache
def rejected(request: HttpRequest, desk: str, upload: int) -> HttpResponseBase:
    """What of a file was rejected, as CSV. Needs feed.load and records.see; otherwise 404."""
    here = _enter(request, desk)
    row = queries.one(here.desk.pk, here.shop_ids, upload)
    if row.load_id is None or not here.may(permissions.RECORDS_SEE):
        raise NotVisible
    wanted = kept.Wanted(here.desk.pk, (row.shop_id,), state="rejected", load_id=row.load_id)
    answer = StreamingHttpResponse(table.rejected(wanted, get_language() or "en"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="rejected-{row.pk}.csv"'
    return answer


def _state(here: Here, row: Any) -> dict[str, Any]:
    counts = queries.figures(row)
    return {
        "upload": row,
        "stage": queries.stage(row, counts),
        "open": queries.is_open(row),
        "share": queries.share(row),
        "behind": row.state == row.State.QUEUED and queries.waits_behind(row),
        "counts": counts,
        "figures": {} if counts is None else {name: getattr(counts, name) for name in _FIGURES},
        "sentence": refusal_of(row.code, row.detail) if row.code else "",
        "may_see_records": here.may(permissions.RECORDS_SEE),
        "now": datetime.now(UTC),
    }


def _enter(request: HttpRequest, desk: str) -> Here:
    return shell.enter(request, desk, may=permissions.FEED_LOAD, room=ROOM)


def _shop(request: HttpRequest, here: Here) -> Any:
    """The shop that the form names, of those where the person may load facts. Otherwise NotVisible."""
    return here.named(request.POST.get("shop", ""))


def _bringer(request: HttpRequest) -> Bringer:
    return Bringer(person_id=access.reader(request).pk)
