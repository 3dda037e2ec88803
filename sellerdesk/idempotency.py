"""Answers kept for callers that repeat a POST with the same key."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.utils.translation import gettext as _

from sellerdesk.errors import Refusal
from sellerdesk.models import IdempotencyKey


# Longer than any request may take: a key whose request died is free again after it.
LEASE: Final = timedelta(minutes=5)
KEPT: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Started:
    """This request is the first with its key; `finish` or `drop` ends it."""

    desk_id: int
    id: int


@dataclass(frozen=True, slots=True)
class Kept:
    """The answer that the first request got."""

    status: int
    content_type: str
    answer: bytes


class Running(Exception):
    """The first request with this key has not been answered yet. 409."""


def begin(desk_id: int, *, caller: str, key: str, request_hash: str, now: datetime) -> Started | Kept:
    """Take a key, or give the answer it stands for. Refused: Running, and idempotency_key_reused for another request."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO sellerdesk_idempotencykey AS kept
                (desk_id, caller, key, request_hash, content_type, created_at, lease_until)
            VALUES (%s, %s, %s, %s, '', %s, %s)
            ON CONFLICT (desk_id, caller, key) DO UPDATE SET lease_until = excluded.lease_until
            WHERE kept.status IS NULL AND kept.lease_until <= %s AND kept.request_hash = excluded.request_hash
            RETURNING id
            """,
            [desk_id, caller, key, request_hash, now, now + LEASE, now],
        )
        row = cursor.fetchone()
    if row is not None:
        return Started(desk_id, int(row[0]))
    kept = IdempotencyKey.objects.filter(desk_id=desk_id, caller=caller, key=key).first()
    if kept is None:
        # The first request failed between the two statements; the caller may ask again.
        raise Running
    if kept.request_hash != request_hash:
        raise Refusal("idempotency_key_reused", _("This key was used for another request."), _("Take a new key for each request."))
    if kept.status is None or kept.answer is None:
        raise Running
    return Kept(kept.status, kept.content_type, bytes(kept.answer))


def finish(started: Started, *, status: int, content_type: str, answer: bytes) -> None:
    """Keep the answer of a started request."""
    mine = IdempotencyKey.objects.filter(desk_id=started.desk_id, pk=started.id)
    mine.update(status=status, content_type=content_type, answer=answer)


def drop(started: Started) -> None:
    """Free the key: nothing was decided, the caller may repeat."""
    IdempotencyKey.objects.filter(desk_id=started.desk_id, pk=started.id, status__isnull=True).delete()


def forget_old(*, now: datetime, limit: int = 10_000) -> int:
    """Drop keys older than a day, up to `limit`; returns how many. A sweep over all desks."""
    old = IdempotencyKey.objects.filter(created_at__lt=now - KEPT).order_by("created_at").values_list("pk", flat=True)[:limit]
    gone, _tables = IdempotencyKey.objects.filter(pk__in=list(old)).delete()
    return gone
