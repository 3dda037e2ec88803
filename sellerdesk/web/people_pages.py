"""Settings: the people of a desk, and who was asked into it."""

from datetime import UTC, datetime
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sellerdesk import access, invitations, mailing, team
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.web import errors, setup_pages, shell
from sellerdesk.web.forms import InviteForm, PersonForm, refuse
from sellerdesk.web.surely import surely


@require_safe
@never_cache
def people(request: HttpRequest, desk: str) -> HttpResponse:
    """Who works in the desk, or who has the role of `?role=`; who may invite also sees the open invitations.

    Needs desk.see; otherwise 404.
    """
    here = shell.enter(request, desk, may=permissions.DESK_SEE, room="settings")
    now = datetime.now(UTC)
    names = {shop.pk: shop.name for shop in here.shops}
    role = request.GET.get("role", "")
    people = [one for one in team.people(here.desk.pk, own_role=here.role) if role not in permissions.ROLES or one.role == role]
    rows = [{"person": one, "shops": _limits(one.shop_ids, names)} for one in people]
    may_invite = here.may(permissions.PEOPLE_MANAGE)
    context = {
        "at_settings": True,
        "section": "people",
        "people": rows,
        "in_role": dict(team.roles()).get(role, ""),
        "may_invite": may_invite,
        "invitations": [_shown(one, names) for one in invitations.waiting(here.desk.pk, now=now)] if may_invite else [],
        "sends_mail": mailing.leaves(),
        "progress": setup_pages.way_back(request, here) if may_invite else None,
    }
    return render(request, "settings/people.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@surely(reading=True)
def invite(request: HttpRequest, desk: str) -> HttpResponse:
    """Ask somebody into the desk. Needs people.manage; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.PEOPLE_MANAGE, room="settings")
    form = InviteForm(request.POST or None, shops=_shop_choices(here), initial={"role": permissions.AGENT, "every_shop": True})
    first_run = "first" in request.GET or "first" in request.POST
    if form.is_valid():
        if not ratelimit.consume(request, action="invite", user=request.user):
            return errors.page(request, 429, code="too_many_requests")
        try:
            made = invitations.invite(
                desk_id=here.desk.pk,
                email=form.cleaned_data["email"],
                role=form.cleaned_data["role"],
                shop_ids=None if form.cleaned_data["role"] == permissions.OWNER else form.shop_ids(),
                by=access.reader(request),
                actor=access.actor(request),
                now=datetime.now(UTC),
                by_mail=mailing.leaves(),
            )
        except Refusal as refusal:
            refuse(form, refusal, form.FIELDS)
        else:
            if mailing.leaves():
                messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": made.email})
            return redirect(reverse("settings_people", args=[desk]) + "#invitations")
    context = {"at_settings": True, "section": "people", "form": form, "first_run": first_run}
    return render(request, "settings/invite.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@never_cache
@surely(reading=True)
def person(request: HttpRequest, desk: str, member: int) -> HttpResponse:
    """Change the role and the shops of one person. Needs people.manage; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.PEOPLE_MANAGE, room="settings")
    found = next((one for one in team.people(here.desk.pk, own_role=here.role) if one.id == member), None)
    if found is None:
        raise NotVisible
    initial = {"role": found.role, "every_shop": found.shop_ids is None, "shops": found.shop_ids or []}
    form = PersonForm(request.POST or None, shops=_shop_choices(here), initial=initial)
    if form.is_valid():
        role = form.cleaned_data["role"]
        try:
            team.change_person(
                desk_id=here.desk.pk,
                member_id=member,
                role=role,
                shop_ids=None if role == permissions.OWNER else form.shop_ids(),
                by=access.reader(request),
                actor=access.actor(request),
                now=datetime.now(UTC),
            )
        except Refusal as refusal:
            refuse(form, refusal, form.FIELDS)
        else:
            messages.success(request, _("Saved. It holds from the next page on."))
            return redirect("settings_people", desk)
    context = {"at_settings": True, "section": "people", "form": form, "person": found}
    return render(request, "settings/person.html", context, status=422 if form.is_bound else 200)


@require_POST
@surely
def remove(request: HttpRequest, desk: str, member: int) -> HttpResponse:
    """Take a person out of the desk. Needs people.manage; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.PEOPLE_MANAGE, room="settings")
    by = access.reader(request)
    team.remove_person(desk_id=here.desk.pk, member_id=member, by=by, actor=access.actor(request), now=datetime.now(UTC))
    messages.success(request, _("Removed from this desk. The account itself stays."))
    return redirect("settings_people", desk)


@require_POST
def withdraw(request: HttpRequest, desk: str, invitation: int) -> HttpResponse:
    """End an open invitation. Needs people.manage; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.PEOPLE_MANAGE, room="settings")
    by = access.reader(request)
    invitations.withdraw(desk_id=here.desk.pk, invitation_id=invitation, by=by, actor=access.actor(request), now=datetime.now(UTC))
    messages.success(request, _("Withdrawn. The link does not open any more."))
    return redirect("settings_people", desk)


def _shown(one: invitations.Open, names: dict[int, str]) -> dict[str, Any]:
    return {"invitation": one, "link": invitations.link(one), "shops": _limits(one.shop_ids, names)}


def _limits(shop_ids: list[int] | None, names: dict[int, str]) -> list[str] | None:
    return None if shop_ids is None else [names[shop_id] for shop_id in shop_ids if shop_id in names]


def _shop_choices(here: Here) -> list[tuple[int, str]]:
    return [(shop.pk, shop.name) for shop in here.shops]
