"""What people fill in on the pages of the chat room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chat.domain.automatic import LONGEST
from chat.services.automatic import Setting


class AutomaticForm(forms.Form):
    """A shop's off-hours answer. The rules are the command's."""

    FIELDS = {"text_missing": "en"}

    on = forms.BooleanField(
        label=_("Answer by itself outside working hours"),
        help_text=_("At most once in 24 hours in a conversation. The buyer still waits for a person."),
        required=False,
    )
    en = forms.CharField(label=_("Answer in English"), required=False, max_length=LONGEST)
    ru = forms.CharField(label=_("Answer in Russian"), required=False, max_length=LONGEST)
    zh = forms.CharField(label=_("Answer in Chinese"), required=False, max_length=LONGEST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, lang in (("en", "en"), ("ru", "ru"), ("zh", "zh-Hans")):
            self.fields[name].widget = forms.Textarea(attrs={"rows": 3, "lang": lang, "maxlength": LONGEST})

    def wanted(self) -> Setting:
        """What was filled in."""
        told = self.cleaned_data
        return Setting(on=told["on"], texts={"en": told["en"], "ru": told["ru"], "zh-hans": told["zh"]})

    @staticmethod
    def initial_of(setting: Setting) -> dict[str, Any]:
        """The form of what is set."""
        texts = setting.texts
        return {"on": setting.on, "en": texts.get("en", ""), "ru": texts.get("ru", ""), "zh": texts.get("zh-hans", "")}
