"""Settings of a desk: where they begin, language and look, and the rules in words."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sellerdesk import access, people
from sellerdesk.domain import permissions
from sellerdesk.domain.rules import PROFILES
from sellerdesk.web import rule_words, shell
from sellerdesk.web.forms import LookForm


YEAR = 31_536_000


@require_safe
@never_cache
def start(request: HttpRequest, desk: str) -> HttpResponse:
    """To the first page of the settings. Needs desk.see; otherwise 404."""
    access.desk(request, desk, may=permissions.DESK_SEE)
    return redirect("settings_people", desk)


@require_safe
@never_cache
def rules(request: HttpRequest, desk: str) -> HttpResponse:
    """By which numbers each shop of the desk is counted. Needs desk.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.DESK_SEE, room="settings")
    shops = [{"shop": shop, "rules": rule_words.rules_of(PROFILES[shop.rules])} for shop in here.shown]
    return render(request, "settings/rules.html", {"at_settings": True, "section": "rules", "shops": shops})


@require_http_methods(["GET", "POST"])
@never_cache
def look(request: HttpRequest, desk: str) -> HttpResponse:
    """The reader's own language, time zone and theme. Needs desk.see; otherwise 404."""
    shell.enter(request, desk, may=permissions.DESK_SEE, room="settings")
    person = access.reader(request)
    theme = request.COOKIES.get("theme", "")
    now = {
        "language": person.language or request.LANGUAGE_CODE,
        "time_zone": person.time_zone,
        "theme": theme if theme in shell.THEMES else "",
        "enter_sends": person.enter_sends,
    }
    form = LookForm(request.POST or None, initial=now, zone=person.time_zone)
    if not form.is_valid():
        context = {"at_settings": True, "section": "look", "form": form}
        return render(request, "settings/look.html", context, status=422 if form.is_bound else 200)
    said = form.cleaned_data
    people.choose_language(person=person, language=said["language"], now=datetime.now(UTC))
    people.choose_time_zone(person=person, time_zone=said["time_zone"], now=datetime.now(UTC))
    people.choose_enter(person=person, sends=said["enter_sends"], now=datetime.now(UTC))
    with translation.override(said["language"]):
        messages.success(request, _("Saved."))
    answer = redirect("settings_look", desk)
    if said["theme"]:
        # Not HttpOnly: the switch in the top bar writes the same cookie.
        answer.set_cookie("theme", said["theme"], max_age=YEAR, samesite="Lax", secure=request.is_secure())
    else:
        answer.delete_cookie("theme", samesite="Lax")
    return answer
