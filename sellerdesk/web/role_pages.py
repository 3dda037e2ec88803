"""Settings: what each role may do, and what a desk changes of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sellerdesk import access, permission_words, roles as kept, rooms
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.roles import Role
from sellerdesk.rooms import RoleRow, Words
from sellerdesk.web import shell
from sellerdesk.web.surely import surely


@dataclass(frozen=True, slots=True)
class Line:
    """One permission as a row: of each role, whether it is held, and whether the desk changed that."""

    name: str
    title: Words
    sentence: Words
    cells: list[tuple[Role, bool, bool]]
    is_fixed: bool
    """Whether it is the same in every desk."""


@require_safe
@never_cache
def roles(request: HttpRequest, desk: str) -> HttpResponse:
    """Every permission, and which role holds it. Needs desk.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.DESK_SEE, room="settings")
    found = kept.roles(here.desk.pk)
    context = {
        "at_settings": True,
        "section": "roles",
        "roles": found,
        "width": len(found) + 1,
        "groups": list(_groups(found)),
        "facts": _facts(here, found),
        "may_change": here.may(permissions.PEOPLE_MANAGE),
    }
    return render(request, "settings/roles.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@surely(reading=True)
def role(request: HttpRequest, desk: str, role: str) -> HttpResponse:
    """Change what a role may do in this desk. Needs people.manage; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.PEOPLE_MANAGE, room="settings")
    found = next((one for one in kept.roles(here.desk.pk) if one.key == role and one.is_changeable), None)
    if found is None:
        raise NotVisible
    context = {"at_settings": True, "section": "roles", "role": found, "wanted": found.held, "groups": list(_groups([found]))}
    if request.method != "POST":
        return render(request, "settings/role.html", context)
    wanted = sorted(permissions.ROLES[role]) if "first" in request.POST else request.POST.getlist("permission")
    try:
        kept.change_role(
            desk_id=here.desk.pk, role=role, wanted=wanted, by=access.reader(request), actor=access.actor(request), now=datetime.now(UTC)
        )
    except Refusal as refusal:
        told = {"wanted": {*wanted, *permissions.ALWAYS}, "refusal": refusal}
        return render(request, "settings/role.html", context | told, status=422)
    messages.success(request, _("Saved. It holds from the next page on."))
    return redirect("settings_roles", desk)


def _groups(roles: Sequence[Role]) -> Iterator[tuple[str, Words, list[Line]]]:
    fixed = permissions.PERMISSIONS - permissions.CHANGEABLE
    for key, label, named in permission_words.GROUPS:
        lines = []
        for name, (title, sentence) in named.items():
            cells = [(one, name in one.held, name in one.changes) for one in roles]
            lines.append(Line(name, title, sentence, cells, name in fixed))
        yield key, label, lines


def _facts(here: Here, roles: Sequence[Role]) -> list[dict[str, Any]]:
    """What the rooms say of the roles, where the reader may see it."""
    shops = [(one.pk, one.slug, one.name) for one in here.shops]
    groups = []
    for fact in rooms.role_facts():
        rows = fact.tell(here.desk.pk, here.desk.slug, shops) if here.may(fact.may) else []
        if rows:
            groups.append({"label": fact.label, "rows": [_row(row, roles) for row in rows]})
    return groups


def _row(row: RoleRow, roles: Sequence[Role]) -> dict[str, Any]:
    return {"title": row.title, "href": row.href, "cells": [row.values.get(one.key, "") for one in roles]}
