"""Why a rating moved, as a person and a program see it: the same digits everywhere; notes; alerts as work."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from io import StringIO
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ratings.domain.alerts import KIND
from ratings.models import DayNote, RatingWatch
from ratings.queries.category import peers
from ratings.services import alerting, moving
from sellerdesk import shops, work
from sellerdesk.models import AuditEntry, Desk, WorkItem
from sellerdesk.shops import ShopFacts
from tests.factories.feed import Record, load, order, rating, told
from tests.factories.kernel import join, make_person, make_shop, make_token
from tests.integration.kernel.test_languages import latin
from tests.integration.ratings.page import desk, reader


__all__ = ["desk", "reader"]
pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 20, 4, 30, tzinfo=UTC)
WHY = "/desks/harbor/ratings/why/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[mock.Mock]:
    """The pages, files and programs look at this clock."""
    with (
        mock.patch("ratings.views.moved.datetime") as page,
        mock.patch("ratings.views.moved_files.datetime") as files,
        mock.patch("ratings.api.moved.datetime") as api,
        mock.patch("ratings.views.datetime") as first,
    ):
        first.now.return_value = page.now.return_value = files.now.return_value = api.now.return_value = NOW
        yield page


def rated(count: int, *, days_ago: float, start: int, **scores: int) -> list[Record]:
    at = (NOW - timedelta(days=days_ago)).isoformat()
    found = []
    for number in range(start, start + count):
        found += [order(f"O{number}", at=at, buyer=f"B{number}"), rating(f"S{number}", f"O{number}", at=at, **scores)]
    return found


@pytest.fixture
def shop(desk: Desk) -> ShopFacts:
    """Fives of long ago that leave soon, threes of last week."""
    shop = shops.facts(make_shop(desk, "tea", rules="standard", name="Tea"))
    records = [*rated(30, days_ago=170, start=0, service=5), *rated(20, days_ago=60, start=100, service=5)]
    load(shop, *records, *rated(10, days_ago=5, start=200, service=3), now=NOW)
    return shop


def page_of(client: Client, query: str = "", **headers: str) -> str:
    response = client.get(f"{WHY}{query}", headers=headers)
    assert response.status_code == 200
    return str(response.content.decode())


def asked(client: Client, desk: Desk, path: str) -> Any:
    text = make_token(desk, "ratings.see")[1]
    response = client.get(f"/api/v1/shops/tea/{path}", headers={"Authorization": f"Bearer {text}"})
    assert response.status_code == 200, response.content
    return response.json()


def test_page_file_and_program_tell_the_same_split(reader: Client, desk: Desk, shop: ShopFacts) -> None:
    query = "dim=service&from=2026-02-10&to=2026-03-20"
    told_ = asked(reader, desk, f"rating-moves/?{query.replace('dim', 'dimension')}")

    assert (told_["before"]["count"], told_["after"]["count"]) == (50, 60)
    (part,) = told_["parts"]
    assert part["causes"] == ["new"]
    assert Fraction(part["moved_exact"]) == Fraction(280, 60) - 5 == Fraction(told_["moved_exact"])
    assert part["stars"] == {"1": 0, "2": 0, "3": 10, "4": 0, "5": 0}
    rows = list(csv.DictReader(StringIO(reader.get(f"{WHY}moved.csv?{query}").content.decode())))
    assert [row["cause"] for row in rows] == ["before", "after", "new", "together"]
    assert (rows[2]["moved"], rows[2]["moved_exact"]) == (part["moved"], part["moved_exact"])
    page = page_of(reader, f"?{query}")
    assert "−0.333333" in page
    assert "New marks" in page
    assert "−1/3" in page


def test_what_leaves_is_the_same_everywhere(reader: Client, desk: Desk, shop: ShopFacts) -> None:
    told_ = asked(reader, desk, "rating-leaving/?dimension=service&days=30")

    (row,) = told_["rows"]
    assert (row["count"], row["mean"], row["then"]["count"], row["then"]["mean"]) == (30, "5.0000", 30, "4.3333")
    (line,) = csv.DictReader(StringIO(reader.get(f"{WHY}leaving.csv?dim=service&ahead=30").content.decode()))
    assert (line["first"], line["then_mean"]) == (row["first"], row["then"]["mean"])
    assert "30 marks averaging 5.00 leave." in page_of(reader, "?dim=service")
    assert "30 marks averaging 5.00 leave." in reader.get("/desks/harbor/ratings/?dim=service").content.decode()
    assert len(asked(reader, desk, "rating-leaving/?dimension=service&days=90")["rows"]) == 1


def test_days_that_cannot_be_told_are_not_split(reader: Client, desk: Desk, shop: ShopFacts) -> None:
    """Two marks came: the nearest day that can be told stands for the one asked for."""
    load(shop, *rated(2, days_ago=1, start=300, service=1), now=NOW)
    for asked_for in ("2026-03-18", "2026-03-19"):
        told_ = asked(reader, desk, f"rating-moves/?dimension=service&from={asked_for}&to=2026-03-20")
        assert told_["first"] is None or all(abs(part["marks"]) >= 5 for part in told_["parts"])
    empty = asked(reader, desk, "rating-moves/?dimension=logistics")
    assert (empty["first"], empty["parts"]) == (None, [])


@pytest.mark.parametrize("path", ["rating-moves/?dimension=x", "rating-moves/?from=soon", "rating-leaving/?days=31"])
def test_programs_are_told_what_cannot_be_asked(client: Client, desk: Desk, shop: ShopFacts, path: str) -> None:
    text = make_token(desk, "ratings.see")[1]
    assert client.get(f"/api/v1/shops/tea/{path}", headers={"Authorization": f"Bearer {text}"}).status_code == 400


@pytest.mark.parametrize("language", ["ru", "zh-hans"])
def test_the_page_speaks_one_language_in_few_queries(reader: Client, shop: ShopFacts, language: str) -> None:
    page_of(reader)
    with CaptureQueriesContext(connection) as seen:
        page = page_of(reader, "?dim=service&from=2026-02-10&to=2026-03-20", **{"Accept-Language": language})
    # Outside a test one more begins the snapshot.
    assert len(seen) < 15, [one["sql"][:160] for one in seen]
    definitions = reader.get("/desks/harbor/ratings/definitions/", headers={"Accept-Language": language}).content.decode()

    assert latin(page) <= {"harbor", "CSV", "person", "PE", "Tea", "TE", "Page", "Up", "Down", "Home", "End"}
    assert latin(definitions) <= {"harbor", "person", "PE", "Tea", "TE", "E", "S", "n", "x", "m", "s", "d"}


def test_a_note_is_pinned_changed_and_taken_away(reader: Client, desk: Desk, shop: ShopFacts) -> None:
    answer = reader.post("/desks/harbor/ratings/notes/?dim=service", {"day": "2026-03-15", "text": " A  <b>sale "})
    assert (answer.status_code, answer["Location"]) == (302, f"{WHY}?dim=service")
    note = DayNote.objects.get(desk=desk)
    assert (note.text, note.day) == ("A <b>sale", date(2026, 3, 15))
    page = page_of(reader, "?dim=service")
    assert "<bdi>A &lt;b&gt;sale</bdi>" in page
    assert "<b>sale" not in page

    stale = reader.post(f"/desks/harbor/ratings/notes/{note.pk}/", {"text": "Mine", "seen": "Something else"})
    assert stale.status_code == 422
    assert "Somebody has changed this note meanwhile." in stale.content.decode()
    assert 'value="Mine"' in stale.content.decode()
    reader.post(f"/desks/harbor/ratings/notes/{note.pk}/", {"text": "A new courier", "seen": "A <b>sale"})
    assert DayNote.objects.get(pk=note.pk).text == "A new courier"
    reader.post(f"/desks/harbor/ratings/notes/{note.pk}/", {"delete": "1"})
    assert not DayNote.objects.exists()
    assert list(AuditEntry.objects.filter(desk=desk, what__startswith="day_note").order_by("number").values_list("what", flat=True)) == [
        "day_note.pinned", "day_note.changed", "day_note.taken_away",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "text", "said"),
    [
        ("2026-03-15", "  ", "This note is empty."),
        ("2026-03-15", "x" * 281, "This note is too long."),
        ("2026-03-21", "x", "This day has not come yet."),
        ("soon", "x", "This day has not come yet."),
        ("2025-03-19", "x", "This day is more than 12 months ago."),
    ],
)
def test_a_note_that_cannot_be(reader: Client, shop: ShopFacts, day: str, text: str, said: str) -> None:
    answer = reader.post("/desks/harbor/ratings/notes/", {"day": day, "text": text})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not DayNote.objects.exists()


def test_who_may_change_a_note(client: Client, desk: Desk, shop: ShopFacts) -> None:
    people = {role: make_person(f"{role}@example.org") for role in ("agent", "analyst", "manager")}
    for role, person in people.items():
        join(desk, person, role)
    other = DayNote.objects.create(desk=desk, shop_id=shop.id, day=NOW.date(), text="Sale", made_at=NOW)
    address = f"/desks/harbor/ratings/notes/{other.pk}/"

    client.force_login(people["analyst"])
    assert client.post("/desks/harbor/ratings/notes/", {"day": "2026-03-15", "text": "x"}).status_code == 404
    assert "Pin to the day" not in page_of(client)
    client.force_login(people["agent"])
    refused = client.post(address, {"text": "x", "seen": "Sale"})
    assert refused.status_code == 422
    client.force_login(people["manager"])
    assert client.post(address, {"text": "x", "seen": "Sale"}).status_code == 302


def look(shop: ShopFacts, *, now: datetime = NOW) -> None:
    alerting.look(shop=shop, averages={name: one.mean for name, one in peers(shop, now=now).items()}, now=now)


def alerts_of(shop: ShopFacts) -> set[str]:
    items = WorkItem.objects.filter(desk_id=shop.desk_id, kind=KIND, state="open")
    return {item.subject.removeprefix(f"rating:{shop.id}:") for item in items}


def test_alerts_begin_end_and_are_seen(reader: Client, desk: Desk, shop: ShopFacts) -> None:
    """The first look opens nothing. Then ones come: below both thresholds, a fast drop, the category above."""
    load(shop, told("category_average", "C1", NOW.isoformat(), category="tea", dimension="service", mean="4.60"), now=NOW)
    look(shop)
    assert alerts_of(shop) == set()
    assert RatingWatch.objects.get(shop_id=shop.id).so == ["service:drop"]

    load(shop, *rated(20, days_ago=0.1, start=400, service=1), now=NOW)
    look(shop)
    look(shop)

    assert alerts_of(shop) == {"service:below-4.6", "service:below-4.4", "service:category"}
    page = page_of(reader, "?dim=service")
    for words in ("Service is below 4.60", "Service is below 4.40", "Service: the category is above the shop"):
        assert words in page
    assert "Service is below 4.60" in reader.get("/desks/harbor/").content.decode()

    subject = f"rating:{shop.id}:service:category"
    assert reader.post("/desks/harbor/ratings/alerts/seen/", {"subject": subject}).status_code == 302
    look(shop)
    assert alerts_of(shop) == {"service:below-4.6", "service:below-4.4"}
    for gone in (subject, "rating:x", "", f"rating:{shop.id + 1}:service:drop"):
        assert reader.post("/desks/harbor/ratings/alerts/seen/", {"subject": gone}).status_code == 404

    load(shop, *rated(400, days_ago=0.1, start=500, service=5), now=NOW)
    look(shop)
    assert alerts_of(shop) == set()
    outcomes = WorkItem.objects.filter(kind=KIND, state="closed").values_list("outcome", flat=True)
    assert sorted(outcomes) == ["over", "over", "seen"]


def test_a_day_that_moved_is_looked_at(shop: ShopFacts) -> None:
    """What leaves the window crosses thresholds, too: nobody has to load anything."""
    look(shop)
    assert alerting.unlooked() == []
    moving.move_due(now=NOW + timedelta(days=1))
    assert alerting.unlooked() == [shop.id]
    look(shop, now=NOW + timedelta(days=1))
    assert alerting.unlooked() == []


def test_a_room_that_says_no_more_than_it_may(client: Client, desk: Desk, shop: ShopFacts) -> None:
    """Of two shops one must be chosen; what is no item of the desk is not described."""
    make_shop(desk, "jade")
    owner = make_person()
    join(desk, owner)
    client.force_login(owner)
    assert client.get(WHY).status_code == 404
    assert client.get(f"{WHY}?shop=tea").status_code == 200
    assert work.close_items(desk.pk, KIND, ["rating:1:service:drop"], "seen", NOW) == []
