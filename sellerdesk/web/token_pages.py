"""Settings: the keys with which programs use the API."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sellerdesk import access, permission_words, tokens
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.errors import Refusal
from sellerdesk.web import shell
from sellerdesk.web.forms import offer, refuse
from sellerdesk.web.surely import surely


LASTS = ((90, gettext_lazy("90 days")), (30, gettext_lazy("30 days")), (365, gettext_lazy("a year")), (0, gettext_lazy("until revoked")))
"""Days that a key may last, the one that is proposed first."""


class TokenForm(forms.Form):
    """A key: its name, what it may do, where, and how long."""

    FIELDS = {
        "name_missing": "name", "name_too_long": "name", "name_unprintable": "name", "permission_missing": "permissions",
        "permission_above_yours": "permissions", "permission_unknown": "permissions", "shops_missing": "shops", "shop_unknown": "shops",
    }  # fmt: skip

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=tokens.LONGEST_NAME,
        help_text=gettext_lazy("What will use it, such as “warehouse import”. The audit log shows this name."),
    )
    permissions = forms.MultipleChoiceField(label=gettext_lazy("What it may do"), widget=forms.CheckboxSelectMultiple)
    every_shop = forms.BooleanField(label=gettext_lazy("Every shop, also those to come"), required=False)
    shops = forms.MultipleChoiceField(label=gettext_lazy("Only these shops"), required=False, widget=forms.CheckboxSelectMultiple)
    days = forms.TypedChoiceField(label=gettext_lazy("It lasts"), choices=LASTS, coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, here: Here, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [
            (label, [(name, _named(name)) for name in named if here.may(name)])
            for _key, label, named in permission_words.GROUPS
            if any(map(here.may, named))
        ]
        offer(self, "permissions", groups)
        offer(self, "shops", [(shop.slug, shop.name) for shop in here.shops])
        if not here.shops:
            del self.fields["shops"], self.fields["every_shop"]

    def wanted(self, now: datetime) -> dict[str, Any]:
        """What was filled in, as the command takes it."""
        told = self.cleaned_data
        return {
            "name": told["name"],
            "permissions": told["permissions"],
            "shops": None if told.get("every_shop", True) else told["shops"],
            "expires_at": now + timedelta(days=told["days"]) if told["days"] else None,
        }


@require_safe
@never_cache
def listed(request: HttpRequest, desk: str) -> HttpResponse:
    """The keys of the desk. Needs tokens.manage; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.TOKENS_MANAGE, room="settings")
    now = datetime.now(UTC)
    rows = [_row(one, now) for one in tokens.listed(here.desk.pk)]
    context = {"at_settings": True, "section": "tokens", "rows": [row for row in rows if not row["over"]], "now": now}
    return render(request, "settings/tokens.html", context | {"gone": [row for row in rows if row["over"]]})


@require_http_methods(["GET", "POST"])
@never_cache
@surely(reading=True)
def new(request: HttpRequest, desk: str) -> HttpResponse:
    """Make a key; its text is shown in the answer and nowhere again. Needs tokens.manage; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.TOKENS_MANAGE, room="settings")
    now = datetime.now(UTC)
    form = TokenForm(request.POST or None, here=here, initial={"every_shop": True, "days": LASTS[0][0]})
    context = {"at_settings": True, "section": "tokens", "form": form}
    if form.is_valid():
        try:
            made, text = tokens.create_token(
                desk_id=here.desk.pk, by=access.reader(request), actor=access.actor(request), now=now, **form.wanted(now)
            )  # fmt: skip
        except Refusal as refusal:
            refuse(form, refusal, form.FIELDS)
        else:
            return render(request, "settings/token_made.html", context | {"token": made, "text": text}, status=201)
    return render(request, "settings/token.html", context, status=422 if form.is_bound else 200)


@require_POST
@surely
def revoke(request: HttpRequest, desk: str, api_token: int) -> HttpResponse:
    """End a key at once. Needs tokens.manage; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.TOKENS_MANAGE, room="settings")
    tokens.revoke_token(desk_id=here.desk.pk, token_id=api_token, actor=access.actor(request), now=datetime.now(UTC))
    messages.success(request, _("Revoked. From now on it opens nothing."))
    return redirect("settings_tokens", desk)


def _named(permission: str) -> str:
    return permission_words.name(permission)


def _row(token: Any, now: datetime) -> dict[str, Any]:
    return {
        "token": token,
        "may": [_named(name) for name in token.permissions],
        "shops": None if token.every_shop else sorted(one.shop.name for one in token.shops.all()),
        "over": token.revoked_at is not None or (token.expires_at is not None and token.expires_at <= now),
    }
