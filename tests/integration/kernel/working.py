"""Commands of work items as tests give them: short, with the moment of the cast."""

from datetime import datetime
from typing import Any

from sellerdesk import describing, work
from sellerdesk.access import as_person
from sellerdesk.commands import command
from sellerdesk.domain import permissions
from sellerdesk.models import User, WorkItem
from sellerdesk.waiting import Sight
from sellerdesk.work import Opening
from tests.factories.kernel import NOW, Cast


def sight(cast: Cast, person: User | None = None) -> Sight:
    """What alice, or another person of her desk, sees."""
    here = as_person(cast.desk.pk, (person or cast.alice).pk, may=permissions.WORK_SEE)
    assert here is not None
    return describing.sight_of(here)


@command
def opened(*, cast: Cast, rows: list[Opening], now: datetime) -> list[int]:
    work.open_items(cast.desk.pk, rows, now=now)
    subjects = [row.subject for row in rows]
    return [WorkItem.objects.get(desk=cast.desk, subject=subject, state="open").pk for subject in subjects]


def one(cast: Cast, subject: str = "s1", **more: Any) -> int:
    """A new open item of the shop."""
    fields = {"kind": "chat", "subject": subject, "shop_id": cast.shop.pk, **more}
    return opened(cast=cast, rows=[Opening(**fields)], now=more.get("since", NOW))[0]


@command
def close(*, cast: Cast, kind: str, subjects: list[str], now: datetime) -> list[str]:
    return work.close_items(cast.desk.pk, kind, subjects, "answered", now)
