"""What persons do with webhooks: commands, all audited."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from sellerdesk import audit, commands, desks, outbox, published, setwise, work
from sellerdesk.domain import webhooks as rules
from sellerdesk.domain.actor import Actor
from sellerdesk.domain.traces import trace
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.models import Shop, Webhook, WebhookShop
from sellerdesk.sealing import seal
from sellerdesk.webhooks import answering, hearing, lane, wire


MOST = 20
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wants of a webhook; `shop_ids` None for every shop, also those to come."""

    name: str
    url: str
    events: Sequence[str]
    shop_ids: Sequence[int] | None


def why_not_save(wanted: Wanted, *, seen: Collection[int], whole: bool) -> Refusal | None:
    """The first thing that is wrong, or None. `seen` are the shops of who wants it, `whole` says that these are all, always."""
    if not wanted.name.strip():
        return Refusal("name_missing", _("A webhook needs a name."), _("Say what listens there."))
    if len(wanted.name.strip()) > LONGEST_NAME or not wanted.name.isprintable():
        return Refusal("name_too_long", _("This name is too long or cannot be shown."), _("Use at most 100 characters."))
    if wire.may_call(wanted.url) is None:
        message = _("Nothing can be sent to this address.")
        return Refusal(
            "address_malformed", message, _("Use an open one that begins with https:// and has port 443 or 8443, without a password.")
        )
    if not wanted.events:
        return Refusal("events_missing", _("A webhook needs at least one event."))
    if any(published.named(kind) is None for kind in wanted.events):
        return Refusal("event_unknown", _("There is no such event."))
    if wanted.shop_ids is None and not whole:
        return Refusal("every_shop_not_yours", _("You see only some of the shops."), _("Choose those that it is told of."))
    if wanted.shop_ids is not None and not wanted.shop_ids:
        return Refusal("shops_missing", _("Choose at least one shop, or every shop."))
    if not set(wanted.shop_ids or ()) <= set(seen):
        return Refusal("shop_unknown", _("There is no such shop in this desk."))
    return None


@commands.command
def create(*, desk_id: int, wanted: Wanted, seen: Collection[int], whole: bool, actor: Actor, now: datetime) -> tuple[int, str]:
    """A new webhook that is on; returns its id and its secret, which is shown once. Refused: see `why_not_save`, too_many. NotVisible."""
    if refusal := why_not_save(wanted, seen=seen, whole=whole):
        raise refusal
    # One at a time: how many there are is a count that no constraint keeps.
    desks.hold(desk_id)
    if Webhook.objects.filter(desk_id=desk_id).count() >= MOST:
        raise Refusal("too_many", _("A desk has at most %(number)s webhooks.") % {"number": MOST}, _("Remove one first."))
    secret = _secret()
    row = Webhook.objects.create(
        desk_id=desk_id, name=wanted.name.strip(), url=wanted.url, events=sorted(set(wanted.events)), secret=seal(secret),
        every_shop=wanted.shop_ids is None, created_at=now,
    )  # fmt: skip
    _limit(row, wanted.shop_ids)
    _tell(row, "webhook.created", None, _facts(wanted), actor, now)
    return row.pk, secret


@commands.command
def change(
    *, desk_id: int, webhook_id: int, wanted: Wanted, seen: Collection[int], whole: bool, actor: Actor, now: datetime
) -> None:  # fmt: skip
    """Change what a webhook is told of and where it is. Refused: see `why_not_save`. NotVisible."""
    row = _locked(desk_id, webhook_id)
    if refusal := why_not_save(wanted, seen=seen, whole=whole):
        raise refusal
    before = _facts(Wanted(row.name, row.url, row.events, None if row.every_shop else shops_of(row)))
    row.name, row.url, row.events = wanted.name.strip(), wanted.url, sorted(set(wanted.events))
    row.every_shop = wanted.shop_ids is None
    row.save(update_fields=["name", "url", "events", "every_shop"])
    _limit(row, wanted.shop_ids)
    _tell(row, "webhook.changed", before, _facts(wanted), actor, now)


@commands.command
def rotate(*, desk_id: int, webhook_id: int, actor: Actor, now: datetime) -> str:
    """A new secret, which is shown once; the one before signs as well for a day. NotVisible."""
    row = _locked(desk_id, webhook_id)
    secret = _secret()
    row.old_secret, row.old_until, row.secret = row.secret, now + rules.ROTATES, seal(secret)
    row.save(update_fields=["secret", "old_secret", "old_until"])
    _tell(row, "webhook.secret_rotated", None, None, actor, now)
    return secret


@commands.command
def switch(*, desk_id: int, webhook_id: int, on: bool, actor: Actor, now: datetime) -> None:
    """Switch a webhook on or off; twice is once. What waits while it is switched off is called off. NotVisible."""
    row = _locked(desk_id, webhook_id)
    if on == (row.state == Webhook.State.ON):
        return
    if not on:
        answering.switch_off(row, Webhook.Why.PERSON.value, actor=actor, now=now)
        return
    Webhook.objects.filter(desk_id=desk_id, pk=row.pk).update(state=Webhook.State.ON, off_why="", failing_since=None)
    _tell(row, "webhook.switched_on", {"state": "off", "why": row.off_why}, {"state": "on"}, actor, now)


@commands.command
def remove(*, desk_id: int, webhook_id: int, actor: Actor, now: datetime) -> None:
    """Remove a webhook with what receivers answered; what waits for it is called off, and nobody has to look at what failed. NotVisible."""
    row = _locked(desk_id, webhook_id)
    if row.state == Webhook.State.ON:
        answering.switch_off(row, Webhook.Why.PERSON.value, actor=actor, now=now)
    failed = setwise.rows(
        "UPDATE sellerdesk_outbound SET state = 'cancelled', settled_at = %s"
        " WHERE desk_id = %s AND lane = %s AND state = 'dead' RETURNING id",
        [now, desk_id, lane(row.pk)],
    )
    work.close_items(desk_id, outbox.DEAD_DELIVERY, [outbox.subject(pk) for (pk,) in sorted(failed)], "handled", now)
    _tell(row, "webhook.removed", {"name": row.name, **_address(row.url)}, None, actor, now)
    row.delete()


@commands.command
def test(*, desk_id: int, webhook_id: int, actor: Actor, now: datetime) -> None:
    """Owe a delivery that says nothing but that the way is open. Refused: webhook_off. NotVisible."""
    row = _locked(desk_id, webhook_id)
    if row.state == Webhook.State.OFF:
        raise Refusal("webhook_off", _("This webhook is off, so nothing is sent to it."), _("Switch it on first."))
    hearing.owe_one(row, hearing.Event(desk_id, None, published.TEST, {}), now=now)
    audit.record(desk_id, actor, "webhook.tested", f"webhook:{row.pk}", None, None, now)


@commands.command
def send_again(*, desk_id: int, webhook_id: int, outbound_id: int | None, actor: Actor, now: datetime) -> int:
    """Send a finished delivery once more, with the id it had; without one all that failed or were called off. Returns how many.

    Refused: webhook_off. Stale where there is nothing of the sort (any more). NotVisible.
    """
    row = _locked(desk_id, webhook_id)
    if row.state == Webhook.State.OFF:
        raise Refusal("webhook_off", _("This webhook is off, so nothing is sent to it."), _("Switch it on first."))
    found = setwise.rows(
        "UPDATE sellerdesk_outbound SET state = 'queued', settled_at = NULL, not_before = %s, attempts = 0, first_tried_at = NULL,"
        " last_error = '' WHERE desk_id = %s AND lane = %s AND (id = %s AND state = 'sent' OR state IN ('dead', 'cancelled')"
        " AND (id = %s OR %s)) RETURNING id",
        [now, desk_id, lane(row.pk), outbound_id, outbound_id, outbound_id is None],
    )
    if not found:
        raise Stale(_("This delivery does not wait for that any more."))
    subjects = [outbox.subject(pk) for (pk,) in sorted(found)]
    work.close_items(desk_id, outbox.DEAD_DELIVERY, subjects, "sent_again", now)
    audit.record(desk_id, actor, "webhook.sent_again", f"webhook:{row.pk}", None, {"deliveries": len(subjects)}, now)
    commands.note(desk_id, "webhooks.changed", webhook=row.pk)
    outbox.once_committed(hearing.wake)
    return len(subjects)


def hold(desk_id: int, webhook_id: int) -> None:
    """Lock a webhook until the command ends, as every command about it does. NotVisible."""
    _locked(desk_id, webhook_id)


def shops_of(row: Webhook) -> list[int]:
    """The shops that a webhook is limited to."""
    return sorted(WebhookShop.objects.filter(desk_id=row.desk_id, webhook_id=row.pk).values_list("shop_id", flat=True))


def _locked(desk_id: int, webhook_id: int) -> Webhook:
    row = Webhook.objects.select_for_update(no_key=True).filter(desk_id=desk_id, pk=webhook_id).first()
    if row is None:
        raise NotVisible
    return row


def _limit(row: Webhook, shop_ids: Sequence[int] | None) -> None:
    WebhookShop.objects.filter(desk_id=row.desk_id, webhook_id=row.pk).exclude(shop_id__in=shop_ids or []).delete()
    there = set(shops_of(row))
    wanted = Shop.objects.filter(desk_id=row.desk_id, pk__in=set(shop_ids or []) - there).order_by("pk")
    WebhookShop.objects.bulk_create(WebhookShop(desk_id=row.desk_id, webhook=row, shop=shop) for shop in wanted)


def _secret() -> str:
    return f"whsec_{secrets.token_urlsafe(32)}"


def _facts(wanted: Wanted) -> dict[str, object]:
    shops = None if wanted.shop_ids is None else sorted(wanted.shop_ids)
    return {"name": wanted.name.strip(), **_address(wanted.url), "events": sorted(set(wanted.events)), "shops": shops}


def _address(url: str) -> dict[str, object]:
    """What the audit log keeps of an address: path and query may hold a receiver's secret, and an entry can never be taken back."""
    parts = urlsplit(url)
    return {"origin": f"{parts.scheme}://{parts.netloc}", "url": trace(url)}


def _tell(row: Webhook, what: str, before: dict[str, object] | None, after: dict[str, object] | None, actor: Actor, now: datetime) -> None:
    audit.record(row.desk_id, actor, what, f"webhook:{row.pk}", before, after, now)
    commands.note(row.desk_id, "webhooks.changed", webhook=row.pk)
