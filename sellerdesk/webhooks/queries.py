"""Webhooks and their deliveries as pages show them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef

from sellerdesk.errors import NotVisible
from sellerdesk.models import Outbound, Webhook, WebhookAnswer, WebhookShop
from sellerdesk.webhooks import lane


SHOWN = 50
_UNANSWERED = ("queued", "claimed", "unknown", "dead")


Hook = Webhook
"""A webhook as pages see it: they read it and change nothing."""
OFF, BY_A_PERSON = Webhook.State.OFF.value, Webhook.Why.PERSON.value


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery with what the receiver last said."""

    id: int
    event_id: str
    kind: str
    state: str
    attempts: int
    created_at: datetime
    not_before: datetime
    reason: str
    status: int | None
    milliseconds: int
    text: str


def listed(desk_id: int, shop_ids: Collection[int], *, whole: bool) -> list[tuple[Webhook, list[int]]]:
    """The webhooks of a desk with the shops they are limited to, by name: those that tell of nothing that the reader may not see."""
    limits: dict[int, list[int]] = {}
    for webhook_id, shop_id in WebhookShop.objects.filter(desk_id=desk_id).order_by("shop_id").values_list("webhook_id", "shop_id"):
        limits.setdefault(webhook_id, []).append(shop_id)
    rows = sorted(Webhook.objects.filter(desk_id=desk_id), key=lambda row: (row.name.casefold(), row.pk))
    found = [(row, [] if row.every_shop else limits.get(row.pk, [])) for row in rows]
    return [(row, shops) for row, shops in found if whole or (not row.every_shop and set(shops) <= set(shop_ids))]


def one(desk_id: int, webhook_id: int, shop_ids: Collection[int], *, whole: bool) -> tuple[Webhook, list[int]]:
    """One of `listed`. NotVisible."""
    for row, shops in listed(desk_id, shop_ids, whole=whole):
        if row.pk == webhook_id:
            return row, shops
    raise NotVisible


def open_counts(desk_id: int, webhook_ids: Sequence[int]) -> Mapping[int, int]:
    """How many deliveries wait, by webhook; one query."""
    lanes = {lane(pk): pk for pk in webhook_ids}
    rows = Outbound.objects.filter(desk_id=desk_id, lane__in=list(lanes), state__in=["queued", "claimed", "unknown", "by_hand"])
    return {lanes[name]: number for name, number in rows.order_by().values_list("lane").annotate(Count("pk"))}


def dead_counts(desk_id: int, webhook_ids: Sequence[int]) -> Mapping[int, int]:
    """How many deliveries failed for good, by webhook; one query."""
    lanes = {lane(pk): pk for pk in webhook_ids}
    rows = Outbound.objects.filter(desk_id=desk_id, state="dead", lane__in=list(lanes))
    return {lanes[name]: number for name, number in rows.order_by().values_list("lane").annotate(Count("pk"))}


def failed(desk_id: int, webhook_id: int) -> int:
    """How many of its deliveries failed for good or were called off."""
    return Outbound.objects.filter(desk_id=desk_id, lane=lane(webhook_id), state__in=["dead", "cancelled"]).count()


def deliveries(desk_id: int, webhook_id: int) -> list[Delivery]:
    """What nobody answered yet, then what was tried last; the newest first in both."""
    # Also what could not even be signed, however often it was tried: it has no answer, and is to be seen all the same.
    answered = WebhookAnswer.objects.filter(desk_id=desk_id, outbound_id=OuterRef("pk"))
    fresh = Outbound.objects.filter(~Exists(answered), desk_id=desk_id, lane=lane(webhook_id), state__in=_UNANSWERED)
    answers = WebhookAnswer.objects.select_related("outbound").filter(desk_id=desk_id, webhook_id=webhook_id).order_by("-at")[:SHOWN]
    tried = [_delivery(answer.outbound, answer) for answer in answers]
    return [_delivery(row, None) for row in fresh.order_by("-pk")[:SHOWN] if row.pk not in {one.id for one in tried}] + tried


def _delivery(row: Any, answer: WebhookAnswer | None) -> Delivery:
    event = row.payload["event"]
    said = (None, 0, "") if answer is None else (answer.status, answer.milliseconds, answer.body)
    return Delivery(
        row.pk, event["id"], event["kind"], row.state, row.attempts, row.created_at, row.not_before, row.last_error, *said
    )  # fmt: skip
