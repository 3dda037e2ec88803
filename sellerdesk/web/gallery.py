"""Every component in each of its states, on one page: for looking at, and for the machine that looks for barriers."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sellerdesk import access, first_run, policy
from sellerdesk.web import reply_parts
from sellerdesk.web.palette import Choice


class _Sample(forms.Form):
    """A form that is wrong in two places, and right in two."""

    name = forms.CharField(label="Name of the shop", help_text="As the marketplace shows it to buyers.")
    email = forms.EmailField(label="E-mail")
    window = forms.ChoiceField(label="Rating window", choices=[("a", "6 months"), ("b", "180 days")], widget=forms.RadioSelect)
    every_shop = forms.BooleanField(label="Every shop, also those to come", required=False)
    fixed = forms.CharField(label="Time zone", disabled=True, required=False, initial="Europe/Moscow")


@require_safe
@never_cache
def gallery(request: HttpRequest) -> HttpResponse:
    """For superusers of the installation; for all others it does not exist. Its samples are not translated."""
    access.founder(request)
    now = datetime.now(UTC)
    form = _Sample({"name": "", "email": "no address", "window": "a"})
    form.is_valid()
    steps = (
        first_run.Step("desk", done=True, skipped=False),
        first_run.Step("shop", done=True, skipped=False),
        first_run.Step("invite", done=False, skipped=True),
        first_run.Step("facts", done=False, skipped=False),
    )
    text = "Hello Anna, thank you for the photos. Call us at +7 495 120-44-10."
    facts = policy.TextFacts(names=("Anna",))
    context = {
        **reply_parts.lint(text, policy.check(text, place="public", facts=facts), facts),
        "sample_text": text,
        "sample_commands": [Choice("theme", "Switch to dark theme", "moon", "", "[data-theme-toggle]", ("G", "T"))],
        "now": now,
        "form": form,
        "deadlines": [
            {"opened": now - timedelta(hours=after), "due": now + timedelta(minutes=left)} for after, left in ((1, 600), (1, 18), (3, -130))
        ],
        "sample_progress": first_run.Progress(steps),
        "sample_items": [SimpleNamespace(id=1, assignee="Irina Volkova"), SimpleNamespace(id=2, assignee="")],
        "looking": [{"name": "Bob Marsh", "typing": False}, {"name": "李明", "typing": True}],
        "sample_here": SimpleNamespace(desk=SimpleNamespace(name="Harbor & Home", slug="harbor")),
    }
    return render(request, "gallery.html", context)
