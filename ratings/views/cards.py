"""The after-sales card: its text, the sheet to print, and the page behind its code, which anybody may see."""

from datetime import UTC, datetime

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ratings.domain.cards import LANGUAGES, ON_A_SHEET, spoken
from ratings.forms import CardForm
from ratings.queries import cards
from ratings.services import cards as saving
from sellerdesk import access
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.web import public_pages, shell
from sellerdesk.web.forms import refuse


PUBLIC = "after-sales-card"


def hang() -> None:
    """Register the page behind the code."""
    public_pages.register("cards/<str:token>/", opened, PUBLIC)


@require_http_methods(["GET", "POST"])
@never_cache
def setting(request: HttpRequest, desk: str, shop: str) -> HttpResponse:
    """What the card of a shop says. Needs shops.manage there; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.SHOPS_MANAGE, room="settings")
    found = here.named(shop)
    card = cards.of_shop(here.desk.pk, found.pk)
    form = CardForm(request.POST or None, initial=CardForm.initial_of(card.texts if card else {}))
    if form.is_valid():
        ids, actor, now = [one.pk for one in here.shops], access.actor(request), datetime.now(UTC)
        try:
            saving.change(desk_id=here.desk.pk, shop_ids=ids, shop_id=found.pk, texts=form.wanted(), actor=actor, now=now)
        except Refusal as refusal:
            refuse(form, refusal, form.FIELDS)
            if refusal.hint:
                form.add_error(None, refusal.hint)
        else:
            messages.success(request, _("The card of %(shop)s is saved.") % {"shop": found.name})
            return redirect("ratings-card", desk, shop)
    context = {"at_settings": True, "section": "shops", "form": form, "shop": found, "card": card}
    return render(request, "ratings/cards/setting.html", context, status=422 if form.is_bound else 200)


@require_safe
@never_cache
def sheet(request: HttpRequest, desk: str, shop: str) -> HttpResponse:
    """Ten cards to print, each with a code that leads to the text. Needs shops.manage there; otherwise 404, also without a text."""
    here = shell.enter(request, desk, may=permissions.SHOPS_MANAGE, room="settings")
    found = here.named(shop)
    card = cards.of_shop(here.desk.pk, found.pk)
    if card is None:
        raise NotVisible
    address = request.build_absolute_uri(reverse(PUBLIC, args=[card.address]))
    context = {"shop": found, "address": address, "code": _code(address), "places": range(ON_A_SHEET)}
    return render(request, "ratings/cards/sheet.html", context)


@login_not_required
@require_safe
@never_cache
def opened(request: HttpRequest, token: str) -> HttpResponse:
    """The card's text in the reader's language, else in the first that is filled in. Anybody who has the address may see it."""
    found = cards.opened(token)
    if found is None:
        raise Http404
    name, card = found
    wanted = request.GET.get("lang", "")
    language = spoken(card.texts, wanted if wanted in LANGUAGES else get_language() or "")
    others = [code for code in card.texts if code != language]
    answer = render(
        request, "ratings/cards/opened.html", {"name": name, "text": card.texts.get(language, ""), "language": language, "others": others}
    )
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _code(address: str) -> SafeString:
    """The address as a picture: black on white in either theme, since cameras want it so."""
    return SafeString(segno.make(address, error="m").svg_inline(border=2, dark="#000", light="#fff", omitsize=True))
