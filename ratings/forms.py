"""What people fill in on the pages of the ratings room, read without trust. Rules live in the commands."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

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
