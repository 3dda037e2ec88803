"""Reply templates: the list with its editor."""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sellerdesk import access, policy
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.replies import filling, gaps
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.replies import facts, finding, judging, saving, starting
from sellerdesk.replies.finding import Template
from sellerdesk.web import shell
from sellerdesk.web.asked import whole
from sellerdesk.web.forms import TemplateForm, refuse


USERS = (permissions.CHATS_ANSWER, permissions.REVIEWS_ANSWER, permissions.TEMPLATES_MANAGE)
"""Whoever holds one of these writes to buyers, and so uses templates."""


def enter(request: HttpRequest, desk: str) -> Here:
    """The desk, for whoever answers chats or reviews or keeps its templates. Otherwise NotVisible."""
    here = shell.enter(request, desk, may=permissions.DESK_SEE, room="settings")
    if not any(map(here.may, USERS)):
        raise NotVisible
    return here


@require_safe
@never_cache
def listed(request: HttpRequest, desk: str) -> HttpResponse:
    """The templates of the desk and one's own, beside the first of them.

    Needs any of chats.answer, reviews.answer, templates.manage; otherwise 404.
    """
    here = enter(request, desk)
    context = _list(request, here)
    shown = context["first"]
    if request.headers.get("HX-Target") == "templates-list":
        return render(request, "replies/list.html", context)
    if shown is not None and not context["searched"]:
        context |= _editor(request, here, TemplateForm(initial=_initial(shown), here=here), shown) | {"is_first": True}
    return render(request, "replies/page.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def new(request: HttpRequest, desk: str) -> HttpResponse:
    """A new template; `?text=…&language=…` brings its text.

    Needs any of chats.answer, reviews.answer, templates.manage; otherwise 404.
    """
    here = enter(request, desk)
    language = request.GET.get("language", "") or policy_language(request.GET.get("text", ""))
    initial: dict[str, Any] = {"place": "both", f"text_{language}": request.GET.get("text", "")[: judging.LONGEST_TEXT]}
    initial["private"] = not here.may(permissions.TEMPLATES_MANAGE)
    form = TemplateForm(request.POST or None, initial=initial, here=here)
    if form.is_valid():
        try:
            made = saving.create(
                desk_id=here.desk.pk, wanted=[form.wanted()], actor=access.actor(request), now=datetime.now(UTC), **_who(request, here)
            )
        except Refusal as refusal:
            refuse(form, refusal, form.FIELDS)
        else:
            messages.success(request, _("The template is saved."))
            return redirect("template", desk, made[0])
    context = {**_list(request, here), **_editor(request, here, form, None), "tab_now": _tab(form, language)}
    return render(request, "replies/page.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@never_cache
def template(request: HttpRequest, desk: str, template: int) -> HttpResponse:
    """One template in the editor; saving asks for templates.manage for a shared one (422). Not one's own: 404. Saved meanwhile: 409.

    Needs any of chats.answer, reviews.answer, templates.manage; otherwise 404.
    """
    here = enter(request, desk)
    shown = finding.one(here.desk.pk, access.reader(request).pk, template)
    form = TemplateForm(request.POST or None, initial=_initial(shown), here=here)
    status, newer = 200, None
    if form.is_bound:
        status = 422
    if form.is_valid():
        try:
            saving.change(
                desk_id=here.desk.pk, template_id=shown.id, version=whole(request.POST.get("version")) or 0, wanted=form.wanted(),
                actor=access.actor(request), now=datetime.now(UTC), **_who(request, here),
            )  # fmt: skip
        except Refusal as refusal:
            refuse(form, refusal, form.FIELDS)
        except Stale:
            newer = finding.one(here.desk.pk, access.reader(request).pk, template)
            shown, status = newer, 409
        else:
            messages.success(request, _("The template is saved."))
            return redirect("template", desk, template)
    context = {**_list(request, here), **_editor(request, here, form, shown), "newer": newer}
    return render(request, "replies/page.html", context, status=status)


@require_POST
def duplicate(request: HttpRequest, desk: str, template: int) -> HttpResponse:
    """The same once more, without its shortcut: shared where one may share, else private. Not visible: 404.

    Needs any of chats.answer, reviews.answer, templates.manage; otherwise 404.
    """
    here = enter(request, desk)
    who = _who(request, here)
    shown = finding.one(here.desk.pk, who["person_id"], template)
    name = _("%(name)s, copy") % {"name": shown.name[: judging.LONGEST_NAME - 20]}
    wanted = judging.Wanted(
        name=name, folder=shown.folder, place=shown.place, private=shown.private or not who["may_share"], texts=_plain(shown)
    )
    made = saving.create(desk_id=here.desk.pk, wanted=[wanted], actor=access.actor(request), now=datetime.now(UTC), **who)
    messages.success(request, _("This is the copy. Give it a name and a shortcut of its own."))
    return redirect("template", desk, made[0])


@require_POST
def delete(request: HttpRequest, desk: str, template: int) -> HttpResponse:
    """Take a template out of use; the list offers to bring it back. Shared ones ask for templates.manage (422). Not visible: 404.

    Needs any of chats.answer, reviews.answer, templates.manage; otherwise 404.
    """
    here = enter(request, desk)
    saving.delete(desk_id=here.desk.pk, template_id=template, actor=access.actor(request), now=datetime.now(UTC), **_who(request, here))
    return redirect(f"{reverse('templates', args=[desk])}?gone={template}")


@require_POST
def restore(request: HttpRequest, desk: str, template: int) -> HttpResponse:
    """Bring a deleted template back. Shared ones ask for templates.manage (422). Not visible: 404.

    Needs any of chats.answer, reviews.answer, templates.manage; otherwise 404.
    """
    here = enter(request, desk)
    saving.restore(desk_id=here.desk.pk, template_id=template, actor=access.actor(request), now=datetime.now(UTC), **_who(request, here))
    messages.success(request, _("The template is back."))
    return redirect("template", desk, template)


@require_POST
def starters(request: HttpRequest, desk: str) -> HttpResponse:
    """Put in the first set. Needs templates.manage; otherwise 404."""
    here = enter(request, desk)
    if not here.may(permissions.TEMPLATES_MANAGE):
        raise NotVisible
    saving.create(
        desk_id=here.desk.pk,
        wanted=starting.starters(),
        yielding=True,
        actor=access.actor(request),
        now=datetime.now(UTC),
        **_who(request, here),
    )
    messages.success(request, _("The starter templates are here. Change them as you like."))
    return redirect("templates", desk)


def policy_language(text: str) -> str:
    """The language of a text as templates know it."""
    return policy.check(text, place="chat", facts=policy.TextFacts()).language


def _who(request: HttpRequest, here: Here) -> dict[str, Any]:
    return {"person_id": access.reader(request).pk, "may_share": here.may(permissions.TEMPLATES_MANAGE)}


def _list(request: HttpRequest, here: Here) -> dict[str, Any]:
    person = access.reader(request).pk
    searched = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:200]
    deleted = "deleted" in request.GET
    rows = finding.listed(here.desk.pk, person, typed=searched, deleted=deleted)
    gone = whole(request.GET.get("gone"))
    return {
        "at_settings": True,
        "section": "templates",
        "searched": searched,
        "deleted": deleted,
        "groups": [(folder, list(group)) for folder, group in groupby(rows, key=lambda row: row.folder)],
        "number": len(rows),
        "first": rows[0] if rows else None,
        "used": finding.used(here.desk.pk, person),
        "gone": finding.one(here.desk.pk, person, gone) if gone else None,
        "may_share": here.may(permissions.TEMPLATES_MANAGE),
        "now": datetime.now(UTC),
    }


def _editor(request: HttpRequest, here: Here, form: TemplateForm, shown: Template | None) -> dict[str, Any]:
    orders = facts.recent_orders(here.desk.pk, here.shop_ids) if here.may(permissions.ORDERS_SEE) else []
    written = {code: form[f"text_{code}"].value() or "" for code in filling.LANGUAGES}
    first = next((code for code in filling.LANGUAGES if written[code]), filling.LANGUAGES[0])
    return {
        "form": form,
        "template": shown,
        "fixed": shown is not None and not shown.private and not here.may(permissions.TEMPLATES_MANAGE),
        "tab_now": request.GET.get("language", first) if request.GET.get("language", first) in filling.LANGUAGES else first,
        "tabs": [_tab_of(code, form, shown) for code in filling.LANGUAGES],
        "variables": gaps.VARIABLES,
        "orders": orders,
        "folders": finding.folders(here.desk.pk, access.reader(request).pk),
    }


def _initial(shown: Template) -> dict[str, Any]:
    return {
        "name": shown.name, "shortcut": f"/{shown.shortcut}" if shown.shortcut else "", "folder": shown.folder, "place": shown.place,
        "private": shown.private, **{f"text_{code}": text for code, text in _plain(shown).items()},
    }  # fmt: skip


def _plain(shown: Template) -> Mapping[str, str]:
    return {code: text.text for code, text in shown.texts.items()}


def _tab_of(code: str, form: TemplateForm, shown: Template | None) -> dict[str, Any]:
    text = shown.texts.get(code) if shown else None
    older = filling.TITLES[text.older_than] if text and text.older_than else ""
    return {"code": code, "title": filling.TITLES[code], "field": form[f"text_{code}"], "older": older}


def _tab(form: TemplateForm, language: str) -> str:
    return language if f"text_{language}" in form.fields else filling.LANGUAGES[0]
