"""The frame around every page: rail and badges, the switcher, the start page, language, theme and time zone of the reader."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client, RequestFactory

from reviews.services.flagging import KIND
from sellerdesk.domain import permissions
from sellerdesk.models import User, WorkItem
from sellerdesk.web import preferences
from tests.factories.kernel import Cast, join, make_desk, make_person, make_shop


pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def open_review(cast: Cast, number: int, due_at: datetime | None = LONG_AGO, **fields: Any) -> None:
    WorkItem.objects.create(
        **{"desk": cast.desk, "shop": cast.shop, "kind": KIND, "subject": f"review:{number}", "due_at": due_at}
        | {"opened_at": LONG_AGO}
        | fields
    )


def page_of(client: Client, address: str, **headers: str) -> str:
    return client.get(address, headers=headers).content.decode()


def test_the_start_page_goes_to_the_only_desk(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)

    assert client.get("/")["Location"] == "/desks/harbor/"


def test_the_start_page_goes_to_the_desk_that_was_open_last(client: Client, cast: Cast) -> None:
    join(make_shop(make_desk("second")).desk, cast.alice)
    client.force_login(cast.alice)

    assert client.get("/").status_code == 200
    client.get("/desks/second/")
    assert client.get("/")["Location"] == "/desks/second/"


def test_an_analyst_begins_where_an_analyst_may_be(client: Client, cast: Cast) -> None:
    analyst = make_person()
    join(cast.desk, analyst, "analyst")
    client.force_login(analyst)

    assert client.get("/")["Location"] == "/desks/harbor/reviews/"
    assert client.get("/desks/harbor/").status_code == 404
    assert 'href="/desks/harbor/"' not in page_of(client, "/desks/harbor/reviews/")


def test_the_rail_counts_what_waits_in_the_shops_one_sees(client: Client, cast: Cast) -> None:
    hidden = make_shop(cast.desk, "hidden-store")
    open_review(cast, 1)
    open_review(cast, 2, due_at=None)
    open_review(cast, 3, shop=hidden)
    open_review(cast, 4, state="closed", closed_at=LONG_AGO, outcome="answered")
    seer = make_person()
    membership = join(cast.desk, seer, "agent", every_shop=False)
    membership.shops.create(desk=cast.desk, shop=cast.shop)
    client.force_login(seer)

    page = page_of(client, "/desks/harbor/")

    assert '<span class="rail__count rail__count--late">2<' in page
    assert "hidden-store" not in page


def test_without_overdue_items_the_badge_is_calm(client: Client, cast: Cast) -> None:
    open_review(cast, 1, due_at=datetime.now(UTC) + timedelta(hours=5))
    client.force_login(cast.alice)

    assert '<span class="rail__count">1<' in page_of(client, "/desks/harbor/")


def test_a_chosen_shop_is_kept_in_the_rail_and_a_foreign_one_does_not_exist(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)

    assert 'href="/desks/harbor/reviews/?shop=harbor-home"' in page_of(client, "/desks/harbor/?shop=harbor-home")
    assert client.get(f"/desks/harbor/?shop={cast.other_shop.slug}").status_code == 404
    assert client.get("/desks/elsewhere/").status_code == 404


def test_every_role_sees_exactly_its_rooms(client: Client, cast: Cast) -> None:
    rooms = {"": permissions.WORK_SEE, "reviews/": permissions.REVIEWS_SEE, "ratings/": permissions.RATINGS_SEE}
    for role in permissions.ROLES:
        person = make_person()
        join(cast.desk, person, role)
        client.force_login(person)
        for room, may in rooms.items():
            expected = 200 if permissions.may(role, may) else 404
            assert client.get(f"/desks/harbor/{room}").status_code == expected, (role, room)


def test_the_language_follows_the_person_to_another_browser(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    client.post("/language/", {"language": "ru", "next": "/desks/"})
    elsewhere = Client()
    elsewhere.force_login(cast.alice)

    assert '<html lang="ru"' in page_of(elsewhere, "/desks/", **{"Accept-Language": "en"})
    assert User.objects.get(pk=cast.alice.pk).language == "ru"


def test_an_unknown_language_changes_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    client.post("/language/", {"language": "xx", "next": "/desks/"})

    assert User.objects.get(pk=cast.alice.pk).language == ""
    assert '<html lang="en"' in page_of(client, "/desks/")


@pytest.mark.parametrize(("cookie", "drawn"), [("dark", ' data-theme="dark"'), ("light", ' data-theme="light"'), ('"><script>', "")])
def test_the_theme_is_drawn_by_the_server(client: Client, cookie: str, drawn: str) -> None:
    client.cookies["theme"] = cookie

    assert f'<html lang="en"{drawn}>' in page_of(client, "/accounts/login/")


@pytest.mark.parametrize(
    ("chosen", "cookie", "zone"),
    [
        ("Asia/Shanghai", "Europe/Moscow", "Asia/Shanghai"),
        ("", "Europe/Moscow", "Europe/Moscow"),
        ("", "Europe%2FMoscow", "Europe/Moscow"),
        ("", "../../etc/passwd", "UTC"),
        ("", "", "UTC"),
    ],
)
def test_moments_are_shown_in_the_readers_zone(cast: Cast, chosen: str, cookie: str, zone: str) -> None:
    request = RequestFactory().get("/")
    cast.alice.time_zone = chosen
    request.user = cast.alice
    request.COOKIES["zone"] = cookie

    assert preferences.zone_of(request) == ZoneInfo(zone)


def test_the_search_page_says_what_it_found_and_what_not(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)

    assert "What are you looking for?" in page_of(client, "/desks/harbor/search/")
    nothing = page_of(client, "/desks/harbor/search/?q=<b>zzz%00</b>")
    assert "Nothing found" in nothing
    assert "<b>zzz" not in nothing
