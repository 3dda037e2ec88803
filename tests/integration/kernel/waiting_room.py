"""A room that exists in tests alone: three kinds of work items, described from a table, and a moment at which Today is looked at."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from unittest import mock

from django.test import Client

from sellerdesk import rooms
from sellerdesk.domain import permissions
from sellerdesk.models import Desk, Shop, User, WorkItem
from sellerdesk.rooms import Described, WorkKind


FRIDAY = datetime(2025, 11, 21, 10, 42, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Clock(datetime):
    """A clock that stands still on Friday morning."""

    @classmethod
    def now(cls, tz: Any = None) -> "Clock":
        return cls.fromtimestamp(FRIDAY.timestamp(), tz)


class Describer:
    """Describes what it was told of, and keeps count of how often it was asked."""

    def __init__(self) -> None:
        self.told: dict[str, Described] = {}
        self.asked = 0

    def __call__(self, desk_id: int, desk_slug: str, subjects: Sequence[str], now: datetime, /) -> Mapping[str, Described]:
        self.asked += 1
        return {subject: self.told.get(subject, Described(subject, "…", f"/to/{subject}")) for subject in subjects if subject != "gone"}


@contextmanager
def room() -> Iterator[Describer]:
    """The registries with the test's kinds alone, as they were before afterwards."""
    say = Describer()
    before = {field.name: getattr(rooms._hung, field.name) for field in fields(rooms._hung)}
    for name in ("kinds", "outcomes", "cards", "searches"):
        setattr(rooms._hung, name, {})
    rooms.add_work_kind(WorkKind("chat", "chats", "聊天", "chat", "回复", permissions.WORK_SEE, say))
    rooms.add_work_kind(WorkKind("claim", "returns", "退货", "return", "决定", permissions.REVIEWS_ANSWER, say))
    rooms.add_work_kind(WorkKind("signal", "", "预警", "spark", "查看", permissions.WORK_SEE, say))
    rooms.add_outcomes("chat", {"answered": "回"})
    try:
        with mock.patch("sellerdesk.web.today.datetime", Clock):
            yield say
    finally:
        for name, registry in before.items():
            setattr(rooms._hung, name, registry)


def item(desk: Desk, minutes: float | None, *, kind: str = "chat", subject: str = "", shop: Shop | None = None, **more: Any) -> WorkItem:
    """An open item that is due so many minutes after Friday's moment; opened half a day before it."""
    due_at = None if minutes is None else FRIDAY + minutes * MINUTE
    made = {"opened_at": (due_at or FRIDAY) - timedelta(hours=12), "due_at": due_at, **more}
    return WorkItem.objects.create(desk=desk, kind=kind, subject=subject or f"s{WorkItem.objects.count()}", shop=shop, **made)


def closed(desk: Desk, minutes: float, outcome: str = "answered", *, kind: str = "chat", **more: Any) -> WorkItem:
    """An item that was closed so many minutes after Friday's moment."""
    at = FRIDAY + minutes * MINUTE
    return item(desk, minutes, kind=kind, state="closed", closed_at=at, outcome=outcome, **more)


def in_zone(user: User, zone: str) -> User:
    """The person, who chose a time zone."""
    user.time_zone = zone
    user.save(update_fields=["time_zone"])
    return user


def look(client: Client, query: str = "", **headers: str) -> str:
    """Today of alice's desk, as the signed-in person sees it."""
    response = client.get(f"/desks/harbor/{query}", headers=headers)
    assert response.status_code == 200
    return str(response.content.decode())


def headline(page: str) -> str:
    """What the page answers."""
    return unescape(re.findall(r"<h1>(.*?)</h1>", page)[0])


def beside(page: str) -> str:
    """The sentences under the headline."""
    return unescape(re.findall(r'<p class="page-head__sub">(.*?)</p>', page)[0])


def rows(page: str) -> list[int]:
    """The items on the page, in order."""
    return [int(found) for found in re.findall(r'<li class="queue-row[^"]*" id="q(\d+)"', page)]


def counts(page: str) -> dict[str, int]:
    """Each group, filter and half of the switch with its number."""
    found = re.findall(r'(?:<h3[^>]*>|class="(?:chip|seg__item)"[^>]*>)([^<]*?) <span class="count">([\d,]+)', page)
    return {unescape(label): int(number.replace(",", "")) for label, number in found}
