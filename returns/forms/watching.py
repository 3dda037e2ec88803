"""How a shop watches its orders, as a form. Rules live in the commands."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from returns.domain.risks import RISKS, Spans


_HOUR = timedelta(hours=1)
MOST_HOURS = 90 * 24


class WatchForm(forms.Form):
    """How a shop watches its orders, in hours; an empty field does not watch. The rules are the command's."""

    FIELDS = {"late_before_quiet": "late", "span_out_of_range": "ship"}

    note = forms.IntegerField(
        label=gettext_lazy("A note is not read: hours after the order"),
        help_text=gettext_lazy("0 is at once. Empty fields are not watched."),
        required=False, min_value=0, max_value=MOST_HOURS,
    )  # fmt: skip
    ship = forms.IntegerField(
        label=gettext_lazy("It is not shipped: hours before it must be"), required=False, min_value=0, max_value=MOST_HOURS
    )
    quiet = forms.IntegerField(
        label=gettext_lazy("No news of a parcel: hours after it was shipped"),
        help_text=gettext_lazy("Scans on the way are not told to us: news is that it was delivered, refused or cancelled."),
        required=False, min_value=0, max_value=MOST_HOURS,
    )  # fmt: skip
    late = forms.IntegerField(
        label=gettext_lazy("It is not delivered: hours after it was shipped"),
        help_text=gettext_lazy("The promised day is not told to us: say what is usual for your buyers."),
        required=False, min_value=0, max_value=MOST_HOURS,
    )  # fmt: skip

    def wanted(self) -> Spans:
        """What was filled in."""
        told = self.cleaned_data
        return {risk: None if told[risk] is None else told[risk] * _HOUR for risk in RISKS}

    @staticmethod
    def initial_of(spans: Spans) -> dict[str, Any]:
        """The form of what is set."""
        return {risk: None if (span := spans[risk]) is None else int(span / _HOUR) for risk in RISKS}
