"""The audit log of a desk: who changed what, in words, newest first; and the same as a table for spreadsheets."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sellerdesk import audit_checking, audit_reading, audit_words, team
from sellerdesk.access import Here
from sellerdesk.audit_reading import PAGE, Wanted
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.tables import MARK, written
from sellerdesk.web import audit_entries, shell
from sellerdesk.web.asked import whole


FIELDS = ("actor", "what", "subject", "from", "to")
_LONGEST = 200
_AT_ONCE = 500
"""Rows of the table in one piece: each piece waits for a reader, however slow, and takes a thread of the house for it."""


@require_safe
@never_cache
def listed(request: HttpRequest, desk: str) -> HttpResponse:
    """Entries by person, object, kind and days (`?actor=&subject=&what=&from=&to=`). Needs audit.see in every shop; otherwise 404."""
    here = _enter(request, desk)
    wanted, dates = _wanted(request.GET, here)
    found = audit_reading.page(wanted, below=whole(request.GET.get("after")))
    shown = found[:PAGE]
    named = _named(here, [wanted.subject, *(one.subject for one in shown)])
    context = {
        "at_settings": True,
        "section": "audit",
        "now": datetime.now(UTC),
        "entries": [audit_entries.shown(one, here.desk.slug, named) for one in shown],
        "after": str(shown[-1].number) if len(found) > PAGE else "",
        "wanted": wanted,
        "dates": dates,
        "about": (named.get(wanted.subject) or audit_words.subject(wanted.subject)) if wanted.subject else "",
        "filtered": any((wanted.actor, wanted.what, wanted.subject, *dates.values())),
        "actors": _actors(wanted),
        "groups": audit_words.groups(),
        "unworded": wanted.what if wanted.what and not audit_words.is_worded(wanted.what) else "",
        "query": urlencode({name: request.GET[name] for name in FIELDS if request.GET.get(name)}),
        "check": audit_checking.last(here.desk.pk) if here.may(permissions.PEOPLE_MANAGE) else None,
        "may_check": here.may(permissions.PEOPLE_MANAGE),
    }
    return render(request, "audit/page.html", context)


@require_safe
@never_cache
def table(request: HttpRequest, desk: str) -> StreamingHttpResponse:
    """The entries of the same filter as CSV, all of them. Needs audit.see in every shop; otherwise 404."""
    here = _enter(request, desk)
    wanted, _dates = _wanted(request.GET, here)
    head = [_("Number"), _("When"), _("Who"), _("Key"), _("What"), _("Verb"), _("Of what"), _("Before"), _("After"), _("Hash")]
    words = {what: str(said) for group in audit_words.groups() for what, said in group.verbs.items()}
    answer = StreamingHttpResponse(_written(wanted, head, words), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="audit-{here.desk.slug}-{timezone.localdate():%Y-%m-%d}.csv"'
    return answer


def _written(wanted: Wanted, head: list[str], words: dict[str, str]) -> Iterator[str]:
    yield MARK + written([head])
    rows = (audit_entries.row(one, words) for one in audit_reading.every(wanted))
    while part := list(islice(rows, _AT_ONCE)):
        yield written(part)


def _enter(request: HttpRequest, desk: str) -> Here:
    here = shell.enter(request, desk, may=permissions.AUDIT_SEE, room="settings")
    if not here.sees_audit:
        raise NotVisible
    return here


def _named(here: Here, subjects: list[str]) -> dict[str, str]:
    """What people, shops and roles are called."""
    named = {f"shop:{shop.pk}": shop.name for shop in here.shops}
    named |= {f"role:{key}": _("Role: %(role)s") % {"role": label} for key, label in team.roles()}
    return named | audit_reading.people_named(here.desk.pk, subjects)


def _actors(wanted: Wanted) -> list[tuple[str, str]]:
    """Whom the filter offers; who has left is offered while their entries are shown."""
    known = audit_reading.actors(wanted.desk_id)
    if wanted.actor and wanted.actor not in dict(known):
        known.append((wanted.actor, audit_reading.label_of(wanted.desk_id, wanted.actor)))
    return known


def _wanted(asked: QueryDict, here: Here) -> tuple[Wanted, dict[str, date | None]]:
    """What the address asks for. Days are the reader's; the last one is part of the span. What is no day is not asked for."""
    dates = {name: _day(asked.get(name, "")) for name in ("from", "to")}
    first, last = dates["from"], dates["to"]
    told: dict[str, Any] = {name: asked.get(name, "").replace("\0", "")[:_LONGEST].strip() for name in ("actor", "what", "subject")}
    wanted = Wanted(
        here.desk.pk, **told, since=_begins(first) if first else None, until=_begins(last + timedelta(days=1)) if last else None
    )
    return wanted, dates


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(2000, 1, 1) <= day < date(3000, 1, 1) else None


def _begins(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
