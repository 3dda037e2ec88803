"""Questions about what waits for a person: open work items, by kind and by when they are due, and what was done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sellerdesk import setwise
from sellerdesk.domain.deadlines import LAST_PART
from sellerdesk.domain.queue import Bucket


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many items of a kind are open, and how many of these are past their deadline."""

    open: int = 0
    late: int = 0

    def __add__(self, other: "Waiting") -> "Waiting":
        return Waiting(self.open + other.open, self.late + other.late)


@dataclass(frozen=True, slots=True)
class Sight:
    """Which items a reader looks at: those of some shops of a desk and those of no shop, less kinds they may not see."""

    desk_id: int
    shop_ids: Sequence[int]
    hidden: Sequence[str] = ()
    """Kinds that are not looked at."""
    only: Sequence[str] | None = None
    """With it, these kinds alone."""
    assignee_id: int | None = None
    """With it, the items of this person alone."""
    snoozed: bool = False
    """Instead of what waits now, what somebody has put off until later."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the queue: what comes after it is read next."""

    due_at: datetime | None
    priority: int
    item: int

    def __str__(self) -> str:
        return f"{self.due_at.isoformat() if self.due_at else ''}~{self.priority}~{self.item}"


@dataclass(frozen=True, slots=True)
class Item:
    """One open item."""

    id: int
    kind: str
    subject: str
    shop_id: int | None
    due_at: datetime | None
    priority: int
    opened_at: datetime
    assignee: str
    """The name of the person who has it, else their address; empty where nobody has."""
    assignee_id: int | None = None
    snoozed_until: datetime | None = None

    @property
    def cursor(self) -> Cursor:
        """The place right behind it."""
        return Cursor(self.due_at, self.priority, self.id)


@dataclass(slots=True)
class Overview:
    """What waits, what was done, what was put off."""

    buckets: list[Bucket]
    closed: dict[tuple[str, str], int]
    """By kind and outcome."""
    snoozed: int


HIGHEST = 32768
"""Above every priority of an item."""


def before(due_at: datetime) -> Cursor:
    """The place right before everything that is due at a moment."""
    return Cursor(due_at, HIGHEST, 0)


def cursor(told: str) -> Cursor | None:
    """A cursor from its text; None where it is none, so that a spoilt address begins at the top."""
    parts = told.split("~")
    try:
        due_text, priority, item = parts
        due_at = datetime.fromisoformat(due_text) if due_text else None
        found = Cursor(due_at, int(priority), int(item))
    except ValueError:
        return None
    sound = (due_at is None or due_at.tzinfo is not None) and abs(found.priority) <= HIGHEST and 0 <= found.item < 2**63
    return found if sound else None


def by_kind(desk_id: int, shop_ids: Sequence[int], *, now: datetime) -> dict[str, Waiting]:
    """The open items of these shops of a desk, and those of no shop, counted by kind. What is snoozed is not counted."""
    found = setwise.rows(
        "SELECT kind, count(*), count(*) FILTER (WHERE due_at <= %s) FROM sellerdesk_workitem"
        " WHERE desk_id = %s AND state = 'open' AND (shop_id IS NULL OR shop_id = ANY(%s))"
        " AND (snoozed_until IS NULL OR snoozed_until <= %s) GROUP BY kind",
        [now, desk_id, list(shop_ids), now],
    )
    return {kind: Waiting(open_now, late) for kind, open_now, late in found}


def overview(
    sight: Sight, mine: Sight, *, reader_id: int, thresholds: Sequence[datetime], since: datetime, now: datetime
) -> Overview:  # fmt: skip
    """What Today counts, in one query: everything open and closed in `sight`, and what comes back later in `mine`.

    What is open is told by kind, by slot between the thresholds, and by whether it is the reader's. `soon` counts as
    `domain.deadlines.urgency` does; what is late is never counted as soon. `closed` tells of what was closed since a moment.
    """
    where, waits = _where(sight, now)
    where_closed, done = _where(sight, state="closed")
    where_later, later = _where(replace(mine, snoozed=True), now)
    found = setwise.rows(
        f"""
        (SELECT kind, slot, mine, count(*), count(*) FILTER (WHERE soon), min(due_at),
            (array_agg(id ORDER BY due_at, priority DESC, id))[1], NULL AS outcome
        FROM (
            SELECT id, kind, due_at, priority, assignee_id IS NOT DISTINCT FROM %s::bigint AS mine,
                width_bucket(due_at, %s::timestamptz[]) AS slot,
                due_at > %s AND (due_at - %s) * %s < greatest(due_at - opened_at, interval '0') AS soon
            FROM sellerdesk_workitem item WHERE {where}
        ) AS placed
        GROUP BY kind, slot, mine ORDER BY kind, slot, mine)
        UNION ALL (SELECT kind, NULL, NULL, number, NULL, NULL, NULL, outcome FROM ({_CLOSED.format(where=where_closed)}) AS done)
        UNION ALL SELECT NULL, NULL, NULL, count(*), NULL, NULL, NULL, NULL FROM sellerdesk_workitem item WHERE {where_later}
        """,
        [reader_id, list(thresholds), now, now, LAST_PART, *waits, *done, since, *later],
    )
    told = Overview([], {}, 0)
    for kind, slot, is_mine, number, soon, due, first, outcome in found:
        if kind is None:
            told.snoozed = number
        elif outcome is not None:
            told.closed[kind, outcome] = number
        else:
            told.buckets.append(Bucket(kind, slot, is_mine, number, soon, due, first))
    return told


def page(sight: Sight, *, after: Cursor | None, limit: int, now: datetime) -> list[Item]:
    """The open items in sight that come after a place, by deadline; at one deadline the higher priority first."""
    where, parameters = _where(sight, now)
    beyond, place = _beyond(after)
    found = setwise.rows(
        f"""
        SELECT {_COLUMNS} FROM sellerdesk_workitem item LEFT JOIN sellerdesk_user person ON person.id = item.assignee_id
        WHERE {where} AND {beyond} ORDER BY due_at, priority DESC, item.id LIMIT %s
        """,
        [*parameters, *place, limit],
    )
    return [Item(*row) for row in found]


def snoozed_page(sight: Sight, *, limit: int, now: datetime) -> list[Item]:
    """The first items in sight that come back later, by when they do."""
    where, parameters = _where(replace(sight, snoozed=True), now)
    found = setwise.rows(
        f"SELECT {_COLUMNS} FROM sellerdesk_workitem item LEFT JOIN sellerdesk_user person ON person.id = item.assignee_id"
        f" WHERE {where} ORDER BY snoozed_until, item.id LIMIT %s",
        [*parameters, limit],
    )
    return [Item(*row) for row in found]


def these(sight: Sight, ids: Sequence[int], *, lock: bool = False, closed_too: bool = False) -> list[Item]:
    """The open items in sight with these ids, snoozed or not, by id; with `lock` nobody else changes them until the command ends."""
    where, parameters = _where(sight, state="" if closed_too else "open")
    found = setwise.rows(
        f"SELECT {_COLUMNS} FROM sellerdesk_workitem item LEFT JOIN sellerdesk_user person ON person.id = item.assignee_id"
        f" WHERE {where} AND item.id = ANY(%s::bigint[]) ORDER BY item.id{' FOR UPDATE OF item' if lock else ''}",
        [*parameters, list(ids)],
    )
    return [Item(*row) for row in found]


def of_person(desk_id: int, user_id: int) -> list[Item]:
    """All open items that a person has, locked until the command ends."""
    found = setwise.rows(
        f"SELECT {_COLUMNS} FROM sellerdesk_workitem item LEFT JOIN sellerdesk_user person ON person.id = item.assignee_id"
        " WHERE item.desk_id = %s AND state = 'open' AND assignee_id = %s ORDER BY item.id FOR UPDATE OF item",
        [desk_id, user_id],
    )
    return [Item(*row) for row in found]


def of_subjects(sight: Sight, kind: str, subjects: Sequence[str]) -> list[Item]:
    """The items in sight about these subjects, the newest of each, open or closed."""
    where, parameters = _where(sight, state="")
    found = setwise.rows(
        f"SELECT DISTINCT ON (subject) {_COLUMNS} FROM sellerdesk_workitem item LEFT JOIN sellerdesk_user person"
        f" ON person.id = item.assignee_id WHERE {where} AND kind = %s AND subject = ANY(%s::text[]) ORDER BY subject, item.id DESC",
        [*parameters, kind, list(subjects)],
    )
    return [Item(*row) for row in found]


def about(sight: Sight, subjects: Sequence[str]) -> list[Item]:
    """The open items in sight about these subjects, of whatever kind, snoozed or not, by id."""
    where, parameters = _where(sight, state="open")
    found = setwise.rows(
        f"SELECT {_COLUMNS} FROM sellerdesk_workitem item LEFT JOIN sellerdesk_user person ON person.id = item.assignee_id"
        f" WHERE {where} AND subject = ANY(%s::text[]) ORDER BY item.id",
        [*parameters, list(subjects)],
    )
    return [Item(*row) for row in found]


def open_by_person(desk_id: int, kinds: Sequence[str] | None = None) -> dict[int, int]:
    """How many open items each person of a desk has, snoozed ones too; of some kinds, or of all."""
    found = setwise.rows(
        "SELECT assignee_id, count(*) FROM sellerdesk_workitem WHERE desk_id = %s AND state = 'open' AND assignee_id IS NOT NULL"
        f"{' AND kind = ANY(%s::text[])' if kinds is not None else ''} GROUP BY assignee_id",
        [desk_id, *([] if kinds is None else [list(kinds)])],
    )
    return dict(found)


def closed(sight: Sight, *, since: datetime) -> dict[tuple[str, str], int]:
    """How many items in sight were closed since a moment, by kind and outcome."""
    where, parameters = _where(sight, state="closed")
    found = setwise.rows(f"{_CLOSED.format(where=where)} ORDER BY kind, outcome", [*parameters, since])
    return {(kind, outcome): number for kind, outcome, number in found}


_CLOSED = "SELECT kind, outcome, count(*) AS number FROM sellerdesk_workitem item WHERE {where} AND closed_at >= %s GROUP BY kind, outcome"


_COLUMNS = (
    "item.id, kind, subject, shop_id, due_at, priority, opened_at, coalesce(nullif(person.name, ''), person.email, ''),"
    " assignee_id, snoozed_until"
)


def _where(sight: Sight, now: datetime | None = None, *, state: str = "open") -> tuple[str, list[Any]]:
    """What is in sight; with `now`, of open items those that wait then, or those that do not."""
    parts = ["item.desk_id = %s", *([f"state = '{state}'"] if state else []), "(shop_id IS NULL OR shop_id = ANY(%s::bigint[]))"]
    parameters: list[Any] = [sight.desk_id, list(sight.shop_ids)]
    if sight.hidden:
        parts.append("NOT kind = ANY(%s::text[])")
        parameters.append(list(sight.hidden))
    if sight.only is not None:
        parts.append("kind = ANY(%s::text[])")
        parameters.append(list(sight.only))
    if sight.assignee_id is not None:
        parts.append("assignee_id = %s")
        parameters.append(sight.assignee_id)
    if now is not None:
        parts.append("snoozed_until > %s" if sight.snoozed else "(snoozed_until IS NULL OR snoozed_until <= %s)")
        parameters.append(now)
    return " AND ".join(parts), parameters


def _beyond(after: Cursor | None) -> tuple[str, list[Any]]:
    """The condition for what comes after a place. Items without a deadline are at the end."""
    if after is None:
        return "true", []
    behind = "(priority < %s OR (priority = %s AND item.id > %s))"
    rest = [after.priority, after.priority, after.item]
    if after.due_at is None:
        return f"due_at IS NULL AND {behind}", rest
    return f"(due_at IS NULL OR (due_at >= %s AND (due_at > %s OR {behind})))", [after.due_at, after.due_at, *rest]
