"""What waits for a person, until when, and who is writing about it now.

Apps call these inside their commands. Each takes a whole batch in one statement.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from sellerdesk import commands
from sellerdesk.events import Event, publish
from sellerdesk.models import Lease


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A work item to open. `subject` is a key such as "review:123"; higher `priority` comes first at equal `due_at`.

    `since` is when it began to wait, from which the allowed time counts: what is told late is not fresh. Left out: now.
    `allowed` is said where `due_at` is so much of the shop's working time after it: the deadline then follows the shop's hours.
    """

    kind: str
    subject: str
    shop_id: int | None = None
    due_at: datetime | None = None
    priority: int = 0
    assignee_id: int | None = None
    since: datetime | None = None
    allowed: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """Who holds a lease until when, and whether that is the one who asked."""

    holder_id: int
    until: datetime
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned(Event):
    """Open items were given to a person, or to nobody: the room that they are about may keep it beside them."""

    kind: str
    subjects: tuple[str, ...]
    assignee_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Event):
    """There are new open items of these kinds: what shares them out has something to do."""

    kinds: frozenset[str]


WATCH = """CASE WHEN {snoozed} IS NOT NULL THEN {snoozed} WHEN {told} = 0 THEN {due} - greatest({due} - {since}, interval '0') / 3
    WHEN {told} = 1 THEN {due} END"""
"""When the clock must look at an item next: it returns; a third of its time is left; it is overdue. `watching` reads it."""


def open_item(desk_id: int, row: Opening, *, now: datetime) -> bool:
    """Open one item; False where it is open already."""
    return bool(open_items(desk_id, [row], now=now))


def open_items(desk_id: int, rows: Sequence[Opening], *, now: datetime) -> list[tuple[str, str]]:
    """Open those items of a batch that are not open yet; returns their (kind, subject).

    Twice is once. Rows are written in one order everywhere, so that two batches cannot wait for each other.
    """
    if not rows:
        return []
    rows = sorted(rows, key=lambda row: (row.kind, row.subject))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO sellerdesk_workitem
                (desk_id, kind, subject, shop_id, due_at, priority, assignee_id, state, opened_at, outcome, allowed_seconds, watch_at)
            SELECT %s, kind, subject, shop_id, due_at, priority, assignee_id, 'open', since, '', allowed,
                due_at - greatest(due_at - since, interval '0') / 3
            FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::timestamptz[], %s::smallint[], %s::bigint[], %s::timestamptz[],
                %s::integer[]) AS item (kind, subject, shop_id, due_at, priority, assignee_id, since, allowed)
            ON CONFLICT (desk_id, kind, subject) WHERE state = 'open' DO NOTHING
            RETURNING kind, subject
            """,
            [
                desk_id,
                [row.kind for row in rows],
                [row.subject for row in rows],
                [row.shop_id for row in rows],
                [row.due_at for row in rows],
                [row.priority for row in rows],
                [row.assignee_id for row in rows],
                [row.since or now for row in rows],
                [None if row.allowed is None else int(row.allowed.total_seconds()) for row in rows],
            ],
        )
        opened = [(str(kind), str(subject)) for kind, subject in cursor.fetchall()]
    shops = {row.shop_id for row in rows}
    kinds = {kind for kind, _ in opened}
    if kinds:
        publish(Opened(desk_id=desk_id, at=now, kinds=frozenset(kinds)))
    _tell(desk_id, "work.opened", kinds, shop_id=shops.pop() if len(shops) == 1 else None, opened=opened)
    return opened


def move_items(desk_id: int, rows: Sequence[Opening]) -> list[tuple[str, str]]:
    """Give open items the due moment, and where it is told the beginning, of these rows; returns those that really moved.

    Both together: what is left of the time is read as a share of the way between them. Of a deadline that is put off, people are
    told again when it comes; of one that is put forward only what they were not told yet.
    """
    rows = sorted(rows, key=lambda row: (row.kind, row.subject))
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH moved AS MATERIALIZED (
                SELECT item.id, wanted.due_at, coalesce(wanted.since, item.opened_at) AS since,
                    coalesce(wanted.allowed, item.allowed_seconds) AS allowed,
                    CASE WHEN wanted.due_at <= item.due_at THEN item.told ELSE 0 END AS told
                FROM sellerdesk_workitem item
                JOIN unnest(%s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::integer[])
                    AS wanted (kind, subject, due_at, since, allowed)
                    ON wanted.kind = item.kind AND wanted.subject = item.subject
                WHERE item.desk_id = %s AND item.state = 'open'
                    AND (item.due_at, item.opened_at) IS DISTINCT FROM (wanted.due_at, coalesce(wanted.since, item.opened_at))
                ORDER BY item.id FOR UPDATE OF item
            )
            UPDATE sellerdesk_workitem item SET due_at = moved.due_at, opened_at = moved.since, told = moved.told,
                allowed_seconds = moved.allowed,
                watch_at = {WATCH.format(snoozed="item.snoozed_until", told="moved.told", due="moved.due_at", since="moved.since")}
            FROM moved WHERE item.desk_id = %s AND item.id = moved.id RETURNING item.kind, item.subject
            """,
            [
                [row.kind for row in rows],
                [row.subject for row in rows],
                [row.due_at for row in rows],
                [row.since for row in rows],
                [None if row.allowed is None else int(row.allowed.total_seconds()) for row in rows],
                desk_id,
                desk_id,
            ],
        )
        moved = sorted((str(kind), str(subject)) for kind, subject in cursor.fetchall())
    _tell(desk_id, "work.moved", {kind for kind, _ in moved})
    return moved


def close_items(desk_id: int, kind: str, subjects: Sequence[str], outcome: str, now: datetime) -> list[str]:
    """Close the open items of one kind with these subjects; returns those that were open. `outcome` is not empty."""
    if not outcome:
        raise ValueError("A closed work item says what became of it.")
    closed = _subjects(
        """
        WITH closing AS MATERIALIZED (
            SELECT id FROM sellerdesk_workitem
            WHERE desk_id = %s AND kind = %s AND state = 'open' AND subject = ANY(%s)
            ORDER BY id FOR UPDATE
        )
        UPDATE sellerdesk_workitem item SET state = 'closed', closed_at = %s, outcome = %s
        FROM closing WHERE item.desk_id = %s AND item.id = closing.id RETURNING item.subject
        """,
        [desk_id, kind, list(subjects), now, outcome, desk_id],
    )
    _tell(desk_id, "work.closed", {kind} if closed else set())
    return closed


def lapse_items(desk_id: int, kind: str, *, begun_by: datetime, now: datetime) -> list[str]:
    """Close the open items of a kind that began to wait by a moment, as lapsed; returns their subjects."""
    gone = _subjects(
        """
        WITH lapsing AS MATERIALIZED (
            SELECT id FROM sellerdesk_workitem WHERE desk_id = %s AND kind = %s AND state = 'open' AND opened_at <= %s
            ORDER BY id FOR UPDATE
        )
        UPDATE sellerdesk_workitem item SET state = 'closed', closed_at = %s, outcome = 'lapsed'
        FROM lapsing WHERE item.desk_id = %s AND item.id = lapsing.id RETURNING item.subject
        """,
        [desk_id, kind, begun_by, now, desk_id],
    )
    _tell(desk_id, "work.closed", {kind} if gone else set())
    return gone


def assign_items(desk_id: int, kind: str, subjects: Sequence[str], assignee_id: int | None, *, now: datetime) -> list[str]:
    """Give the open items of one kind with these subjects to a person, or to nobody; returns those that changed hands."""
    given = _subjects(
        """
        WITH given AS MATERIALIZED (
            SELECT id FROM sellerdesk_workitem
            WHERE desk_id = %s AND kind = %s AND state = 'open' AND subject = ANY(%s) AND assignee_id IS DISTINCT FROM %s::bigint
            ORDER BY id FOR UPDATE
        )
        UPDATE sellerdesk_workitem item SET assignee_id = %s FROM given WHERE item.desk_id = %s AND item.id = given.id
        RETURNING item.subject
        """,
        [desk_id, kind, list(subjects), assignee_id, assignee_id, desk_id],
    )
    if given:
        publish(Assigned(desk_id=desk_id, at=now, kind=kind, subjects=tuple(given), assignee_id=assignee_id))
    _tell(desk_id, "work.assigned", {kind} if given else set())
    return given


def reopen_items(desk_id: int, kind: str, subjects: Sequence[str], closed_at: datetime, *, now: datetime) -> list[str]:
    """Undo the closing of that very moment, where nothing new was opened since; returns those that wait again."""
    reopened = _subjects(
        f"""
        WITH again AS MATERIALIZED (
            SELECT id FROM sellerdesk_workitem item
            WHERE desk_id = %s AND kind = %s AND state = 'closed' AND subject = ANY(%s) AND closed_at = %s AND NOT EXISTS (
                SELECT 1 FROM sellerdesk_workitem newer WHERE newer.desk_id = item.desk_id AND newer.kind = item.kind
                    AND newer.subject = item.subject AND newer.state = 'open'
            )
            ORDER BY id FOR UPDATE
        )
        UPDATE sellerdesk_workitem item SET state = 'open', closed_at = NULL, outcome = '',
            watch_at = {WATCH.format(snoozed="snoozed_until", told="told", due="due_at", since="opened_at")}
        FROM again WHERE item.desk_id = %s AND item.id = again.id RETURNING item.subject
        """,
        [desk_id, kind, list(subjects), closed_at, desk_id],
    )
    if reopened:
        publish(Opened(desk_id=desk_id, at=now, kinds=frozenset({kind})))
    _tell(desk_id, "work.opened", {kind} if reopened else set())
    return reopened


def snooze_items(desk_id: int, kind: str, subjects: Sequence[str], until: datetime | None) -> list[str]:
    """Put open items out of the way until a moment, or bring them back (None); returns those that changed."""
    moved = _snoozed(desk_id, kind, subjects, until)
    _tell(desk_id, "work.snoozed", {kind} if moved else set())
    return moved


def wake_items(desk_id: int, kind: str, subjects: Sequence[str]) -> list[str]:
    """Something new has happened to these subjects: their snoozed items are back at once; returns those that were away."""
    back = _snoozed(desk_id, kind, subjects, None)
    _tell(desk_id, "work.returned", {kind} if back else set())
    return back


def _snoozed(desk_id: int, kind: str, subjects: Sequence[str], until: datetime | None) -> list[str]:
    return _subjects(
        f"""
        WITH put AS MATERIALIZED (
            SELECT id FROM sellerdesk_workitem
            WHERE desk_id = %s AND kind = %s AND state = 'open' AND subject = ANY(%s) AND snoozed_until IS DISTINCT FROM %s::timestamptz
            ORDER BY id FOR UPDATE
        )
        UPDATE sellerdesk_workitem item SET snoozed_until = %s,
            watch_at = {WATCH.format(snoozed="%s::timestamptz", told="told", due="due_at", since="opened_at")}
        FROM put WHERE item.desk_id = %s AND item.id = put.id
        RETURNING item.subject
        """,
        [desk_id, kind, list(subjects), until, until, until, until, desk_id],
    )


def take_lease(desk_id: int, subject: str, holder_id: int, *, until: datetime, now: datetime) -> Held:
    """Take the lease of a subject, or learn who has it. One's own running lease is renewed, which nobody is told."""
    if renew_lease(desk_id, subject, holder_id, until=until, now=now):
        return Held(holder_id, until, mine=True)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO sellerdesk_lease AS held (desk_id, subject, holder_id, until) VALUES (%s, %s, %s, %s)
            ON CONFLICT (desk_id, subject) DO UPDATE SET holder_id = excluded.holder_id, until = excluded.until
            WHERE held.until <= %s
            RETURNING held.id
            """,
            [desk_id, subject, holder_id, until, now],
        )
        taken = cursor.fetchone() is not None
    if taken:
        commands.note(desk_id, "lease.taken", subject=subject, user=holder_id)
        return Held(holder_id, until, mine=True)
    other = Lease.objects.get(desk_id=desk_id, subject=subject)
    return Held(other.holder_id, other.until, mine=other.holder_id == holder_id)


def renew_lease(desk_id: int, subject: str, holder_id: int, *, until: datetime, now: datetime) -> bool:
    """Prolong one's own lease; False where it has run out or belongs to another."""
    mine = Lease.objects.filter(desk_id=desk_id, subject=subject, holder_id=holder_id, until__gt=now)
    return mine.update(until=until) == 1


def release_lease(desk_id: int, subject: str, holder_id: int) -> bool:
    """Give up one's own lease; False where there was none."""
    gone, _ = Lease.objects.filter(desk_id=desk_id, subject=subject, holder_id=holder_id).delete()
    if gone:
        commands.note(desk_id, "lease.released", subject=subject, user=holder_id)
    return gone == 1


def _subjects(statement: str, parameters: list[Any]) -> list[str]:
    """Run an UPDATE of open items that locks its rows in id order, and return the subjects it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return sorted(str(subject) for (subject,) in cursor.fetchall())


def _tell(desk_id: int, what: str, kinds: set[str], shop_id: int | None = None, opened: Sequence[tuple[str, str]] = ()) -> None:
    for kind in sorted(kinds):
        about = [subject for of_kind, subject in opened if of_kind == kind]
        commands.note(desk_id, f"{what}.{kind}", shop_id=shop_id, coalesce=True, about=about or None)
