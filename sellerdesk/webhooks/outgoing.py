"""Sending one webhook: signed, by the checked way, and judged by its answer."""

from datetime import UTC, datetime

from django.utils.translation import gettext_noop

from sellerdesk.delivery.senders import Withdrawn
from sellerdesk.domain import webhooks as rules
from sellerdesk.errors import MarketplaceError, Permanent, Transient
from sellerdesk.marketplaces import reasons
from sellerdesk.marketplaces.http import told_wait
from sellerdesk.models import Shop, Webhook
from sellerdesk.outbox import Claimed
from sellerdesk.sealing import Unsealable, unseal
from sellerdesk.webhooks import answering, wire
from sellerdesk.webhooks.bodies import body


ERROR = gettext_noop("The receiver answered with an error.")
REFUSED = gettext_noop("The receiver refuses this event.")
MOVED = gettext_noop("The receiver sent us to another address, which is not followed.")


def send(claimed: Claimed) -> None:
    """Send one delivery that is owed. Outside transactions. Withdrawn where its webhook is off or gone; Transient, Permanent.

    A delivery that was sent and not settled is sent again with the same id, by which its receiver knows it.
    """
    hook = Webhook.objects.select_related("desk").filter(desk_id=claimed.desk_id, pk=claimed.payload["webhook"], state="on").first()
    if hook is None:
        raise Withdrawn
    event, now = claimed.payload["event"], datetime.now(UTC)
    shop = Shop.objects.filter(desk_id=claimed.desk_id, pk=event["shop"]).values_list("slug", flat=True).first() if event["shop"] else None
    content = body(event, desk=hook.desk.slug, shop=shop)
    try:
        headers = headers_of(secrets_of(hook, now), event["id"], content, now)
    except Unsealable:
        raise Transient(reasons.KEY_LOST, wait=rules.wait(claimed.attempts)) from None
    try:
        answer = wire.post(hook.url, headers, content)
    except MarketplaceError as error:
        # An address that may not be called any more is the receiver's failure, too: it ends when the webhook is switched off.
        _note(claimed, hook, None)
        raise Transient(str(error), wait=rules.wait(claimed.attempts)) from None
    _note(claimed, hook, answer)
    if not rules.is_taken(answer.status):
        raise _failure(claimed, answer)


def headers_of(secrets: list[str], event_id: str, content: bytes, now: datetime) -> dict[str, str]:
    """What goes with a body: its id, the moment of sending, and the signature over all three."""
    timestamp = int(now.timestamp())
    return {
        "Content-Type": "application/json", "User-Agent": "SellerDesk-Webhooks/1", "Accept": "*/*", "Webhook-Id": event_id,
        "Webhook-Timestamp": str(timestamp), "Webhook-Signature": rules.sign(secrets, event_id, timestamp, content),
    }  # fmt: skip


def secrets_of(hook: Webhook, now: datetime) -> list[str]:
    """The secrets that sign now, the newest first. Refused with Unsealable."""
    old = [hook.old_secret] if hook.old_until is not None and hook.old_until > now else []
    return [unseal(sealed) for sealed in (hook.secret, *old)]


def _note(claimed: Claimed, hook: Webhook, answer: wire.Answer | None) -> None:
    if answering.note(desk_id=claimed.desk_id, webhook_id=hook.pk, outbound_id=claimed.id, answer=answer, now=datetime.now(UTC)):
        raise Withdrawn


def _failure(claimed: Claimed, answer: wire.Answer) -> MarketplaceError:
    if rules.refuses_this(answer.status) and claimed.attempts >= rules.REFUSED_TRIES:
        return Permanent(REFUSED)
    told = told_wait(answer.headers, datetime.now(UTC))
    reason = MOVED if 300 <= answer.status < 400 else REFUSED if rules.refuses_this(answer.status) else ERROR
    return Transient(reason, wait=max(rules.wait(claimed.attempts), told) if told else rules.wait(claimed.attempts))
