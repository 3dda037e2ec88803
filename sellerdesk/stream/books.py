"""What streams ask of the database: who may listen, what the log holds, whose rights have changed. Called in the hub's threads."""

import functools
import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Final, ParamSpec, Protocol, TypeVar

from django.conf import settings
from django.contrib import auth
from django.db import close_old_connections, connection
from django.http import HttpRequest

from sellerdesk import access, live, second_factor, setwise
from sellerdesk.domain import permissions
from sellerdesk.stream.window import EVERYBODY, Frame, framed


P = ParamSpec("P")
R = TypeVar("R")

LOOK: Final = 10.0
"""Seconds for which a connection that has made no error is taken for a good one."""
_looked = threading.local()
DOUBTFUL: Final = {live.PEOPLE_CHANGED, live.SHOP_CREATED, live.ROLES_CHANGED}


class Nobody(Exception):
    """The session belongs to nobody (any more). 401, whatever was asked for."""


@dataclass(frozen=True, slots=True)
class Listener:
    """A person who may listen to a desk: in which role, and to the events of which shops."""

    desk_id: int
    person_id: int
    role: str
    shops: frozenset[int]
    mark: str
    """What `marks` said of the person's rights right before they were read."""
    held: frozenset[str] = frozenset()
    """The permissions that the role holds in the desk."""


@dataclass(frozen=True, slots=True)
class Read:
    """What follows a position in the log, as frames."""

    frames: list[Frame]
    whole: bool


class Books(Protocol):
    """What a hub needs to know. Each call is one look at the database, in a thread."""

    def admit(self, session_key: str, slug: str) -> Listener:
        """Who this session is, if it may listen to the desk. Raises Nobody, NotVisible."""

    def last(self, desk_id: int) -> int:
        """The desk's last number."""

    def lasts(self, desk_ids: list[int]) -> dict[int, int]:
        """The last numbers of many desks."""

    def read(self, desk_id: int, position: int, limit: int) -> Read:
        """What follows a position."""

    def marks(self, listeners: Sequence[tuple[int, int, str]]) -> list[str]:
        """For each (desk, person, session) a word that changes when their rights do; empty where they have none."""


def _kept(function: Callable[P, R]) -> Callable[P, R]:
    """Use the thread's own connection; a broken one or an old one is closed. Django's look at it costs as much as a query."""

    @functools.wraps(function)
    def ask(*args: P.args, **kwargs: P.kwargs) -> R:
        now = time.monotonic()
        if connection.errors_occurred or now - getattr(_looked, "at", -LOOK) >= LOOK:
            close_old_connections()
            _looked.at = now
        return function(*args, **kwargs)

    return ask


class Database:
    """The books as they are kept in Postgres."""

    @_kept
    def admit(self, session_key: str, slug: str) -> Listener:
        """By the same functions that guard a page: `auth.get_user` and `access.here`."""
        request = HttpRequest()
        request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
        request.user = auth.get_user(request)
        person = access.person_of(request)
        if person is None or person.password_until is not None or second_factor.missing(person.pk):
            raise Nobody
        desk_id = access.desk(request, slug, may=permissions.LOG_SEE).pk
        # Before the rights: what changes in between is then seen as a change.
        mark = _marks([(desk_id, person.pk, session_key)])[0]
        here = access.here(request, slug, may=permissions.LOG_SEE)
        shops = frozenset(shop.pk for shop in here.shops)
        return Listener(here.desk.pk, person.pk, here.role, shops, mark, permissions.held(here.role, here.changes))

    @_kept
    def last(self, desk_id: int) -> int:
        """The desk's last number."""
        return live.last_number(desk_id)

    @_kept
    def lasts(self, desk_ids: list[int]) -> dict[int, int]:
        """The last numbers of many desks, in one query."""
        return live.last_numbers(desk_ids)

    @_kept
    def read(self, desk_id: int, position: int, limit: int) -> Read:
        """What follows a position; not whole where events are missing."""
        found = setwise.rows(
            "SELECT number, kind, shop_id, ids::text, at FROM sellerdesk_deskevent"
            " WHERE desk_id = %s AND number > %s ORDER BY number LIMIT %s",
            [desk_id, position, limit],
        )
        return Read([_frame(*row) for row in found], whole=not found or found[-1][0] - position == len(found))

    @_kept
    def marks(self, listeners: Sequence[tuple[int, int, str]]) -> list[str]:
        """One query for all who listen."""
        return _marks(listeners)


def _frame(number: int, kind: str, shop_id: int | None, ids: str, at: datetime) -> Frame:
    doubt = None
    if kind in DOUBTFUL:
        doubt = json.loads(ids).get("user") if kind == live.PEOPLE_CHANGED else EVERYBODY
    return Frame(number, shop_id, framed(number, kind, shop_id, ids, at.isoformat()), doubt)


def _marks(listeners: Sequence[tuple[int, int, str]]) -> list[str]:
    # Hashed by Postgres, so that nobody's password hash comes here.
    found = setwise.rows(
        f"""
        SELECT told.place, md5(concat_ws('|', person.password, member.role, member.every_shop, {second_factor.missing_sql()}, (
            SELECT string_agg(listed.shop_id::text, ',' ORDER BY listed.shop_id) FROM sellerdesk_membershipshop listed
            WHERE listed.desk_id = member.desk_id AND listed.membership_id = member.id
        ), (
            SELECT string_agg(said.permission || said.given, ',' ORDER BY said.permission) FROM sellerdesk_rolepermission said
            WHERE said.desk_id = member.desk_id AND said.role = member.role
        )))
        FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) WITH ORDINALITY AS told (desk_id, user_id, session_key, place)
        JOIN sellerdesk_user person ON person.id = told.user_id AND person.is_active
        JOIN sellerdesk_membership member ON member.desk_id = told.desk_id AND member.user_id = told.user_id
        JOIN django_session kept ON kept.session_key = told.session_key AND kept.expire_date > now()
        """,
        [list(column) for column in zip(*listeners, strict=True)],
    )
    marks = dict(found)
    return [marks.get(place, "") for place in range(1, len(listeners) + 1)]
