"""What we owe the outside: written with the change that causes it, sent outside any transaction, settled once.

    queued -> claimed -> sent | moderated | queued (later) | unknown | by_hand | dead        queued, by_hand -> cancelled
              moderated, unknown -> sent | queued | dead, after the marketplace was asked     by_hand, dead -> done, by a person
              what the outside tells of by itself ends all but claimed ones: `told`

Called inside a command, but for the claims, a worker's own short transactions, and `sweep_expired`, a command itself.
"""

import json
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, F

from sellerdesk import commands, work
from sellerdesk.errors import Stale
from sellerdesk.events import Event, publish
from sellerdesk.models import Outbound


State = Outbound.State
DEAD_DELIVERY = "dead_delivery"
UNKNOWN_DELIVERY = "unknown_delivery"
HELD = (State.CLAIMED, State.UNKNOWN, State.MODERATED)
"""States in which a worker may hold a row."""
ASIDE_OF_A_DESK = 2
"""So many deliveries of kinds that go aside are on their way for one desk: its slow receivers must not take the places of all others."""
ASIDE_LOCK = 7_041_776_223
_wakers: list[Callable[[], None]] = []


class Outcome(StrEnum):
    """What became of one attempt, or was found out about it."""

    SENT = State.SENT
    MODERATED = State.MODERATED
    LATER = State.QUEUED
    UNKNOWN = State.UNKNOWN
    BY_HAND = State.BY_HAND
    DONE = State.DONE
    DEAD = State.DEAD
    CANCELLED = State.CANCELLED


OVER = frozenset({Outcome.SENT, Outcome.DONE, Outcome.DEAD, Outcome.CANCELLED})
IN_DOUBT = frozenset({Outcome.UNKNOWN, Outcome.MODERATED})


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
    first_tried_at: datetime | None = None
    doubt_since: datetime | None = None
    checks: int = 0
    state: str = State.CLAIMED


def wake_by(waker: Callable[[], None]) -> None:
    """Have `waker` called after the commit of what is due at once. Belongs in ready()."""
    _wakers.append(waker)


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
    if not_before is None or not_before <= now:
        wake()
    return None if row is None else int(row[0])


def wake() -> None:
    """Have the workers look, once this transaction is committed. What is due later is found by the sweep."""
    for waker in _wakers:
        transaction.on_commit(waker)


def claim(
    *, limit: int, lease_until: datetime, now: datetime, without: Sequence[int] = (), apart: Sequence[str] = (), aside: bool = False
) -> list[Claimed]:
    """Take up to `limit` deliveries that are due, the longest waiting first. Rows that another worker is taking are passed over.

    `without` names shops that nothing can be sent to now; `apart` kinds that go in turns of their own, which `aside` asks for. Of these
    one desk has two on their way at most, claimed one by one. One of the named sweeps over all desks.
    """
    return _claim(
        """
        WITH busy AS MATERIALIZED (
            SELECT desk_id FROM sellerdesk_outbound WHERE state = 'claimed' AND kind = ANY(%(apart)s::text[])
            GROUP BY desk_id HAVING count(*) >= %(of_a_desk)s
        ), due AS MATERIALIZED (
            SELECT id FROM sellerdesk_outbound mine
            WHERE state = 'queued' AND not_before <= %(now)s AND (shop_id IS NULL OR shop_id <> ALL(%(without)s::bigint[]))
                AND (kind = ANY(%(apart)s::text[])) = %(aside)s
                AND (NOT %(aside)s OR desk_id NOT IN (SELECT desk_id FROM busy))
                AND (lane = '' OR NOT EXISTS (
                    SELECT 1 FROM sellerdesk_outbound earlier
                    WHERE earlier.desk_id = mine.desk_id AND earlier.lane = mine.lane AND earlier.id < mine.id
                        AND earlier.state IN ('queued', 'claimed', 'unknown')
                ))
            ORDER BY not_before, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
        )
        UPDATE sellerdesk_outbound row
        SET state = 'claimed', claim = %(claim)s, lease_until = %(until)s, attempts = attempts + 1,
            first_tried_at = coalesce(first_tried_at, %(now)s)
        FROM due WHERE row.id = due.id
        RETURNING row.id
        """,
        {
            "now": now, "limit": limit, "until": lease_until, "without": list(without), "apart": list(apart), "aside": aside,
            "of_a_desk": ASIDE_OF_A_DESK,
        },
        alone=aside,
    )  # fmt: skip


def once_committed(ask: Callable[[], None]) -> None:
    """Have `ask` called once this transaction is committed, for what the usual workers do not look at."""
    transaction.on_commit(ask)


def lanes_due(kinds: Sequence[str], *, now: datetime, limit: int) -> int:
    """In how many lanes something of these kinds is due now, up to `limit`: so many workers have something to do."""
    due = Outbound.objects.filter(state=State.QUEUED, not_before__lte=now, kind__in=list(kinds))
    return len(due.order_by().values_list("lane").distinct()[:limit])


def claim_doubtful(*, limit: int, lease_until: datetime, now: datetime) -> list[Claimed]:
    """Take up to `limit` unknown or moderated deliveries that are to be asked after now. They keep their state.

    They are held as those to be sent are: an answer that is older than a repetition must not cause a second one. Another sweep
    over all desks; also of shops that do not answer, for a doubt that lasts long is a person's.
    """
    return _claim(
        """
        WITH due AS MATERIALIZED (
            SELECT id FROM sellerdesk_outbound
            WHERE state IN ('unknown', 'moderated') AND not_before <= %(now)s AND (lease_until IS NULL OR lease_until <= %(now)s)
            ORDER BY not_before, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
        )
        UPDATE sellerdesk_outbound row SET claim = %(claim)s, lease_until = %(until)s, checks = least(checks + 1, 30000)
        FROM due WHERE row.id = due.id
        RETURNING row.id
        """,
        {"now": now, "limit": limit, "until": lease_until},
    )


def _claim(statement: str, parameters: dict[str, Any], *, alone: bool = False) -> list[Claimed]:
    token = uuid.uuid4()
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        if alone:
            # Two that count at once would each find room for one more.
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ASIDE_LOCK])
        cursor.execute(statement, {**parameters, "claim": token})
        ids = [pk for (pk,) in cursor.fetchall()]
    rows = Outbound.objects.filter(id__in=ids, claim=token).order_by("not_before", "id") if ids else ()
    return [as_claimed(row) for row in rows]


def as_claimed(row: Outbound) -> Claimed:
    """A row as its carrier sees it; one that nobody holds has a token of nobody."""
    return Claimed(
        row.id, row.desk_id, row.shop_id, row.kind, row.lane, row.payload, row.attempts, row.claim or uuid.UUID(int=0),
        row.lease_until or row.not_before, row.first_tried_at, row.doubt_since, row.checks, row.state,
    )  # fmt: skip


def settle(
    claimed: Claimed, outcome: Outcome, *, now: datetime, error: str = "", not_before: datetime | None = None, tried: bool = True
) -> None:
    """Write what became of an attempt or of a question. LATER needs `not_before`; DEAD opens a work item, so that a person sees it.

    `tried` is False where nothing was attempted after all, so that it does not count. Stale where the lease ran out and the row
    went its own way: what is known since is not overwritten.
    """
    if outcome is Outcome.LATER and not_before is None:
        raise ValueError("LATER needs the moment of the next attempt.")
    row = Outbound.objects.filter(desk_id=claimed.desk_id, id=claimed.id, state__in=HELD, claim=claimed.claim)
    doubt = (claimed.doubt_since or now) if outcome in IN_DOUBT else None
    changed = row.update(
        state=outcome.value,
        claim=None,
        lease_until=None,
        last_error=error[:500],
        settled_at=now if outcome in OVER else None,
        not_before=not_before if not_before is not None else F("not_before"),
        attempts=F("attempts") if tried else max(0, claimed.attempts - 1),
        doubt_since=doubt,
        checks=claimed.checks if doubt else 0,
    )
    if changed != 1:
        raise Stale("This delivery is no longer in these hands.")
    if outcome is Outcome.DEAD:
        open_item(claimed.desk_id, claimed.id, DEAD_DELIVERY, claimed.shop_id, now=now)
        publish(Died(desk_id=claimed.desk_id, at=now, outbound_id=claimed.id, kind=claimed.kind, shop_id=claimed.shop_id))
    if outcome.value != claimed.state:
        tell(claimed.desk_id, claimed.id, outcome.value, claimed.shop_id)


def subject(outbound_id: int) -> str:
    """What work items about a delivery are about."""
    return f"outbound:{outbound_id}"


def open_item(desk_id: int, outbound_id: int, kind: str, shop_id: int | None, *, now: datetime) -> None:
    """Have a person look at a delivery."""
    work.open_item(desk_id, work.Opening(kind=kind, subject=subject(outbound_id), shop_id=shop_id, due_at=now), now=now)


def resolve(desk_id: int, outbound_id: int, *, arrived: bool, now: datetime) -> None:
    """What was found out about an unknown delivery: it is there, or it may be sent again. Else Stale.

    A worker that is asking after it at this moment holds it no longer.
    """
    state = State.SENT if arrived else State.QUEUED
    unknown = Outbound.objects.filter(desk_id=desk_id, id=outbound_id, state=State.UNKNOWN)
    changed = unknown.update(
        state=state, settled_at=now if arrived else None, claim=None, lease_until=None, doubt_since=None, checks=0, not_before=now
    )
    if changed != 1:
        raise Stale("This delivery is not in doubt any more.")
    tell(desk_id, outbound_id, state.value)
    wake()


def cancel(desk_id: int, outbound_id: int, *, now: datetime) -> None:
    """Take a delivery back that no worker holds yet, that waits for a person's hand, or that failed. Stale where it is too late."""
    waiting = Outbound.objects.filter(desk_id=desk_id, id=outbound_id, state__in=[State.QUEUED, State.BY_HAND, State.DEAD])
    if waiting.update(state=State.CANCELLED, settled_at=now) != 1:
        raise Stale("This delivery is on its way already.")
    tell(desk_id, outbound_id, State.CANCELLED.value)
    wake()


def put_away(desk_id: int, ids: Iterable[int | None], *, now: datetime) -> None:
    """Something else takes the place of these: what failed of them is not sent again, and nobody needs to look at it.

    None is one that was never owed. Before anything of a room is locked, as who settles a delivery does.
    """
    owed = [pk for pk in ids if pk is not None]
    if not owed:
        return
    hold(desk_id, owed)
    dead = list(Outbound.objects.filter(desk_id=desk_id, pk__in=owed, state=State.DEAD).order_by("pk").values_list("pk", flat=True))
    for pk in dead:
        cancel(desk_id, pk, now=now)
    work.close_items(desk_id, DEAD_DELIVERY, [subject(pk) for pk in dead], "handled", now)


def again(desk_id: int, outbound_id: int, *, now: datetime) -> None:
    """Send what was given up, or what waits for a person's hand, from the beginning. Else Stale."""
    stuck = Outbound.objects.filter(desk_id=desk_id, id=outbound_id, state__in=[State.DEAD, State.BY_HAND])
    if stuck.update(state=State.QUEUED, settled_at=None, not_before=now, attempts=0, first_tried_at=None, last_error="") != 1:
        raise Stale("This delivery does not wait for that any more.")
    tell(desk_id, outbound_id, State.QUEUED.value)
    wake()


def done_there(desk_id: int, outbound_id: int, *, now: datetime) -> None:
    """A person has carried over what waited for that, or what could not be sent. Else Stale."""
    stuck = Outbound.objects.filter(desk_id=desk_id, id=outbound_id, state__in=[State.BY_HAND, State.DEAD])
    if stuck.update(state=State.DONE, settled_at=now) != 1:
        raise Stale("This delivery does not wait for that any more.")
    tell(desk_id, outbound_id, State.DONE.value)


def hold(desk_id: int, ids: Sequence[int]) -> None:
    """Lock these deliveries in id order until the command ends. Before anything of a room is locked, as who settles one does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM sellerdesk_outbound WHERE desk_id = %s AND id = ANY(%s) ORDER BY id FOR UPDATE", [desk_id, list(ids)]
        )


def told(desk_id: int, ids: Sequence[int], *, now: datetime) -> list[int]:
    """The outside told by itself that these are there; returns those that this ends. Twice is once.

    What waits for a hand, is in doubt, under moderation or given up is sent, also where a worker is asking after it; what nobody has
    begun is cancelled. What is being sent is left to its worker, whose room says it again when it is settled. Rows of another
    transaction are passed over and not waited for: that one may wait for what the caller has locked. `hold` them before.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH told AS MATERIALIZED (
                SELECT id, state FROM sellerdesk_outbound
                WHERE desk_id = %(desk)s AND id = ANY(%(ids)s) AND state IN ('queued', 'by_hand', 'unknown', 'moderated', 'dead')
                ORDER BY id FOR UPDATE SKIP LOCKED
            )
            UPDATE sellerdesk_outbound row
            SET state = CASE told.state WHEN 'queued' THEN 'cancelled' ELSE 'sent' END, settled_at = %(now)s, claim = NULL,
                lease_until = NULL, doubt_since = NULL, checks = 0
            FROM told WHERE row.desk_id = %(desk)s AND row.id = told.id
            RETURNING row.id, row.state, row.shop_id
            """,
            {"desk": desk_id, "ids": list(ids), "now": now},
        )
        ended = sorted(cursor.fetchall())
    subjects = [subject(pk) for pk, _, _ in ended]
    for kind in (DEAD_DELIVERY, UNKNOWN_DELIVERY) if ended else ():
        work.close_items(desk_id, kind, subjects, "is_there", now)
    for pk, state, shop_id in ended:
        tell(desk_id, pk, state, shop_id)
    if ended:
        wake()
    return [pk for pk, _, _ in ended]


def follows_a_hand(claimed: Claimed) -> bool:
    """Whether something earlier in its lane waits for a person's hand: then it must not overtake that."""
    earlier = Outbound.objects.filter(desk_id=claimed.desk_id, lane=claimed.lane, id__lt=claimed.id, state=State.BY_HAND)
    return claimed.lane != "" and earlier.exists()


@commands.command
def sweep_expired(*, limit: int, now: datetime) -> list[tuple[int, int]]:
    """A command: turn claimed deliveries whose lease ran out into unknown ones; returns (desk, id). A sweep over all desks."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH expired AS MATERIALIZED (
                SELECT id FROM sellerdesk_outbound WHERE state = 'claimed' AND lease_until <= %(now)s
                ORDER BY lease_until LIMIT %(limit)s FOR UPDATE SKIP LOCKED
            )
            UPDATE sellerdesk_outbound row
            SET state = 'unknown', claim = NULL, lease_until = NULL, not_before = %(now)s, doubt_since = row.lease_until, checks = 0
            FROM expired WHERE row.id = expired.id
            RETURNING row.desk_id, row.id
            """,
            {"now": now, "limit": limit},
        )
        swept = sorted((int(desk_id), int(pk)) for desk_id, pk in cursor.fetchall())
    for desk_id, pk in swept:
        tell(desk_id, pk, State.UNKNOWN.value)
    return swept


def waiting_for(desk_id: int, shop_ids: Sequence[int]) -> dict[int, int]:
    """How many deliveries to each of these shops have not left yet; a shop that nothing waits for is left out."""
    waiting = Outbound.objects.filter(desk_id=desk_id, state__in=[State.QUEUED, State.CLAIMED, State.UNKNOWN], shop_id__in=shop_ids)
    return dict(waiting.order_by().values_list("shop_id").annotate(Count("pk")))


def tell(desk_id: int, outbound_id: int, state: str, shop_id: int | None = None) -> None:
    """One event for the desk's log."""
    commands.note(desk_id, "outbound.settled", shop_id=shop_id, outbound=outbound_id, state=state)
