"""Settings: the desk's Telegram bot, and linking one's own chat with it."""

from datetime import UTC, datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sellerdesk import access, wording
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.telegram import bots, linking
from sellerdesk.web import shell
from sellerdesk.web.forms import refuse
from sellerdesk.web.surely import surely


class BotForm(forms.Form):
    """The token of a bot."""

    FIELDS = {"token_malformed": "token", "token_unknown": "token", "telegram_silent": "token", "bot_taken": "token"}

    token = forms.CharField(
        label=gettext_lazy("Token of the bot"),
        help_text=gettext_lazy("Make a bot with @BotFather in Telegram and copy its token here. It is kept encrypted and never shown."),
        max_length=150,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


@require_http_methods(["GET", "POST"])
@never_cache
@surely
def bot(request: HttpRequest, desk: str) -> HttpResponse:
    """Connect a bot, which Telegram is asked for at once. Needs webhooks.manage in every shop; otherwise 404."""
    here = _whole(request, desk)
    form = BotForm(request.POST or None)
    if form.is_valid():
        token = form.cleaned_data["token"].strip()
        try:
            name = bots.name_of(token)
            bots.connect(desk_id=here.desk.pk, name=name, token=token, actor=access.actor(request), now=datetime.now(UTC))
        except Refusal as refusal:
            refuse(form, refusal, form.FIELDS)
        else:
            messages.success(request, _("The bot @%(name)s is connected.") % {"name": name})
            return redirect("settings_telegram", desk)
    known = bots.of(here.desk.pk)
    failing = known.failing_since if known else None
    context = {
        "at_settings": True,
        "section": "telegram",
        "form": form,
        "bot": known,
        "failing": wording.stamp(failing, now=datetime.now(UTC)) if failing else "",
        "linked": linking.is_linked(here.desk.pk, access.reader(request).pk),
    }
    return render(request, "settings/telegram.html", context, status=422 if form.is_bound else 200)


@require_POST
@never_cache
@surely
def disconnect(request: HttpRequest, desk: str) -> HttpResponse:
    """Forget the bot and all chats. Needs webhooks.manage in every shop; otherwise 404."""
    here = _whole(request, desk)
    bots.disconnect(desk_id=here.desk.pk, actor=access.actor(request), now=datetime.now(UTC))
    messages.success(request, _("The bot is forgotten, and nobody is told by Telegram any more."))
    return redirect("settings_telegram", desk)


@require_POST
@never_cache
@surely
def link(request: HttpRequest, desk: str) -> HttpResponse:
    """A code for one's own chat, shown in the answer, once. Needs desk.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.DESK_SEE, room="settings")
    known = bots.of(here.desk.pk)
    try:
        code = linking.ask(desk_id=here.desk.pk, user_id=access.reader(request).pk, now=datetime.now(UTC))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("settings_notifications", desk)
    name = known.name if known else ""
    context = {"at_settings": True, "section": "notifications", "bot": name, "code": code, "link": f"https://t.me/{name}?start={code}"}
    return render(request, "settings/telegram_link.html", context)


@require_POST
@never_cache
def unlink(request: HttpRequest, desk: str) -> HttpResponse:
    """One's own chat is not written to any more. Needs desk.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.DESK_SEE, room="settings")
    linking.unlink(desk_id=here.desk.pk, user_id=access.reader(request).pk, actor=access.actor(request), now=datetime.now(UTC))
    messages.success(request, _("Telegram is unlinked."))
    return redirect("settings_notifications", desk)


@require_POST
@never_cache
def test(request: HttpRequest, desk: str) -> HttpResponse:
    """A message to oneself. Needs desk.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.DESK_SEE, room="settings")
    try:
        linking.test(desk_id=here.desk.pk, user_id=access.reader(request).pk, now=datetime.now(UTC))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("A test is on its way."))
    return redirect("settings_notifications", desk)


def _whole(request: HttpRequest, desk: str) -> Here:
    """The desk, for who sees every shop: all of them have the one bot. Otherwise NotVisible."""
    here = shell.enter(request, desk, may=permissions.WEBHOOKS_MANAGE, room="settings")
    if not here.every_shop:
        raise NotVisible
    return here
