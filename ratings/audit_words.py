"""This room's verbs of the audit log in words."""

from django.utils.translation import gettext_lazy as _

from sellerdesk import audit_words
from sellerdesk.audit_words import Group


VERBS = Group(
    _("Ratings"),
    {
        "day_note.pinned": _("Pinned a note to a day"),
        "day_note.changed": _("Changed the note of a day"),
        "day_note.taken_away": _("Took away the note of a day"),
        "ratings.card_changed": _("Changed the after-sales card"),
        "rating_lookout.changed": _("Changed the warnings of the forecast"),
        "rating_alert.seen": _("Looked at an alert of ratings"),
        "ratings.repaired": _("The figures of ratings were wrong and were repaired"),
    },
)


def hang() -> None:
    """Word them."""
    audit_words.add("ratings", VERBS, subjects={})
