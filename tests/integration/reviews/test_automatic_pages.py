"""The pages of automatic answers: who may see them, what they say, and that each figure opens its rows."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reviews.models import AutomaticEntry, AutomaticRule, AutomaticWait, Review
from tests.factories.answering import reviewed
from tests.factories.automatic import decide_all, good, make_rule
from tests.factories.kernel import Cast


pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC).replace(microsecond=0)
HOUSE = "/desks/harbor/reviews/automatic/"
MOST_QUERIES = 15
FILLED = {
    "name": "Five stars", "stars": ["5"], "text": "any", "photos": "any", "cap": "10", "greeting": "Hello, {buyer_name}!\n\nGood day!",
    "thanks": "Thank you for writing to us.", "body": "We are glad.\nWe are pleased.", "closing": "",
}  # fmt: skip


def told(ref: str, days: float = 2, **fields: Any) -> dict[str, Any]:
    return good(ref, at=(NOW - timedelta(days=days)).isoformat(), **fields)


@pytest.fixture
def house(cast: Cast) -> Cast:
    """Three reviews of five stars that wait, and one of four."""
    reviewed(cast.shop, [told("R1"), told("R2", text="Nice <b>colour</b>"), told("R3"), told("R4", stars=4)], now=NOW)
    return cast


@pytest.fixture
def alice(house: Cast, client: Client) -> Client:
    client.force_login(house.alice)
    return client


def page(client: Client, at: str = "", **asked: Any) -> str:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(HOUSE + at, asked)
    assert response.status_code == 200
    assert len(queries) <= MOST_QUERIES, [query["sql"] for query in queries]
    return response.content.decode()


def words(html: str) -> str:
    """What is read of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.split("</header>", 1)[-1]).split())


def make(client: Client, **fields: Any) -> AutomaticRule:
    assert client.post(f"{HOUSE}new/harbor-home/", FILLED | fields).status_code == 302
    return AutomaticRule.objects.latest("id")


def test_a_rule_is_made_tried_turned_on_and_asked(alice: Client, house: Cast) -> None:
    row = make(alice)
    assert (row.since, row.blocks["greeting"]) == (None, ["Hello, {buyer_name}!", "Good day!"])

    dry = page(alice, f"{row.pk}/trial/")
    assert "It would answer 3" in words(dry)
    assert "Other stars 1" in words(dry)
    assert "Nice &lt;b&gt;colour" in dry
    assert "R4" not in dry
    others = page(alice, f"{row.pk}/trial/", why="stars")
    assert others.count('class="row-link') == 1
    assert "waiting" not in page(alice, f"{row.pk}/")

    alice.post(f"{HOUSE}{row.pk}/do/", {"do": "on"})
    shown = page(alice, f"{row.pk}/")
    assert "Answer the 3 waiting ones too" in shown
    assert "It would answer 3" in words(page(alice, f"{row.pk}/trial/", of="waiting"))

    alice.post(f"{HOUSE}{row.pk}/do/", {"do": "ask"})
    assert AutomaticWait.objects.filter(rule=row).count() == 3
    assert "3 reviews wait for this rule" in page(alice, f"{row.pk}/")
    assert [one.outcome for one in decide_all(house.shop, now=datetime.now(UTC))] == ["answered"] * 3

    listed = page(alice)
    assert f"?rule={row.pk}&amp;did=sent&amp;days=7" in listed
    log = page(alice, "log/", rule=row.pk, did="sent", days=7)
    assert log.count('class="row-link') == 3
    assert "Nothing yet" in page(alice, "log/", did="left")
    review = alice.get(f"/desks/harbor/reviews/{Review.objects.get(outside_id='R1').pk}/").content.decode()
    assert "Automatic answer: Five stars" in review


def test_the_log_says_why_and_goes_on(alice: Client, house: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviews.queries.automatic.ON_A_PAGE", 2)
    row = make_rule(house.shop, cap=1)
    reviewed(house.shop, [told(f"N{number}", days=-0.001 * number) for number in range(1, 4)], "N1", now=NOW)
    decide_all(house.shop, now=NOW + timedelta(minutes=10))

    first = page(alice, "log/", rule=row.pk)

    assert "The day was full" in first
    last = AutomaticEntry.objects.order_by("-id")[1].pk
    assert f"after={last}" in first
    assert page(alice, "log/", rule=row.pk, after=last).count('class="row-link') >= 1


def test_a_preview_shows_what_the_form_would_say_before_anything_is_saved(alice: Client) -> None:
    shown = alice.post(f"{HOUSE}preview/harbor-home/", FILLED).content.decode()

    assert "would have answered 3" in shown
    assert "Thank you for writing to us." in shown
    assert "The blocks make 4 wordings" in shown
    assert "these are few" in shown
    assert "no variable {price}" in alice.post(f"{HOUSE}preview/harbor-home/", FILLED | {"body": "{price}"}).content.decode()
    assert "Fill in what is missing" in alice.post(f"{HOUSE}preview/harbor-home/", {}).content.decode()
    assert not AutomaticRule.objects.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"stars": []}, "This field is required"),
        ({"body": "{price}", "greeting": ""}, "There is no variable {price}"),
        ({"products": "P-none"}, "no product P-none"),
        ({"cap": "0"}, "greater than or equal to 1"),
    ],
)
def test_what_cannot_be_is_said_and_the_form_keeps_what_was_typed(alice: Client, fields: dict[str, Any], said: str) -> None:
    response = alice.post(f"{HOUSE}new/harbor-home/", FILLED | fields)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert "We are pleased." in response.content.decode() or "body" in fields


def test_somebody_who_was_faster_is_not_overwritten(alice: Client) -> None:
    row = make(alice)
    assert alice.post(f"{HOUSE}{row.pk}/", FILLED | {"cap": "5", "version": "1"}).status_code == 302

    late = alice.post(f"{HOUSE}{row.pk}/", FILLED | {"cap": "6", "version": "1"})

    assert late.status_code == 422
    assert "Somebody changed this rule meanwhile" in late.content.decode()
    row.refresh_from_db()
    assert row.cap == 5


@pytest.mark.parametrize("at", ["", "log/", "new/harbor-home/", "{rule}/", "{rule}/trial/"])
def test_agents_and_strangers_find_nothing(house: Cast, client: Client, at: str) -> None:
    row = make_rule(house.shop)
    for person in (house.bob, house.carol):
        client.force_login(person)
        assert client.get(HOUSE + at.format(rule=row.pk)).status_code == 404
        assert client.post(f"{HOUSE}{row.pk}/do/", {"do": "off"}).status_code == 404
    client.force_login(house.alice)
    assert client.post(f"{HOUSE}{row.pk}/do/", {"do": "nothing"}).status_code == 404
    assert client.get(f"{HOUSE}{2**70}/").status_code == 404
    assert client.get("/desks/harbor/reviews/").content.decode().count("Automatic answers") == 1


def test_rules_change_places_and_go(alice: Client) -> None:
    first, second = make(alice), make(alice, name="Other")

    alice.post(f"{HOUSE}{second.pk}/do/", {"do": "up"})
    assert page(alice).index("Other") < page(alice).index("Five stars")
    alice.post(f"{HOUSE}{first.pk}/do/", {"do": "delete"})

    assert f"automatic/{first.pk}/" not in page(alice)
