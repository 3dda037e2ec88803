"""What people fill in on the pages of the ratings room, read without trust. Rules live in the commands."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from ratings.domain.alerts import FARTHEST_DAYS, LEAST_PERCENT, MOST_PERCENT, Lookout
from ratings.domain.cards import LONGEST


class CardForm(forms.Form):
    """What the after-sales card of a shop says."""

    FIELDS = {"text_missing": "en"}

    en = forms.CharField(label=gettext_lazy("Text in English"), required=False, max_length=LONGEST)
    ru = forms.CharField(label=gettext_lazy("Text in Russian"), required=False, max_length=LONGEST)
    zh = forms.CharField(label=gettext_lazy("Text in Chinese"), required=False, max_length=LONGEST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, lang in (("en", "en"), ("ru", "ru"), ("zh", "zh-Hans")):
            self.fields[name].widget = forms.Textarea(attrs={"rows": 4, "lang": lang, "maxlength": LONGEST})

    def wanted(self) -> dict[str, str]:
        """What was filled in, by language."""
        told = self.cleaned_data
        return {"en": told["en"], "ru": told["ru"], "zh-hans": told["zh"]}

    @staticmethod
    def initial_of(texts: Mapping[str, str]) -> dict[str, str]:
        """The form of what is set."""
        return {"en": texts.get("en", ""), "ru": texts.get("ru", ""), "zh": texts.get("zh-hans", "")}


class LookoutForm(forms.Form):
    """How far ahead a shop is warned, and from which chance on."""

    FIELDS = {"days_out_of_range": "days", "percent_out_of_range": "percent"}

    days = forms.IntegerField(
        label=gettext_lazy("Days ahead"), min_value=1, max_value=FARTHEST_DAYS,
        help_text=gettext_lazy("From 1 to 60. The forecast was measured on 30."),
    )  # fmt: skip
    percent = forms.IntegerField(
        label=gettext_lazy("From which chance on, in percent"), min_value=LEAST_PERCENT, max_value=MOST_PERCENT,
        help_text=gettext_lazy("From 50 to 99. A low number warns often and early, a high one seldom and late."),
    )  # fmt: skip

    def wanted(self) -> Lookout:
        """What was filled in."""
        return Lookout(self.cleaned_data["days"], self.cleaned_data["percent"])

    @staticmethod
    def initial_of(told: Lookout) -> dict[str, int]:
        """The form of what is set."""
        return {"days": told.days, "percent": told.percent}
