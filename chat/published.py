"""What the chat room tells programs outside."""

from django.utils.translation import gettext_lazy as _

from chat.domain.facts import KIND
from sellerdesk.published import Published, declare


def publish() -> None:
    """Declare its events."""
    pages = {"thread": "chat"}
    declare(
        Published(
            kind="chat.message", label=_("Chat messages came"), heard=["facts.message"], page="chats",
            example={"count": 2, "about": ["M-88", "M-89"]},
        ),
        Published(
            kind="chat.waiting", label=_("Buyers wait for an answer in a chat"), heard=[f"work.opened.{KIND}"], pages=pages, page="chats",
            example={"about": ["thread:412"], "facts": {"work": KIND}},
        ),
        Published(
            kind="chat.delivered", label=_("An own message was sent or failed"), heard=["chat.delivered"], facts=["thread", "message"],
            pages=pages, page="chats", example={"facts": {"thread": 412, "message": 9001}},
        ),
    )  # fmt: skip
