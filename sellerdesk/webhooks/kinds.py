"""What the kernel itself tells programs outside."""

from django.utils.translation import gettext_lazy as _

from sellerdesk import digests
from sellerdesk.published import Published, declare
from sellerdesk.webhooks.hearing import DEAD


def publish() -> None:
    """Declare its events."""
    declare(
        Published(kind="facts.loaded", label=_("New facts were taken in, from a file or a marketplace"), heard=["feed.applied"]),
        Published(
            kind="order.changed", label=_("Orders came or moved on"), heard=["facts.order"], example={"count": 2, "about": ["O-1", "O-2"]}
        ),
        Published(
            kind="work.overdue", label=_("Something is overdue"), heard=["work.overdue.*"],
            example={"about": ["review:1207"], "facts": {"work": "flagged_review"}},
        ),
        Published(
            kind="work.due_soon", label=_("A third of the time is left"), heard=["work.soon.*"],
            example={"about": ["thread:412"], "facts": {"work": "chat_reply"}},
        ),
        Published(
            kind=digests.PUBLIC, label=_("How the day stands, in the morning, at noon and in the evening"), heard=["digest.told"],
            facts=["slot", "open", "late", "done"], example={"facts": {"slot": "morning", "open": 12, "late": 2, "done": 30}},
        ),
        Published(
            kind=DEAD, label=_("Something could not be sent"), heard=[], page="deliveries", pages={"outbound": "delivery"},
            example={"about": ["outbound:5150"], "facts": {"delivery": "chat.message"}},
        ),
        Published(
            kind="connection.failing", label=_("A marketplace does not answer"), heard=["connection.failing"], page="settings_marketplaces"
        ),
        Published(
            kind="connection.answers", label=_("A marketplace answers again"), heard=["connection.answers"], page="settings_marketplaces"
        ),
    )  # fmt: skip
