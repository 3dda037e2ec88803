"""Statements of a long load, parsed and planned once for many batches instead of once for each.

The driver sends every statement as text, and Postgres plans some hundred of them anew for each batch, which costs more than running most
of them. Inside `once` they are prepared in the session. Three things that prepared statements are known for are seen to:

- **A plan made while a table was small** is thrown away after REPLANNED_AFTER batches, whether statistics have moved or not.
- **A pooler that shares sessions**, or empties them, loses what was prepared: the session itself holds a mark that says whose statements
  it has. It is read at the beginning of each transaction, and the last statement is looked for. Where they are lost again and again nothing
  is prepared on that connection any more.
- **A statement whose plan hangs on what it is told** is run as it is: one that looks up a list among all that a shop has. Planned for any
  list it would take an index of the shop alone and read all of the shop, wherever Postgres takes a shop for small (measured without
  statistics: 60 ms more a batch after 40,000 records). So is one that cannot be prepared, since a type shows in a value alone.
"""

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from django.db import ProgrammingError, connection


REPLANNED_AFTER = 20
"""Batches. Less than a twentieth of what planning costs is left then, and no plan is older than two or three seconds of loading."""
MOST_LOST = 3
"""So often a session may have lost its statements."""
MOST_KEPT = 300
"""Statements of one session. A load has about a hundred; a few are put together from what moved."""
_LIST_OF_SHOP = re.compile(r"shop_id = %.*= ANY\(%", re.DOTALL)
_PLACE = re.compile(r"%(?:\((\w+)\)s|s|%)")


@dataclass(slots=True)
class _Call:
    """A prepared statement: how it is run, and the names of its parameters in order where they have names."""

    text: str
    names: tuple[str, ...]


@dataclass(slots=True)
class _Session:
    """What one connection has prepared. A statement is met once before: what is put together anew each time is never prepared."""

    mark: str = ""
    calls: dict[str, _Call | None] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)
    last: str = ""
    turns: int = 0
    lost: int = 0


_sessions: WeakKeyDictionary[Any, _Session] = WeakKeyDictionary()
_open: ContextVar[_Session | None] = ContextVar("sellerdesk_planned", default=None)


@contextmanager
def once() -> Iterator[None]:
    """Have what `setwise` runs inside planned once for many times. Belongs at the beginning of a transaction, one of many alike."""
    token = _open.set(_begin())
    try:
        yield
    finally:
        _open.reset(token)


def execute(cursor: Any, sql: str, parameters: Sequence[Any] | Mapping[str, Any]) -> None:
    """Run a statement, inside `once` as a prepared one."""
    session = _open.get()
    call = None if session is None or not parameters else _call(session, cursor, sql)
    if call is None:
        cursor.execute(sql, parameters)
    elif isinstance(parameters, Mapping):
        cursor.execute(call.text, [parameters[name] for name in call.names])
    else:
        cursor.execute(call.text, parameters)


def _begin() -> _Session | None:
    """The session of this connection with what it has prepared; None where that does not last."""
    session = _sessions.setdefault(connection.connection, _Session())
    if session.lost > MOST_LOST:
        return None
    with connection.cursor() as cursor:
        # What is prepared is planned for any parameters at once, and not for the first five times for theirs.
        cursor.execute(
            "SELECT current_setting('sellerdesk.planned', true), set_config('plan_cache_mode', 'force_generic_plan', true),"
            " %s = '' OR EXISTS (SELECT FROM pg_prepared_statements WHERE name = %s)",
            [session.last, session.last],
        )
        mark, _mode, is_there = cursor.fetchone()
        # Another loader of a shared session may have emptied it and been undone: that brings our mark back, and not our statements.
        if mark != session.mark or not session.mark or not is_there:
            _renew(session, cursor)
        elif session.turns % REPLANNED_AFTER == 0:
            cursor.execute("DISCARD PLANS")
    session.turns += 1
    return session


def _renew(session: _Session, cursor: Any) -> None:
    """Begin with nothing. A transaction that is undone takes its mark along, though not its statements: their names are new then."""
    session.lost += bool(session.mark)
    session.mark = secrets.token_hex(8)
    session.calls.clear()
    session.last = ""
    cursor.execute("DEALLOCATE ALL")
    cursor.execute("SELECT set_config('sellerdesk.planned', %s, false)", [session.mark])


def _call(session: _Session, cursor: Any, sql: str) -> _Call | None:
    if sql in session.calls:
        return session.calls[sql]
    if sql not in session.met:
        if len(session.met) < MOST_KEPT:
            session.met.add(sql)
        return None
    name = f"planned_{session.mark}_{len(session.calls)}"
    call = session.calls[sql] = _prepared(cursor, name, sql)
    if call is not None:
        session.last = name
    return call


def _prepared(cursor: Any, name: str, sql: str) -> _Call | None:
    """Prepare a statement, in a savepoint: one that cannot be must not end the transaction. None where it stays as it is."""
    if _LIST_OF_SHOP.search(sql):
        return None
    text, names, count = _numbered(sql)
    cursor.execute("SAVEPOINT planned")
    call = None
    try:
        cursor.execute(f"PREPARE {name} AS {text}")
    except ProgrammingError:
        cursor.execute("ROLLBACK TO SAVEPOINT planned")
    else:
        call = _Call(f"EXECUTE {name} ({', '.join(['%s'] * count)})", names)
    cursor.execute("RELEASE SAVEPOINT planned")
    return call


@lru_cache(maxsize=MOST_KEPT)
def _numbered(sql: str) -> tuple[str, tuple[str, ...], int]:
    """A statement as Postgres takes it, with $1 for %s or %(name)s; the names in order, and how many parameters there are."""
    names: list[str] = []
    count = 0

    def numbered(found: "re.Match[str]") -> str:
        nonlocal count
        if found[0] == "%%":
            return "%"
        if found[1] is None:
            count += 1
            return f"${count}"
        if found[1] not in names:
            names.append(found[1])
        return f"${names.index(found[1]) + 1}"

    text = _PLACE.sub(numbered, sql)
    return text, tuple(names), count or len(names)
