"""Warnings of the forecast: once a day, as work; how far ahead and from which chance on is the shop's own."""

from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.test import Client

from ratings import tasks
from ratings.domain.alerts import KIND, Lookout
from ratings.models import RatingLookout, RatingWatch
from ratings.services import lookouts, moving
from sellerdesk import shops
from sellerdesk.models import AuditEntry, Desk, WorkItem
from sellerdesk.shops import ShopFacts
from tests.factories.feed import Record, load, order, rating
from tests.factories.kernel import join, make_desk, make_person, make_shop


pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 20, 4, 30, tzinfo=UTC)


@pytest.fixture
def desk() -> Desk:
    return make_desk("harbor")


@pytest.fixture
def shop(desk: Desk) -> ShopFacts:
    return shops.facts(make_shop(desk, "tea"))


def marks(shop: ShopFacts, stars: int, number: int, *, first_day: int, last_day: int, start: int) -> None:
    """So many marks of one buyer each, spread over the days before now."""
    records: list[Record] = []
    for place in range(number):
        at = NOW - timedelta(days=first_day - (first_day - last_day) * place / number)
        name = f"O{start + place}"
        records.append(
            order(
                name, buyer=f"b{start + place}", at=(at - timedelta(days=5)).isoformat(), completed_at=(at - timedelta(days=1)).isoformat()
            )
        )
        records.append(rating(f"R{start + place}", order=name, at=at.isoformat(), described=5, service=stars, dispatch=5, logistics=5))
    load(shop, *records, now=NOW)


def alerts_of(shop: ShopFacts) -> set[str]:
    items = WorkItem.objects.filter(desk_id=shop.desk_id, kind=KIND, state="open")
    return {item.subject.removeprefix(f"rating:{shop.id}:") for item in items}


def next_day(days: int) -> None:
    at = NOW + timedelta(days=days)
    while moving.move_due(now=at):
        pass
    with mock.patch("ratings.tasks.timezone.now", return_value=at):
        tasks.alerts()


@pytest.fixture
def falling(shop: ShopFacts) -> ShopFacts:
    """Good marks of long ago that leave soon, and middling ones since: 4.65 now, and falling."""
    marks(shop, 5, 130, first_day=178, last_day=160, start=0)
    marks(shop, 4, 70, first_day=60, last_day=1, start=1000)
    return shop


def test_a_fall_that_is_foreseen_becomes_work_and_ends_as_such(falling: ShopFacts, client: Client, desk: Desk) -> None:
    owner = make_person()
    join(desk, owner)
    client.force_login(owner)
    RatingWatch.objects.create(desk_id=falling.desk_id, shop_id=falling.id, day=NOW.date() - timedelta(days=1), so=[])

    next_day(1)

    assert "service:ahead-4.6" in alerts_of(falling)
    assert not any(key.startswith("service:below-4.6") for key in alerts_of(falling))
    page = client.get("/desks/harbor/").content.decode()
    assert "Service will probably fall below 4.60" in page
    assert "/desks/harbor/ratings/?shop=tea&amp;dim=service" in page

    next_day(40)
    assert "service:ahead-4.6" not in alerts_of(falling)
    assert "service:below-4.6" in alerts_of(falling)


def test_a_shop_that_wants_no_early_word_gets_none(falling: ShopFacts) -> None:
    RatingWatch.objects.create(desk_id=falling.desk_id, shop_id=falling.id, day=NOW.date() - timedelta(days=1), so=[])
    RatingLookout.objects.create(desk_id=falling.desk_id, shop_id=falling.id, days=1, percent=99)

    next_day(1)

    assert "service:ahead-4.6" not in alerts_of(falling)


def test_a_load_keeps_what_was_foreseen(falling: ShopFacts) -> None:
    RatingWatch.objects.create(desk_id=falling.desk_id, shop_id=falling.id, day=NOW.date() - timedelta(days=1), so=[])
    next_day(1)
    with mock.patch("ratings.tasks.timezone.now", return_value=NOW + timedelta(days=1)):
        tasks.settle(shop_id=falling.id)
    assert "service:ahead-4.6" in alerts_of(falling)


def test_an_owner_sets_it_and_a_stranger_finds_nothing(client: Client, desk: Desk, shop: ShopFacts) -> None:
    owner, agent = make_person(), make_person("agent@example.org")
    join(desk, owner)
    join(desk, agent, "agent")
    client.force_login(owner)
    at = "/desks/harbor/ratings/ahead/tea/"
    assert 'value="30"' in client.get(at).content.decode()

    assert client.post(at, {"days": "45", "percent": "60"}).status_code == 302

    assert lookouts.of(desk.pk, shop.id) == Lookout(45, 60)
    assert AuditEntry.objects.get(what="rating_lookout.changed").after == {"days": 45, "percent": 60}
    for wrong in ({"days": "0", "percent": "60"}, {"days": "61", "percent": "60"}, {"days": "5", "percent": "100"}, {"days": "x"}):
        assert client.post(at, wrong).status_code == 422
    assert client.get("/desks/harbor/ratings/ahead/nothing/").status_code == 404
    client.force_login(agent)
    assert client.get(at).status_code == 404
