"""What people fill in on the pages of the returns room. Rules live in the commands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, ngettext

from returns.services.timing import USUAL, Times
from sellerdesk import wording


_HOURS = (1, 2, 4, 8, 12, 24, 48, 72, 96, 120, 168, 240, 336, 720)


class TimesForm(forms.Form):
    """How long a shop takes over claims."""

    FIELDS = {"times_out_of_range": "decide"}

    decide = forms.TypedChoiceField(
        label=gettext_lazy("Time to decide"),
        help_text=gettext_lazy("From a claim, or from what its buyer changes, until your answer is due."),
        coerce=int,
    )
    settle = forms.TypedChoiceField(
        label=gettext_lazy("Time to settle"),
        help_text=gettext_lazy("From goods that came back, or a payment that failed, until it is settled."),
        coerce=int,
    )

    def __init__(self, data: Any = None, *, now: Times = USUAL) -> None:
        super().__init__(data, initial={"decide": now.decide, "settle": now.settle})
        for name, kept in (("decide", now.decide), ("settle", now.settle)):
            hours = sorted({*_HOURS, kept})
            field: Any = self.fields[name]
            field.choices = [(one, _span(one)) for one in hours]

    def wanted(self) -> Times:
        """What was filled in."""
        return Times(self.cleaned_data["decide"], self.cleaned_data["settle"])


def _span(hours: int) -> str:
    if hours % 24:
        return ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": wording.number(hours)}
    days = hours // 24
    return ngettext("%(number)s day", "%(number)s days", days) % {"number": wording.number(days)}
