"""The administration's search where one desk has most of the rows, and another one few."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client, RequestFactory

from sellerdesk.models import Notice, User
from sellerdesk.web.admin_site import site
from tests.factories.kernel import NOW, Cast


pytestmark = pytest.mark.django_db
MANY = 20_000


@pytest.fixture
def _one_desk_has_most(cast: Cast) -> None:
    """The few are the oldest: who begins with the newest rows of all desks comes to them last."""
    Notice.objects.bulk_create(Notice(desk=cast.desk, user=cast.alice, kind="work", subject=f"work:{n}", at=NOW) for n in range(3))
    rows = (Notice(desk=cast.other_desk, user=cast.carol, kind="work", subject=f"work:{n}", at=NOW) for n in range(MANY))
    Notice.objects.bulk_create(rows, batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE sellerdesk_notice; ANALYZE sellerdesk_desk; ANALYZE sellerdesk_user")


def _found(words: str) -> QuerySet[Any]:
    table: Any = site._registry[Notice]
    request = RequestFactory().get("/admin/")
    rows: QuerySet[Any] = table.get_search_results(request, table.get_queryset(request), words)[0]
    return rows


def _read(rows: QuerySet[Any]) -> int:
    """How many rows of the table the database looks at for the first page of a list."""
    sql, parameters = rows.order_by("-pk")[:50].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", parameters)
        return _of(cursor.fetchone()[0][0]["Plan"])


def _of(plan: dict[str, Any]) -> int:
    removed = sum(number for name, number in plan.items() if name.startswith("Rows Removed"))
    own = (plan["Actual Rows"] + removed) * plan["Actual Loops"] if plan.get("Relation Name") == "sellerdesk_notice" else removed
    return int(own) + sum(_of(part) for part in plan.get("Plans", []))


@pytest.mark.usefixtures("_one_desk_has_most")
def test_the_rows_of_a_small_desk_are_found_without_those_of_the_large_one(cast: Cast) -> None:
    table: Any = site._registry[Notice]
    by_name = table.get_queryset(RequestFactory().get("/admin/")).filter(desk__slug="harbor")
    assert _read(by_name) > MANY, "the control: by its name alone the database walks all rows"

    assert _found("harbor").count() == 3
    assert _read(_found("harbor")) < 100
    assert _read(_found("harbor alice@example.org")) < 100
    # Somebody of whom the desk has nothing.
    assert _read(_found("elsewhere alice@example.org")) < 100


def test_the_search_finds_people_however_their_address_is_typed(client: Client, cast: Cast) -> None:
    client.force_login(User.objects.create_superuser("root@example.org"))
    Notice.objects.create(desk=cast.desk, user=cast.alice, kind="work", subject="work:1", at=NOW)

    assert "alice@example.org" in client.get("/admin/sellerdesk/user/", {"q": "Alice@Ex"}).content.decode()
    assert _found("harbor Alice@Example.org").count() == 1
    assert _found("harbor bob@example.org").count() == 0
    assert _found("nowhere").count() == 0
