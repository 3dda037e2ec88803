"""What we owe the outside: written with the change that causes it, sent outside any transaction, settled once.

    queued -> claimed -> sent | queued (later) | unknown | dead        queued -> cancelled
                         unknown -> sent | queued, after the marketplace was asked

Called inside a command, but for `claim`, a worker's own short transaction, and `sweep_expired`, a command itself.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from sellerdesk import commands, work
from sellerdesk.errors import Stale
from sellerdesk.events import Event, publish
from sellerdesk.models import Outbound


State = Outbound.State
DEAD_DELIVERY = "dead_delivery"


class Outcome(StrEnum):
    """What became of one attempt."""

    SENT = State.SENT
    LATER = State.QUEUED
    UNKNOWN = State.UNKNOWN
    DEAD = State.DEAD


@dataclass(frozen=True, slots=True, kw_only=True)
class Died(Event):
    """A delivery will never arrive: a work item waits, and people are told."""

    outbound_id: int
    kind: str
    shop_id: int | None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery in a worker's hands until `lease_until`. `claim` proves it when settling."""

    id: int
    desk_id: int
    shop_id: int | None
    kind: str
    lane: str
    payload: dict[str, Any]
    attempts: int
    claim: uuid.UUID
    lease_until: datetime


def enqueue(
    desk_id: int,
    kind: str,
    dedupe_key: str,
    payload: dict[str, Any],
    *,
    now: datetime,
    shop_id: int | None = None,
    lane: str = "",
    not_before: datetime | None = None,
) -> int | None:
    """Owe one delivery; returns its id, or None where the same (kind, dedupe_key) is owed already.

    Deliveries of one lane leave one after another in the order they were written; an empty lane binds nobody.
    """
    if commands.running() is None:
        raise commands.MisusedCommand("A delivery was owed outside a command.")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO sellerdesk_outbound
                (desk_id, shop_id, kind, lane, dedupe_key, payload, state, not_before, attempts, last_error, created_at)
            VALUES (%s, %s, %s, %s, %s, %s::jsonb, 'queued', %s, 0, '', %s)
            ON CONFLICT (desk_id, kind, dedupe_key) DO NOTHING
            RETURNING id
            """,
            [desk_id, shop_id, kind, lane, dedupe_key, json.dumps(payload), not_before or now, now],
        )
        row = cursor.fetchone()
    return None if row is None else int(row[0])


def claim(*, limit: int, lease_until: datetime, now: datetime) -> list[Claimed]:
    """Take up to `limit` deliveries that are due, the longest waiting first. Rows that another worker is taking are passed over.

    One of the named sweeps over all desks.
    """
    token = uuid.uuid4()
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(
            """
            WITH due AS MATERIALIZED (
                SELECT id FROM sellerdesk_outbound mine
                WHERE state = 'queued' AND not_before <= %s AND (lane = '' OR NOT EXISTS (
                    SELECT 1 FROM sellerdesk_outbound earlier
                    WHERE earlier.desk_id = mine.desk_id AND earlier.lane = mine.lane AND earlier.id < mine.id
                        AND earlier.state IN ('queued', 'claimed', 'unknown')
                ))
                ORDER BY not_before, id LIMIT %s FOR UPDATE SKIP LOCKED
            )
            UPDATE sellerdesk_outbound row
            SET state = 'claimed', claim = %s, lease_until = %s, attempts = attempts + 1
            FROM due WHERE row.id = due.id
            RETURNING row.id
            """,
            [now, limit, token, lease_until],
        )
        ids = [pk for (pk,) in cursor.fetchall()]
    rows = Outbound.objects.filter(id__in=ids, claim=token).order_by("not_before", "id")
    return [Claimed(row.id, row.desk_id, row.shop_id, row.kind, row.lane, row.payload, row.attempts, token, lease_until) for row in rows]


def settle(claimed: Claimed, outcome: Outcome, *, now: datetime, error: str = "", not_before: datetime | None = None) -> None:
    """Write what became of an attempt. LATER needs `not_before`; DEAD opens a work item, so that a person sees it.

    Stale where the lease ran out and the row went its own way: what is known since is not overwritten.
    """
    over = outcome in {Outcome.SENT, Outcome.DEAD}
    if outcome is Outcome.LATER and not_before is None:
        raise ValueError("LATER needs the moment of the next attempt.")
    row = Outbound.objects.filter(desk_id=claimed.desk_id, id=claimed.id, state=State.CLAIMED, claim=claimed.claim)
    changed = row.update(
        state=outcome.value,
        claim=None,
        lease_until=None,
        last_error=error[:500],
        settled_at=now if over else None,
        not_before=not_before if not_before is not None else F("not_before"),
    )
    if changed != 1:
        raise Stale("This delivery is no longer in these hands.")
    if outcome is Outcome.DEAD:
        subject = f"outbound:{claimed.id}"
        work.open_item(claimed.desk_id, work.Opening(kind=DEAD_DELIVERY, subject=subject, shop_id=claimed.shop_id, due_at=now), now=now)
        publish(Died(desk_id=claimed.desk_id, at=now, outbound_id=claimed.id, kind=claimed.kind, shop_id=claimed.shop_id))
    _tell(claimed.desk_id, claimed.id, outcome.value, claimed.shop_id)


def resolve(desk_id: int, outbound_id: int, *, arrived: bool, now: datetime) -> None:
    """What the marketplace answered about an unknown delivery: it is there, or it may be sent again. Else Stale."""
    state = State.SENT if arrived else State.QUEUED
    unknown = Outbound.objects.filter(desk_id=desk_id, id=outbound_id, state=State.UNKNOWN)
    if unknown.update(state=state, settled_at=now if arrived else None) != 1:
        raise Stale("This delivery is not in doubt any more.")
    _tell(desk_id, outbound_id, state.value)


def cancel(desk_id: int, outbound_id: int, *, now: datetime) -> None:
    """Take a delivery back that no worker holds yet. Stale where it is too late."""
    waiting = Outbound.objects.filter(desk_id=desk_id, id=outbound_id, state=State.QUEUED)
    if waiting.update(state=State.CANCELLED, settled_at=now) != 1:
        raise Stale("This delivery is on its way already.")
    _tell(desk_id, outbound_id, State.CANCELLED.value)


@commands.command
def sweep_expired(*, limit: int, now: datetime) -> list[tuple[int, int]]:
    """A command: turn claimed deliveries whose lease ran out into unknown ones; returns (desk, id). A sweep over all desks."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH expired AS MATERIALIZED (
                SELECT id FROM sellerdesk_outbound WHERE state = 'claimed' AND lease_until <= %s
                ORDER BY lease_until LIMIT %s FOR UPDATE SKIP LOCKED
            )
            UPDATE sellerdesk_outbound row SET state = 'unknown', claim = NULL, lease_until = NULL
            FROM expired WHERE row.id = expired.id
            RETURNING row.desk_id, row.id
            """,
            [now, limit],
        )
        swept = sorted((int(desk_id), int(pk)) for desk_id, pk in cursor.fetchall())
    for desk_id, pk in swept:
        _tell(desk_id, pk, State.UNKNOWN.value)
    return swept


def _tell(desk_id: int, outbound_id: int, state: str, shop_id: int | None = None) -> None:
    commands.note(desk_id, "outbound.settled", shop_id=shop_id, outbound=outbound_id, state=state)
