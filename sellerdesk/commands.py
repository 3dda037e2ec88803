"""The outermost transaction of every change, and what it tells at its end.

A command collects notes for the desk log and entries for the audit chain. Their numbers are taken once, at the
very end, from the desk's counter row, which is last in the lock order: whoever holds it does nothing else any more.
"""

import functools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

from django.db import connection, transaction

from sellerdesk import hints
from sellerdesk.domain import audit_chain as chain
from sellerdesk.models import AuditEntry, DeskEvent


P = ParamSpec("P")
R = TypeVar("R")


class MisusedCommand(Exception):
    """A mistake in code, never a person's: a note outside a command, a command inside another, no `now`."""


@dataclass(slots=True)
class _Note:
    kind: str
    shop_id: int | None
    ids: dict[str, Any]
    coalesced: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """What a command tells of one shop, or of none, for those who listen: its log may have put several shops together.

    `count` is how many things it was, `about` names the first of them; both are kept nowhere else.
    """

    desk_id: int
    kind: str
    shop_id: int | None
    ids: dict[str, Any]
    count: int = 1
    about: tuple[str, ...] = ()


MOST_ABOUT = 100
Listener = Callable[[list[Heard], datetime], None]
_listeners: list[Listener] = []


@dataclass(slots=True)
class _Open:
    """One running command: its moment, how deep its savepoints are, and what it will tell."""

    name: str
    now: datetime
    depth: int
    notes: list[tuple[int, _Note]] = field(default_factory=list)
    together: dict[tuple[int, str], _Note] = field(default_factory=dict)
    heard: dict[tuple[Any, ...], Heard] = field(default_factory=dict)
    entries: list[tuple[int, chain.Entry]] = field(default_factory=list)


_open: ContextVar[_Open | None] = ContextVar("sellerdesk_command", default=None)
_asked_first: ContextVar[list[Callable[[], None]] | None] = ContextVar("sellerdesk_command_asked_first", default=None)


def listen(listener: Listener) -> None:
    """Have `listener` told, inside the command and before its numbers are taken, of all that a command tells. Belongs in ready()."""
    if listener not in _listeners:
        _listeners.append(listener)


def command(function: Callable[P, R]) -> Callable[P, R]:
    """Make a keyword-only function with `now` one whole change: it happens, and is told, or it does not.

    Refused with MisusedCommand: positional arguments, no aware `now`, and a command inside a command. Inside
    somebody else's transaction Django refuses it with RuntimeError, for the end would not be the end.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        now = kwargs.get("now")
        if args or not isinstance(now, datetime) or now.tzinfo is None:
            raise MisusedCommand(f"{function.__qualname__} takes keywords only, among them an aware `now`.")
        if (outer := _open.get()) is not None:
            raise MisusedCommand(f"{function.__qualname__} was called inside {outer.name}; share a private function instead.")
        with transaction.atomic(durable=True):
            current = _Open(name=function.__qualname__, now=now, depth=_depth())
            token = _open.set(current)
            try:
                _ask_first()
                result = function(*args, **kwargs)
                if current.heard:
                    for listener in _listeners:
                        listener(list(current.heard.values()), now)
            finally:
                _open.reset(token)
            _tell(current)
        return result

    return run


@contextmanager
def only_if(check: Callable[[], None]) -> Iterator[None]:
    """Call `check` once, at the beginning of the next command and in its transaction. What it raises, the command raises."""
    token = _asked_first.set([check])
    try:
        yield
    finally:
        _asked_first.reset(token)


def _ask_first() -> None:
    checks = _asked_first.get()
    while checks:
        checks.pop()()


def note(
    desk_id: int, kind: str, *, shop_id: int | None = None, coalesce: bool = False, about: Sequence[str] | None = None, **ids: Any
) -> None:
    """Put one event into the desk's log when the command ends. `ids` are ids and kinds, never texts.

    `about` names the things that the event is about, for those who listen; left out, it is one thing.

    With `coalesce` all such notes of one desk and kind become one event, which keeps the shop and the ids that all of
    them share. Outside a command, or in a bare savepoint (which could be undone without the note): MisusedCommand.
    """
    current = _current("note")
    _hear(current, Heard(desk_id, kind, shop_id, ids, *_counted(about)), coalesce=coalesce)
    if not coalesce:
        current.notes.append((desk_id, _Note(kind, shop_id, ids, coalesced=False)))
        return
    first = current.together.get((desk_id, kind))
    if first is None:
        first = _Note(kind, shop_id, dict(ids), coalesced=True)
        current.together[(desk_id, kind)] = first
        current.notes.append((desk_id, first))
        return
    first.shop_id = shop_id if first.shop_id == shop_id else None
    first.ids = {name: value for name, value in first.ids.items() if name in ids and ids[name] == value}


def mention(desk_id: int, kind: str, *, shop_id: int | None = None, about: Sequence[str] | None = None, **ids: Any) -> None:
    """Tell those who listen of something that no page waits for: it is not in the desk's log. Coalesced by desk, kind and shop."""
    _hear(_current("mention"), Heard(desk_id, kind, shop_id, ids, *_counted(about)), coalesce=True)


def _counted(about: Sequence[str] | None) -> tuple[int, tuple[str, ...]]:
    return (1, ()) if about is None else (len(about), tuple(about[:MOST_ABOUT]))


def _hear(current: _Open, heard: Heard, *, coalesce: bool) -> None:
    if not _listeners:
        return
    key = (heard.desk_id, heard.kind, heard.shop_id, *(() if coalesce else (len(current.heard),)))
    before = current.heard.get(key)
    if before is not None:
        ids = {name: value for name, value in before.ids.items() if name in heard.ids and heard.ids[name] == value}
        about = (*before.about, *heard.about)[:MOST_ABOUT]
        heard = Heard(heard.desk_id, heard.kind, heard.shop_id, ids, before.count + heard.count, about)
    current.heard[key] = heard


def add_entry(desk_id: int, entry: chain.Entry) -> None:
    """Put one entry at the end of the desk's audit chain when the command ends. Used by `audit.record`."""
    _current("audit entry").entries.append((desk_id, entry))


@contextmanager
def attempt() -> Iterator[None]:
    """A savepoint inside a command: if its body raises, its rows, notes and audit entries are gone together."""
    current = _current("attempt")
    notes, entries, heard = list(current.notes), list(current.entries), dict(current.heard)
    together = {key: (kept, kept.shop_id, kept.ids) for key, kept in current.together.items()}
    try:
        with transaction.atomic():
            current.depth = _depth()
            yield
    except BaseException:
        current.notes, current.entries, current.heard = notes, entries, heard
        current.together = {key: kept for key, (kept, _, _) in together.items()}
        for kept, shop_id, ids in together.values():
            kept.shop_id, kept.ids = shop_id, ids
        raise
    finally:
        current.depth = _depth()


def running() -> str | None:
    """The name of the command that is open in this thread, if any."""
    current = _open.get()
    return None if current is None else current.name


def _depth() -> int:
    return len(connection.atomic_blocks)


def _current(what: str) -> _Open:
    current = _open.get()
    if current is None:
        raise MisusedCommand(f"A {what} was made outside a command: it would never be told.")
    if _depth() != current.depth:
        raise MisusedCommand(f"A {what} was made in a bare savepoint of {current.name}: use commands.attempt().")
    return current


def _tell(current: _Open) -> None:
    """Take the numbers of all desks concerned at once, in id order, and write what was collected.

    A midnight concerns hundreds of desks, so numbers and events are taken and written in one statement each.
    """
    events = Counter(desk_id for desk_id, _ in current.notes)
    entries = Counter(desk_id for desk_id, _ in current.entries)
    counts = {desk_id: (events[desk_id], entries[desk_id]) for desk_id in sorted(events | entries)}
    if not counts:
        return
    last = _take_numbers(counts)
    _write_events(current, {desk_id: last[desk_id][0] - number + 1 for desk_id, number in events.items()})
    for desk_id, number in sorted(entries.items()):
        _, last_entry, head = last[desk_id]
        _write_entries(desk_id, [kept for owner, kept in current.entries if owner == desk_id], last_entry - number + 1, head)
    if events:
        transaction.on_commit(functools.partial(hints.send_all, {desk_id: last[desk_id][0] for desk_id in sorted(events)}))


def _take_numbers(counts: dict[int, tuple[int, int]]) -> dict[int, tuple[int, int, str]]:
    """Desk id -> its last event number and audit number after taking so many, and the hash its chain ends with."""
    desks = list(counts)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO sellerdesk_deskcounter AS counter (desk_id, event_number, audit_number, audit_hash)
            SELECT desk_id, events, entries, '' FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS taken (desk_id, events, entries)
            ORDER BY desk_id
            ON CONFLICT (desk_id) DO UPDATE SET
                event_number = counter.event_number + excluded.event_number,
                audit_number = counter.audit_number + excluded.audit_number
            RETURNING desk_id, event_number, audit_number, audit_hash
            """,
            [desks, [counts[desk_id][0] for desk_id in desks], [counts[desk_id][1] for desk_id in desks]],
        )
        return {int(row[0]): (int(row[1]), int(row[2]), str(row[3])) for row in cursor.fetchall()}


def _write_events(current: _Open, following: dict[int, int]) -> None:
    """Write the notes as events; `following` is each desk's next number and is used up."""
    events: list[DeskEvent] = []
    for desk_id, kept in current.notes:
        events.append(
            DeskEvent(desk_id=desk_id, number=following[desk_id], kind=kept.kind, shop_id=kept.shop_id, ids=kept.ids, at=current.now)
        )
        following[desk_id] += 1
    DeskEvent.objects.bulk_create(events)


def _write_entries(desk_id: int, entries: list[chain.Entry], first: int, head: str) -> None:
    rows = []
    for number, entry in enumerate(entries, start=first):
        link = chain.link(desk_id=desk_id, number=number, entry=entry, previous_hash=head)
        rows.append(
            AuditEntry(
                desk_id=desk_id, number=number, at=entry.at, actor_key=entry.actor.key, actor_label=entry.actor.label, what=entry.what,
                subject=entry.subject, before=entry.before, after=entry.after, previous_hash=head, hash=link,
            )
        )  # fmt: skip
        head = link
    AuditEntry.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sellerdesk_deskcounter SET audit_hash = %s WHERE desk_id = %s", [head, desk_id])
