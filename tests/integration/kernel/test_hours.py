"""Deadlines by a shop's working hours, and what a change of them moves."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sellerdesk import hours, shop_settings, shops
from sellerdesk.domain import working_hours
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.domain.working_hours import Week
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import AuditEntry, Holiday, Shop, WorkItem
from tests.factories.kernel import NOW, Cast
from tests.integration.kernel.working import one


pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
OFFICE: Week = (((540, 1080),),) * 5 + ((),) * 2
# Tuesday, 20:00 in Shanghai.
EVENING = NOW
WEDNESDAY = datetime(2026, 4, 1, 1, tzinfo=UTC)
"""Nine in the morning there."""


def change(cast: Cast, week: Week | None = OFFICE, holidays: dict[date, str] | None = None, **more: Any) -> int:
    given = {"desk_id": cast.desk.pk, "shop_id": cast.shop.pk, "week": week, "holidays": holidays or {}, "actor": SYSTEM, "now": NOW}
    return shop_settings.change_hours(**{**given, **more})


def test_without_hours_every_hour_counts(cast: Cast) -> None:
    shop = shops.facts(cast.shop)

    assert hours.due_at(shop, EVENING) == EVENING + HOUR
    assert working_hours.is_open(hours.of(shop), EVENING)


def test_with_hours_only_working_time_counts(cast: Cast) -> None:
    change(cast, holidays={date(2026, 4, 1): "清明"})
    shop = shops.facts(cast.shop)
    thursday = WEDNESDAY + timedelta(days=1)

    assert hours.due_at(shop, EVENING) == thursday + HOUR
    assert hours.due_at(shop, EVENING, allowed=9 * HOUR) == thursday + 9 * HOUR
    assert hours.due_at(shop, EVENING, allowed=10 * HOUR) == thursday + 25 * HOUR
    assert [working_hours.is_open(hours.of(shop), at) for at in (EVENING, thursday)] == [False, True]


def test_many_deadlines_cost_one_query(cast: Cast) -> None:
    change(cast)
    shop = shops.facts(cast.shop)
    moments = [EVENING + minute * timedelta(minutes=1) for minute in range(500)]

    with CaptureQueriesContext(connection) as queries:
        found = hours.due_each(shop, moments)

    assert len(queries) == 1
    assert set(found.values()) == {WEDNESDAY + HOUR}
    assert hours.due_each(shop, []) == {}


def test_a_change_moves_what_waits_and_was_given_working_time(cast: Cast) -> None:
    target, fixed = one(cast, due_at=EVENING + HOUR, allowed=HOUR), one(cast, "s2", due_at=EVENING + HOUR)
    closed = one(cast, "s3", due_at=EVENING + HOUR, allowed=HOUR)
    WorkItem.objects.filter(pk=closed).update(state="closed", closed_at=NOW, outcome="x")

    assert change(cast) == 1

    due = dict(WorkItem.objects.values_list("pk", "due_at"))
    assert due == {target: WEDNESDAY + HOUR, fixed: EVENING + HOUR, closed: EVENING + HOUR}
    assert change(cast) == 0
    assert change(cast, week=None) == 1
    assert WorkItem.objects.get(pk=target).due_at == EVENING + HOUR


def test_a_change_is_kept_in_the_audit_log(cast: Cast) -> None:
    change(cast, holidays={date(2026, 4, 1): "清明"})

    entry = AuditEntry.objects.get(what="shop.hours_changed")
    assert entry.before == {"hours": None, "holidays": []}
    assert entry.after == {"hours": [[[540, 1080]]] * 5 + [[]] * 2, "holidays": [["2026-04-01", "清明"]]}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"week": ((),) * 7}, "hours_too_few"),
        ({"week": (((0, 59),),) + ((),) * 6}, "hours_too_few"),
        ({"holidays": {date(2026, 1, 1) + timedelta(days=day): "" for day in range(201)}}, "too_many_holidays"),
        ({"holidays": {date(2026, 1, 1): "x" * 81}}, "holiday_name_long"),
        ({"holidays": {date(2026, 1, 1): "a\u202eb"}}, "holiday_name_unprintable"),
    ],
)
def test_hours_that_make_no_sense_are_refused(cast: Cast, wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        change(cast, **wrong)

    assert refusal.value.code == code
    assert Shop.objects.get(pk=cast.shop.pk).working_hours is None
    with pytest.raises(NotVisible):
        change(cast, shop_id=cast.other_shop.pk)


PAGE = "/desks/harbor/settings/shops/of/harbor-home/hours/"


def test_the_page_keeps_hours_and_says_what_is_wrong_with_a_line(cast: Cast, client: Client) -> None:
    client.force_login(cast.alice)
    said = {f"day{number}": "09:00-18:00" for number in range(5)} | {"always": "hours", "holidays": "2026-04-01 Qingming\n\n2026-05-01"}

    wrong = client.post(PAGE, {**said, "day0": "18:00-09:00", "holidays": "May Day"})
    assert wrong.status_code == 422
    assert "Hours end after they begin" in wrong.content.decode()
    assert "May Day" in wrong.content.decode()

    assert client.post(PAGE, said).status_code == 302
    assert Shop.objects.get(pk=cast.shop.pk).working_hours == [[[540, 1080]]] * 5 + [[]] * 2
    assert dict(Holiday.objects.values_list("day", "name")) == {date(2026, 4, 1): "Qingming", date(2026, 5, 1): ""}
    page = client.get(PAGE).content.decode()
    assert page.count("09:00–18:00") == 5
    assert "2026-04-01 Qingming" in page
    assert "by hours" in client.get("/desks/harbor/settings/shops/").content.decode()

    client.force_login(cast.bob)
    assert client.get(PAGE).status_code == 404
