"""What people fill in on the pages of the chat room, and what the composer's form says, read without trust. Rules live in the commands."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _, gettext_lazy

from chat.domain.automatic import LONGEST
from chat.services.automatic import Setting
from sellerdesk.errors import Refusal
from sellerdesk.web.asked import whole


class AutomaticForm(forms.Form):
    """A shop's off-hours answer. The rules are the command's."""

    FIELDS = {"text_missing": "en"}

    on = forms.BooleanField(
        label=gettext_lazy("Answer by itself outside working hours"),
        help_text=gettext_lazy("At most once in 24 hours in a conversation. The buyer still waits for a person."),
        required=False,
    )
    en = forms.CharField(label=gettext_lazy("Answer in English"), required=False, max_length=LONGEST)
    ru = forms.CharField(label=gettext_lazy("Answer in Russian"), required=False, max_length=LONGEST)
    zh = forms.CharField(label=gettext_lazy("Answer in Chinese"), required=False, max_length=LONGEST)

    def __init__(self, *args: Any, most: int = LONGEST, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, lang in (("en", "en"), ("ru", "ru"), ("zh", "zh-Hans")):
            self.fields[name].widget = forms.Textarea(attrs={"rows": 3, "lang": lang, "maxlength": most})

    def wanted(self) -> Setting:
        """What was filled in."""
        told = self.cleaned_data
        return Setting(on=told["on"], texts={"en": told["en"], "ru": told["ru"], "zh-hans": told["zh"]})

    @staticmethod
    def initial_of(setting: Setting) -> dict[str, Any]:
        """The form of what is set."""
        texts = setting.texts
        return {"on": setting.on, "en": texts.get("en", ""), "ru": texts.get("ru", ""), "zh": texts.get("zh-hans", "")}


SEND, DONE, LATER = "send", "done", "later"


@dataclass(frozen=True, slots=True)
class Written:
    """A message or note as it was posted. `how` is send, done or later; `draft` the version of the draft that it was,
    `reason` why it goes in spite of a warning."""

    text: str
    key: uuid.UUID
    seen: int
    how: str
    is_note: bool = False
    not_before: datetime | None = None
    draft: int | None = None
    reason: str = ""
    files: list[int] = field(default_factory=list)


def written(request: HttpRequest) -> Written:
    """The posted message. Refused: form_broken for a key or number that no form of ours makes, later_missing."""
    post = request.POST
    how = post.get("how", SEND)
    return Written(
        text=post.get("text", ""),
        key=key(post),
        seen=seen(post),
        how=how if how in {DONE, LATER} else SEND,
        is_note=post.get("mode") == "note",
        not_before=moment(post) if how == LATER else None,
        draft=whole(post.get("draft"), digits=9),
        reason=post.get("reason", ""),
        files=[number for one in post.getlist("file") if (number := whole(one)) is not None],
    )


def key(post: QueryDict) -> uuid.UUID:
    """The key of one send. Refused: form_broken."""
    try:
        return uuid.UUID(post.get("key", ""))
    except ValueError as error:
        raise _broken() from error


def seen(post: QueryDict) -> int:
    """The newest arrival that the page showed. Refused: form_broken."""
    number = whole(post.get("seen"), digits=9)
    if number is None:
        raise _broken()
    return number


def moment(post: QueryDict) -> datetime:
    """When a message is to go: with an offset, or in the reader's own time zone. Refused: later_missing."""
    try:
        found = parse_datetime(post.get("later", ""))
    except ValueError:
        found = None
    if found is None:
        raise Refusal("later_missing", _("It is not said when this is to go."), _("Choose a day and a time."))
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _broken() -> Refusal:
    return Refusal("form_broken", _("The browser sent something that could not be understood."), _("Load the page again and repeat."))
