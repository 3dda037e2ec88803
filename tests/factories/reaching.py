"""Webhooks and their turns."""

from datetime import datetime

from sellerdesk.delivery import sending
from sellerdesk.domain import actor
from sellerdesk.models import Desk, Webhook
from sellerdesk.webhooks import saving
from tests.factories.kernel import NOW


ACTOR = actor.COMMAND_LINE


def make_webhook(
    desk: Desk, url: str = "https://receiver.example/in", *events: str, shops: list[int] | None = None
) -> tuple[Webhook, str]:  # fmt: skip
    """A webhook that is on, and its secret."""
    wanted = saving.Wanted("ERP", url, events or ("review.flagged", "work.overdue"), shops)
    pk, secret = saving.create(desk_id=desk.pk, wanted=wanted, seen=shops or [], whole=True, actor=ACTOR, now=NOW)
    return Webhook.objects.get(pk=pk), secret


def turn(now: datetime = NOW) -> int:
    """Send what is due at a moment to webhooks and bots; returns how many were taken up."""
    return sending.deliver_due(clock=lambda: now, dice=lambda: 1.0, enough=lambda: False, aside=True)
