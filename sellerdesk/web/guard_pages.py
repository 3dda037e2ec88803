"""Settings: what the guard does in a shop."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sellerdesk import access, guarding, policy_words, shops as known
from sellerdesk.domain import permissions
from sellerdesk.domain.rules import RuleProfile
from sellerdesk.domain.text_policy.banned import tidy
from sellerdesk.domain.text_policy.severities import PLACES, RULES, Chosen, doing, permitted
from sellerdesk.errors import Refusal
from sellerdesk.web import shell
from sellerdesk.web.forms import refuse


LONGEST = 20_000


class GuardForm(forms.Form):
    """What a shop wants of the guard: a choice by rule and place where there is one, and two lists of words."""

    FIELDS = {"too_many_words": "banned", "word_too_long": "banned", "word_unprintable": "banned"}

    banned = forms.CharField(
        label=gettext_lazy("Banned words"),
        help_text=gettext_lazy("One a line. As they stand: write other endings on lines of their own."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    own = forms.CharField(
        label=gettext_lazy("Names that are your own"),
        help_text=gettext_lazy("Your marketplace and your shops there, one a line. They are not taken for other shops."),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, rules: RuleProfile, chosen: Chosen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: list[dict[str, Any]] = []
        for rule in RULES:
            row: dict[str, Any] = {"name": policy_words.NAMES[rule], "explained": policy_words.EXPLAINED[rule], "cells": []}
            for place in PLACES:
                row["cells"].append(self._cell(rules, chosen, place, rule))
            self.rows.append(row)

    def _cell(self, rules: RuleProfile, chosen: Chosen, place: Any, rule: str) -> dict[str, Any]:
        """One choice of the table; where there is none, the word for what happens."""
        choices = permitted(rules, place, rule)
        now = doing(rules, place, rule, chosen.doings)
        if len(choices) == 1:
            return {"place": place, "fixed": policy_words.DOINGS[now]}
        name = f"{place}_{rule}"
        heading = _("%(rule)s, in public") if place == "public" else _("%(rule)s, in chat")
        self.fields[name] = forms.ChoiceField(
            choices=[(one, policy_words.DOINGS[one]) for one in choices],
            initial=now,
            label=heading % {"rule": policy_words.NAMES[rule]},
        )
        return {"place": place, "field": self[name]}

    def wanted(self) -> Chosen:
        """What was filled in."""
        told = self.cleaned_data
        doings: dict[str, dict[str, str]] = {
            place: {rule: told[f"{place}_{rule}"] for rule in RULES if f"{place}_{rule}" in told} for place in PLACES
        }
        return Chosen(doings, tuple(tidy(told["banned"])), tuple(tidy(told["own"])))


@require_http_methods(["GET", "POST"])
@never_cache
def guard(request: HttpRequest, desk: str, shop: str) -> HttpResponse:
    """What the guard does in a shop. Needs shops.manage there; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.SHOPS_MANAGE, room="settings")
    found = here.named(shop)
    chosen = guarding.of(here.desk.pk, found.pk)
    initial = {"banned": "\n".join(chosen.banned), "own": "\n".join(chosen.own)}
    form = GuardForm(request.POST or None, rules=known.facts(found).rules, chosen=chosen, initial=initial)
    if form.is_valid():
        ids = [one.pk for one in here.shops]
        actor, now = access.actor(request), datetime.now(UTC)
        try:
            guarding.change(desk_id=here.desk.pk, shop_ids=ids, shop_id=found.pk, wanted=form.wanted(), actor=actor, now=now)
        except Refusal as refusal:
            refuse(form, refusal, form.FIELDS)
        else:
            messages.success(request, _("What the guard does in %(shop)s is saved.") % {"shop": found.name})
            return redirect("settings_shop", desk, shop)
    context = {"at_settings": True, "section": "shops", "form": form, "shop": found}
    return render(request, "settings/shop_guard.html", context, status=422 if form.is_bound else 200)
