"""What somebody does with items of work from any list: take, assign, give back, snooze, be reminded, take back what was done."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sellerdesk import access, assigning, describing, snoozing, undoing, waiting, wording
from sellerdesk.access import Here
from sellerdesk.domain import later, permissions
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.waiting import Item
from sellerdesk.web import asked, errors, shell


CHANGED = "workchanged"
"""The event of the page after which lists of work ask again."""


@require_http_methods(["GET", "POST"])
@never_cache
def assign(request: HttpRequest, desk: str) -> HttpResponse:
    """Choose who has some items; `to` is a person's id, "me", or "team". Needs work.assign; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.WORK_ASSIGN, room="today")
    now, reader = datetime.now(UTC), access.reader(request)
    ids = _ids(request)
    if request.method == "GET":
        items = _seen(here, ids)
        context = _dialog(request, items) | {
            "colleagues": assigning.colleagues(here.desk.pk, items, now=now),
            "has": {item.assignee_id for item in items},
        }
        return render(request, _template(request, "assign"), context)
    to = asked.person(request.POST.get("to", ""), reader.pk)
    changes = assigning.assign(sight=describing.sight_of(here), item_ids=ids, to=to, by=reader.pk, actor=access.actor(request), now=now)
    if not changes:
        return _answer(request, here, _("Nothing has changed."))
    taken = undoing.token(here.desk.pk, reader.pk, undoing.ASSIGN, undoing.of_changes(changes), now=now)
    return _answer(request, here, _assigned(here, changes, to, reader.pk), undo=taken)


def _assigned(here: Here, changes: Sequence[assigning.Change], to: int | None, reader: int) -> str:
    number = {"number": wording.number(len(changes))}
    if to is None:
        return ngettext("%(number)s item waits for the team again", "%(number)s items wait for the team again", len(changes)) % number
    if to == reader:
        return ngettext("%(number)s item is yours now", "%(number)s items are yours now", len(changes)) % number
    items = waiting.these(describing.sight_of(here), [changes[0].item], closed_too=True)
    who = {"who": items[0].assignee} if items else {"who": ""}
    return ngettext("%(number)s item given to %(who)s", "%(number)s items given to %(who)s", len(changes)) % (number | who)


@require_http_methods(["GET", "POST"])
@never_cache
def snooze(request: HttpRequest, desk: str) -> HttpResponse:
    """Put some items off until a moment, or bring them back (`until=now`). Needs work.assign; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.WORK_ASSIGN, room="today")
    now, reader, zone = datetime.now(UTC), access.reader(request), _zone()
    ids = _ids(request)
    if request.method == "GET":
        items = _seen(here, ids)
        reminded = snoozing.reminded_at(here.desk.pk, reader.pk, ids)
        context = _dialog(request, items) | {
            "now": now,
            "offered": [{"key": key, "label": _named(key), "at": at} for key, at in later.offered(now, zone).items()],
            "away": [item for item in items if item.snoozed_until is not None and item.snoozed_until > now],
            "reminded": min(reminded.values(), default=None),
            "least": timezone.localtime(now).strftime("%Y-%m-%dT%H:%M"),
        }
        return render(request, _template(request, "snooze"), context)
    until = None if request.POST.get("until") == "now" else _moment(request, now, zone)
    puts = snoozing.snooze(sight=describing.sight_of(here), item_ids=ids, until=until, actor=access.actor(request), now=now)
    if not puts:
        return _answer(request, here, _("Nothing has changed."))
    taken = undoing.token(here.desk.pk, reader.pk, undoing.SNOOZE, undoing.of_puts(puts), now=now)
    number = {"number": wording.number(len(puts)), "when": wording.ahead(until, now=now) if until else ""}
    if until is None:
        said = ngettext("%(number)s item is back", "%(number)s items are back", len(puts)) % number
    else:
        said = ngettext("%(number)s item snoozed until %(when)s", "%(number)s items snoozed until %(when)s", len(puts)) % number
    return _answer(request, here, said, undo=taken)


@require_POST
def remind(request: HttpRequest, desk: str) -> HttpResponse:
    """Be told of some items at a moment, or not any more (`until=now`). Needs work.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.WORK_SEE, room="today")
    now, reader = datetime.now(UTC), access.reader(request)
    at = None if request.POST.get("until") == "now" else _moment(request, now, _zone())
    snoozing.remind(sight=describing.sight_of(here), item_ids=_ids(request), user_id=reader.pk, at=at, now=now)
    if at is None:
        return _answer(request, here, _("You will not be reminded."))
    return _answer(request, here, _("You will be reminded: %(when)s") % {"when": wording.ahead(at, now=now)})


@require_POST
def undo(request: HttpRequest, desk: str) -> HttpResponse:
    """Take back what a token tells, where nothing has happened since; else 409 says so. Needs work.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.WORK_SEE, room="today")
    now, reader = datetime.now(UTC), access.reader(request)
    change = undoing.read(request.POST.get("token", ""), here.desk.pk, reader.pk, now=now)
    sight = describing.sight_of(here)
    undone = undoing.take_back(change, sight=sight, actor=access.actor(request), now=now) if change else 0
    if undone:
        return _answer(request, here, _("Taken back."))
    return _answer(request, here, _("It is too late to take this back: something has happened since."), status=409)


def _answer(request: HttpRequest, here: Here, said: str, *, undo: str = "", status: int = 204) -> HttpResponse:
    """The message about what was done, with its way back; without script the page it came from."""
    if _is_part(request):
        toast = {"text": said, **({"undo": undo, "url": reverse("work_undo", args=[here.desk.slug])} if undo else {})}
        # A header holds ASCII alone: json.dumps spells the rest.
        return HttpResponse(status=status, headers={"HX-Trigger": json.dumps({"toast": toast, CHANGED: {}})})
    if status == 409:
        return errors.page(request, 409, code="stale", sentence=said)
    messages.success(request, said)
    to = request.POST.get("next", "")
    ours = to.startswith("/") and url_has_allowed_host_and_scheme(to, allowed_hosts=None)
    return HttpResponseRedirect(to if ours else reverse("today", args=[here.desk.slug]))


def _dialog(request: HttpRequest, items: Sequence[Item]) -> dict[str, Any]:
    return {"items": items, "count": len(items), "next": request.GET.get("next", "")}


def _seen(here: Here, ids: Sequence[int]) -> list[Item]:
    """The items that are asked about. NotVisible where none of them waits here."""
    found = waiting.these(describing.sight_of(here), ids[: assigning.AT_ONCE])
    if not found:
        raise NotVisible
    return found


def _ids(request: HttpRequest) -> list[int]:
    told = (request.POST if request.method == "POST" else request.GET).getlist("item")
    return [number for text in told if (number := asked.whole(text)) is not None]


def _moment(request: HttpRequest, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment that was chosen: one of those offered, or one's own. Refused: moment_missing."""
    told = request.POST.get("until", "")
    offered = {str(key): moment for key, moment in later.offered(now, zone).items()}
    at = later.chosen(request.POST.get("at", ""), zone) if told == "at" else offered.get(told)
    if at is None:
        raise Refusal("moment_missing", _("Say until when."), _("Choose a day and a time."))
    return at


def _named(key: later.Later) -> str:
    return {"today": _("Later today"), "tomorrow": _("Tomorrow morning"), "monday": _("Next Monday")}[key]


def _zone() -> ZoneInfo:
    return timezone.get_current_timezone()


def _is_part(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _template(request: HttpRequest, name: str) -> str:
    return f"work/{name}.html" if _is_part(request) else f"work/{name}_page.html"
