"""This room's verbs of the audit log in words."""

from django.utils.translation import gettext_lazy as _

from sellerdesk import audit_words
from sellerdesk.audit_words import Group, Subject


VERBS = Group(
    _("Chats"),
    {
        "message.sent": _("Sent a message"),
        "message.sent_again": _("Sent a message again"),
        "message.put_off": _("Changed when a message leaves"),
        "message.taken_back": _("Took a message back"),
        "note.written": _("Wrote a note for colleagues"),
        "chat.done": _("Marked a conversation as done"),
        "chat.reopened": _("Opened a conversation again"),
        "chat.assigned": _("Gave a conversation to somebody"),
        "chat.automatic_changed": _("Changed the automatic answer of a shop"),
        "chat.repaired": _("Conversations were counted wrong and were repaired"),
    },
)
SUBJECTS = {
    "thread": Subject(_("Conversation"), "chat"),
    "message": Subject(_("Message")),
    "note": Subject(_("Note")),
}


def hang() -> None:
    """Word them."""
    audit_words.add("chat", VERBS, subjects=SUBJECTS)
