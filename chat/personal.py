"""What the chat room keeps of a buyer: given out, and erased."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePosixPath

from django.conf import settings
from django.utils.translation import gettext_lazy

from chat.services import folding, listening, settling
from sellerdesk import setwise
from sellerdesk.domain import permissions
from sellerdesk.privacy.places import Page, Place
from sellerdesk.privacy.registry import WITH_BUYER, Erased, Kind, Rows, Whose, Words, ids


MESSAGES = Words("chat_message", "thread_id", ("text", "new_text", "reason"))
CHANGES = Words("chat_messagechange", "message_ref", ("text",))
NOTES = Words("chat_note", "thread_id", ("text",))
FILES = Words("chat_attachment", "thread_id")
DRAFTS = Words("chat_draft", "thread_id")
SAID = Words("chat_said", "thread_id")
COMPLAINTS = Words("chat_complaint", "thread_id")
KEPT = Kind(
    "chats", gettext_lazy("Conversations, notes and files"), gettext_lazy("To answer buyers, and as evidence in claims."),
    ("chat_message", "chat_note", "chat_attachment"), "at", until=WITH_BUYER,
    places=(Place(gettext_lazy("Chats"), "chats", permissions.CHATS_SEE, query="?show=all"),),
    apart=gettext_lazy("Messages, notes and files stand in their conversation."),
)  # fmt: skip
BEGUN = Kind(
    "drafts", gettext_lazy("Drafts of messages"), gettext_lazy("So that nothing begun is lost; one that nobody goes on with goes."),
    ("chat_draft",), "updated_at", lambda: settings.KEEP_DRAFTS_DAYS, sweep="true",
    apart=gettext_lazy("No page lists them: each stands in its conversation, for who writes it."),
)  # fmt: skip
_HERE = [Page("chat", permissions.CHATS_SEE, by="thread_id")]
PAGES = {
    "conversations": [Page("chat", permissions.CHATS_SEE)],
    "messages": _HERE,
    "message_changes": [Page("chat", permissions.CHATS_SEE, by="message_ref", of=("messages", "outside_id", "thread_id"))],
    "notes": _HERE,
    "attachments": _HERE,
}
"""Where each row that is given out can be read."""


def export(whose: Whose) -> Rows:
    """All conversations with the buyer, with the notes about them."""
    threads = _threads(whose)
    return {
        "conversations": Words("chat_thread", "id").rows(whose.desk_id, threads),
        "messages": MESSAGES.rows(whose.desk_id, threads),
        "message_changes": CHANGES.rows(whose.desk_id, _messages(whose, threads), shop_id=whose.shop.id),
        "notes": NOTES.rows(whose.desk_id, threads),
        "attachments": FILES.rows(whose.desk_id, threads),
        "complaints": COMPLAINTS.rows(whose.desk_id, threads),
    }


def files(whose: Whose) -> Sequence[tuple[str, str]]:
    """The files that are kept, under names that we make: what a sender called a file is in the rows alone."""
    found = setwise.rows(
        "SELECT id, file FROM chat_attachment WHERE desk_id = %s AND thread_id = ANY(%s) AND file <> '' ORDER BY id",
        [whose.desk_id, _threads(whose)],
    )
    return [(place, f"chat-{own}{PurePosixPath(place).suffix}") for own, place in found]


def erase(whose: Whose, now: datetime) -> Erased:
    """The words of all messages, notes and drafts, and all files. When was written and answered stays, and so do
    the figures and the topics that were complained of."""
    threads, desk = _threads(whose), whose.desk_id
    folding.lock(whose.shop, threads)
    # Figures stay: what of these words was not looked through yet is lost with them.
    listening.finish(whose.shop, threads, now=now)
    refs = _messages(whose, threads)
    outbound = ids("SELECT outbound FROM chat_message WHERE desk_id = %s AND thread_id = ANY(%s) AND outbound IS NOT NULL", [desk, threads])
    lying = [place for place, _name in files(whose)]
    changes = ids(
        "SELECT outside_id FROM chat_messagechange WHERE desk_id = %s AND shop_id = %s AND message_ref = ANY(%s)",
        [desk, whose.shop.id, refs],
    )
    # Of files alone nothing would be left to show.
    setwise.run(
        "UPDATE chat_message SET text = ' ' WHERE desk_id = %s AND thread_id = ANY(%s) AND text = '' AND files > 0", [desk, threads]
    )
    rows = MESSAGES.scrub(desk, threads) + CHANGES.scrub(desk, refs, shop_id=whose.shop.id) + NOTES.scrub(desk, threads)
    rows += FILES.delete(desk, threads) + DRAFTS.delete(desk, threads)
    SAID.delete(desk, threads)
    if threads:
        folding.write(whose.shop, threads, now=now)
        settling.keep(whose.shop, threads, now)
    told: list[tuple[str, Sequence[str]]] = [("message", refs), ("message_change", changes)]
    told.append(("conversation", _conversations(whose, threads)))
    return Erased(rows, told, outbound, lying)


def _threads(whose: Whose) -> list[int]:
    return ids(
        "SELECT id FROM chat_thread AS t WHERE t.desk_id = %s AND t.shop_id = %s AND (t.buyer_id = %s OR EXISTS (SELECT 1 FROM chat_message"
        " AS m WHERE m.desk_id = t.desk_id AND m.thread_id = t.id AND m.buyer_id = %s)) ORDER BY id",
        [whose.desk_id, whose.shop.id, whose.buyer_id, whose.buyer_id],
    )


def _conversations(whose: Whose, threads: Sequence[int]) -> list[str]:
    return ids("SELECT outside_id FROM chat_thread WHERE desk_id = %s AND id = ANY(%s) ORDER BY id", [whose.desk_id, list(threads)])


def _messages(whose: Whose, threads: Sequence[int]) -> list[str]:
    return ids(
        "SELECT outside_id FROM chat_message WHERE desk_id = %s AND thread_id = ANY(%s) AND outside_id IS NOT NULL ORDER BY id",
        [whose.desk_id, list(threads)],
    )
