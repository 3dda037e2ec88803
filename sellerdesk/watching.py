"""What the clock does to work: snoozed items return, people are told of deadlines, reminders and three times a day how things stand."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sellerdesk import access, commands, notices, rooms, setwise, work
from sellerdesk.domain import permissions


SOON, OVERDUE, REMINDER = "soon", "overdue", "reminder"
STAGE = "stage"
"""The subject of the notices SOON and OVERDUE: they speak of all items in that state."""
AT_ONCE = 500
_WATCH = work.WATCH.format(snoozed="NULL::timestamptz", told="greatest(come.before, come.stage)", due="due_at", since="opened_at")
_TAKE = f"""
    WITH come AS MATERIALIZED (
        SELECT id, snoozed_until IS NOT NULL AS returns,
            CASE WHEN due_at <= %s THEN 2 WHEN due_at - greatest(due_at - opened_at, interval '0') / 3 <= %s THEN 1 ELSE 0 END AS stage,
            told AS before
        FROM sellerdesk_workitem WHERE state = 'open' AND watch_at <= %s ORDER BY watch_at LIMIT %s FOR UPDATE SKIP LOCKED
    )
    UPDATE sellerdesk_workitem item SET snoozed_until = NULL, told = greatest(come.before, come.stage),
        watch_at = {_WATCH}
    FROM come WHERE item.id = come.id
    RETURNING item.desk_id, item.kind, item.shop_id, item.assignee_id, come.returns,
        CASE WHEN come.stage > come.before THEN come.stage ELSE 0 END, item.subject
"""


@dataclass(frozen=True, slots=True)
class _Come:
    desk_id: int
    kind: str
    shop_id: int | None
    assignee_id: int | None
    returns: bool
    stage: int
    """1: a third of the time is left; 2: overdue; 0: neither, or told already."""
    subject: str


@commands.command
def sweep(*, now: datetime, limit: int = AT_ONCE) -> int:
    """Bring back what was snoozed until now, and tell people of what a third of the time is left for and what is overdue.

    Exactly once for each item and stage: the rows are locked while they are taken, and keep how far they were told. Over all desks.
    Returns how many items came up; call again until it is 0.
    """
    come = [_Come(*row) for row in setwise.rows(_TAKE, [now, now, now, limit])]
    for desk_id, kind in sorted({(item.desk_id, item.kind) for item in come if item.returns}):
        commands.note(desk_id, f"work.returned.{kind}", coalesce=True)
    for item in come:
        if item.stage:
            which = SOON if item.stage == 1 else OVERDUE
            commands.mention(item.desk_id, f"work.{which}.{item.kind}", shop_id=item.shop_id, about=[item.subject])
    for stage, event in ((1, SOON), (2, OVERDUE)):
        for desk_id, people in sorted(_concerned(item for item in come if item.stage == stage).items()):
            notices.tell(desk_id, sorted(people), event, STAGE, now=now)
    return len(come)


def _concerned(items: Iterable[_Come]) -> dict[int, set[int]]:
    """Whom the items concern, by desk: who has them, else everybody who does this work in that shop."""
    found: dict[int, set[int]] = {}
    teams: dict[tuple[int, str, int | None], set[int]] = {}
    for item in items:
        if item.assignee_id is not None:
            found.setdefault(item.desk_id, set()).add(item.assignee_id)
            continue
        key = (item.desk_id, item.kind, item.shop_id)
        if key not in teams:
            teams[key] = team(*key)
        found.setdefault(item.desk_id, set()).update(teams[key])
    return found


def team(desk_id: int, kind: str, shop_id: int | None) -> set[int]:
    """Who does this kind of work in a shop."""
    declared = rooms.work_kinds().get(kind)
    return set(access.people(desk_id, may=declared.doing if declared else permissions.WORK_SEE, shop_id=shop_id))


@commands.command
def sweep_reminders(*, now: datetime, limit: int = AT_ONCE) -> int:
    """Tell people what they wanted to be reminded of; what is done by then is not told. Over all desks. Returns how many came up."""
    come = setwise.rows(
        "DELETE FROM sellerdesk_reminder r USING sellerdesk_workitem item WHERE r.id IN (SELECT id FROM sellerdesk_reminder"
        " WHERE at <= %s ORDER BY at LIMIT %s FOR UPDATE SKIP LOCKED) AND item.desk_id = r.desk_id AND item.id = r.item_id"
        " RETURNING r.desk_id, r.item_id, r.user_id, item.state = 'open'",
        [now, limit],
    )
    for desk_id, item_id, user_id, is_open in sorted(come):
        if is_open:
            notices.tell(desk_id, [user_id], REMINDER, f"work:{item_id}", now=now)
    return len(come)


IN_STAGE = f"""
    i.desk_id = n.desk_id AND i.state = 'open' AND (i.snoozed_until IS NULL OR i.snoozed_until <= %(now)s)
    AND CASE n.kind WHEN '{OVERDUE}' THEN i.due_at <= %(now)s
        ELSE i.due_at > %(now)s AND i.due_at - greatest(i.due_at - i.opened_at, interval '0') / 3 <= %(now)s END
    AND (i.shop_id IS NULL OR m.every_shop OR EXISTS (SELECT 1 FROM sellerdesk_membershipshop s
        WHERE s.desk_id = i.desk_id AND s.membership_id = m.id AND s.shop_id = i.shop_id))
    AND (i.assignee_id = n.user_id OR (i.assignee_id IS NULL AND coalesce(
        (SELECT r.given FROM sellerdesk_rolepermission r WHERE r.desk_id = m.desk_id AND r.role = m.role
            AND r.permission = coalesce(%(doing)s::jsonb ->> i.kind, %(plain)s)),
        m.role || ' ' || coalesce(%(doing)s::jsonb ->> i.kind, %(plain)s) = ANY(%(pairs)s::text[]))))
"""
"""Whether item i concerns notice n of a stage, whose person is member m: the same people as `_concerned`."""


@commands.command
def close_stages(*, now: datetime) -> int:
    """End the unread notices of stages in which nothing is left for their person; returns how many. Over all desks."""
    over = setwise.rows(
        f"""
        UPDATE sellerdesk_notice n SET read_at = %(now)s WHERE read_at IS NULL AND kind IN ('{SOON}', '{OVERDUE}') AND NOT EXISTS (
            SELECT 1 FROM sellerdesk_membership m JOIN sellerdesk_workitem i ON {IN_STAGE}
            WHERE m.desk_id = n.desk_id AND m.user_id = n.user_id
        ) RETURNING desk_id, user_id
        """,
        who_does(now),
    )
    for desk_id, user_id in sorted(over):
        commands.note(desk_id, "notice.read", user=user_id)
    return len(over)


def who_does(now: datetime) -> dict[str, Any]:
    """Which permission each kind of work takes, and which roles hold them where no desk has changed it, for IN_STAGE."""
    doing = {kind.kind: kind.doing for kind in rooms.work_kinds().values()}
    pairs = [f"{role} {one}" for role in permissions.ROLES for one in sorted(permissions.held(role))]
    return {"now": now, "doing": json.dumps(doing), "plain": permissions.WORK_SEE, "pairs": pairs}


def left(desk_id: int, user_id: int, stage: str, *, now: datetime) -> tuple[int, int | None]:
    """How many items of a stage are left for a person, and which of them waits longest."""
    [(count, first)] = setwise.rows(
        f"""
        SELECT count(i.id), (array_agg(i.id ORDER BY i.due_at, i.priority DESC, i.id))[1]
        FROM (SELECT %(desk)s::bigint AS desk_id, %(user)s::bigint AS user_id, %(stage)s::text AS kind) n
        JOIN sellerdesk_membership m ON m.desk_id = n.desk_id AND m.user_id = n.user_id JOIN sellerdesk_workitem i ON {IN_STAGE}
        """,
        who_does(now) | {"desk": desk_id, "user": user_id, "stage": stage},
    )
    return count, first
