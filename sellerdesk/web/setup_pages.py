"""The first run: founding a desk, and what is still to do in it."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sellerdesk import access, desks, first_run, people
from sellerdesk.domain import permissions
from sellerdesk.errors import Refusal
from sellerdesk.web import preferences, shell
from sellerdesk.web.forms import DeskForm, refuse


READY_DESKS = "ready_desks"
"""In the session: desks of whose first run nothing was left."""


@require_http_methods(["GET", "POST"])
@never_cache
def found(request: HttpRequest) -> HttpResponse:
    """Make a desk of one's own. For superusers of the installation; for all others it does not exist."""
    person = access.founder(request)
    zone = person.time_zone or preferences.zone_of(request).key
    initial = {"language": person.language or request.LANGUAGE_CODE, "time_zone": zone}
    form = DeskForm(request.POST or None, initial=initial, zone=zone)
    if form.is_valid():
        said, now = form.cleaned_data, datetime.now(UTC)
        try:
            desk = desks.found_desk(name=said["name"], person=person, actor=access.actor(request), now=now)
        except Refusal as refusal:
            refuse(form, refusal, form.FIELDS)
        else:
            people.choose_language(person=person, language=said["language"], now=now)
            people.choose_time_zone(person=person, time_zone=said["time_zone"], now=now)
            return redirect("setup", desk.slug)
    return render(request, "setup/found.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@never_cache
def steps(request: HttpRequest, desk: str) -> HttpResponse:
    """What is done and what is next. Needs shops.manage; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.SHOPS_MANAGE, room="today")
    progress = first_run.progress(here.desk.pk)
    other = [place for place in access.places(request) if place.desk.pk != here.desk.pk]
    context = {
        "progress": progress,
        "steps": {step.key: step for step in progress.steps},
        "next": progress.next.key if progress.next else "",
        "why_not_invite": "" if here.may(permissions.PEOPLE_MANAGE) else _("Only owners can invite people."),
        "demo": next((place.desk for place in other if place.desk.demo_at is not None), None),
    }
    return render(request, "setup/steps.html", context)


@require_POST
def skip(request: HttpRequest, desk: str, step: str) -> HttpResponse:
    """Do without a step. Needs shops.manage, and for inviting people.manage; otherwise 404."""
    needed = permissions.PEOPLE_MANAGE if step == first_run.INVITE else permissions.SHOPS_MANAGE
    here = shell.enter(request, desk, may=needed, room="today")
    first_run.skip(desk_id=here.desk.pk, step=step, actor=access.actor(request), now=datetime.now(UTC))
    return redirect("setup", desk)


def way_back(request: HttpRequest, here: access.Here) -> first_run.Progress | None:
    """For Today: how far the desk has come, while something is left that this person can do; else None. At most one query.

    That nothing was left is remembered until the person signs in again: a desk in use is not asked about with every page.
    """
    if not here.may(permissions.SHOPS_MANAGE) or here.desk.demo_at is not None:
        return None
    ready = request.session.get(READY_DESKS, [])
    if here.desk.pk in ready:
        return None
    progress = first_run.progress(here.desk.pk)
    if progress.left:
        return progress
    request.session[READY_DESKS] = [*ready, here.desk.pk]
    return None
