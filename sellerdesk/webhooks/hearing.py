"""What commands tell, owed to the webhooks that chose it: one row per webhook and event, with the change that causes it."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from sellerdesk import mailing, outbox, published, queueing
from sellerdesk.commands import Heard
from sellerdesk.delivery.waking import DELIVER_ASIDE
from sellerdesk.models import Webhook
from sellerdesk.published import Published
from sellerdesk.webhooks import KIND, lane


DEAD = "delivery.dead"
OWN = frozenset({KIND, "telegram", mailing.KIND})
"""Deliveries whose failure no webhook is told of: one that cannot be reached would be told of itself."""
_OWE = """
    INSERT INTO sellerdesk_outbound
        (desk_id, kind, lane, dedupe_key, payload, state, not_before, attempts, last_error, created_at)
    SELECT hook.desk_id, %(kind)s, 'webhook:' || hook.id, hook.id || ':' || told.event_id,
        jsonb_build_object('webhook', hook.id, 'event', told.event::jsonb), 'queued', %(now)s, 0, '', %(now)s
    FROM unnest(%(desks)s::bigint[], %(shops)s::bigint[], %(kinds)s::text[], %(ids)s::text[], %(events)s::text[])
        WITH ORDINALITY AS told (desk_id, shop_id, kind, event_id, event, place)
    JOIN sellerdesk_webhook hook ON hook.desk_id = told.desk_id AND hook.state = 'on' AND told.kind = ANY(hook.events)
    WHERE hook.every_shop OR EXISTS (
        SELECT 1 FROM sellerdesk_webhookshop shop
        WHERE shop.desk_id = hook.desk_id AND shop.webhook_id = hook.id AND shop.shop_id = told.shop_id
    )
    ORDER BY told.place, hook.id
    RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Event:
    """One public event on its way to the webhooks. `facts` are ids and plain values, never a buyer's words."""

    desk_id: int
    shop_id: int | None
    kind: str
    facts: dict[str, Any]
    count: int = 1
    about: tuple[str, ...] = ()


def hear(heard: Sequence[Heard], now: datetime) -> None:
    """Owe what a command told, inside it. One question where any of it is public, none otherwise."""
    owe([_event(one, kind) for one in heard for kind in published.kinds_of(one.kind)], now=now)


def tell_of_dead(died: outbox.Died) -> None:
    """Owe word of a delivery that failed for good, unless it was word itself."""
    if died.kind not in OWN:
        owe([Event(died.desk_id, died.shop_id, DEAD, {"delivery": died.kind}, 1, (f"outbound:{died.outbound_id}",))], now=died.at)


def owe(events: Sequence[Event], *, now: datetime) -> int:
    """Owe these events to all webhooks that chose them; returns how many deliveries that makes."""
    if not events:
        return 0
    ids = [f"evt_{uuid.uuid4().hex}" for _ in events]
    with connection.cursor() as cursor:
        cursor.execute(
            _OWE,
            {
                "kind": KIND, "now": now, "ids": ids, "desks": [event.desk_id for event in events],
                "shops": [event.shop_id for event in events], "kinds": [event.kind for event in events],
                "events": [json.dumps(kept(event, own, now)) for event, own in zip(events, ids, strict=True)],
            },
        )  # fmt: skip
        made = len(cursor.fetchall())
    if made:
        outbox.once_committed(wake)
    return made


def owe_one(hook: Webhook, event: Event, *, now: datetime) -> None:
    """Owe one event to one webhook, whether it chose it or not."""
    told = kept(event, f"evt_{uuid.uuid4().hex}", now)
    outbox.enqueue(hook.desk_id, KIND, f"{hook.pk}:{told['id']}", {"webhook": hook.pk, "event": told}, now=now, lane=lane(hook.pk))
    outbox.once_committed(wake)


def kept(event: Event, own_id: str, now: datetime) -> dict[str, Any]:
    """An event as its delivery keeps it."""
    return {
        "id": own_id, "kind": event.kind, "at": now.isoformat(), "shop": event.shop_id, "count": event.count, "about": list(event.about),
        "facts": event.facts,
    }  # fmt: skip


def wake() -> None:
    """Have a worker look at once."""
    queueing.ask(DELIVER_ASIDE)


def _event(heard: Heard, kind: Published) -> Event:
    facts = {name: heard.ids[name] for name in kind.facts if isinstance(heard.ids.get(name), str | int)}
    if heard.kind.startswith("work."):
        facts |= {"work": heard.kind.split(".", 2)[2]}
    return Event(heard.desk_id, heard.shop_id, kind.kind, facts, heard.count, heard.about)
