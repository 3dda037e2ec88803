"""Why a question is rejected, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


REASON_WORDS: dict[str, Promise] = {
    "off_topic": _("It is not about the product"),
    "abuse": _("Insults or threats"),
    "private_data": _("Personal data"),
    "advertising": _("Advertising or spam"),
    "other": _("Other"),
}


def said(reason: str, note: str) -> str:
    """The reason as the marketplace is told it, in the language of who rejects."""
    words = str(REASON_WORDS[reason])
    return f"{words}: {note}" if note else words
