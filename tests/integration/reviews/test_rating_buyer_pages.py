"""The pages of rating buyers, and what programs ask: what is said of each line, giving one or many, what was refused."""

import json
import uuid
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reviews.models import BuyerRating
from sellerdesk import shops
from sellerdesk.models import Outbound, Shop
from tests.factories.feed import load, review
from tests.factories.kernel import Cast, join, make_person, make_shop, make_token
from tests.factories.rating import lines, rated, states, trade


pytestmark = pytest.mark.django_db


def ago(**span: float) -> str:
    return (datetime.now(ZoneInfo("UTC")) - timedelta(**span)).isoformat()


@pytest.fixture
def now_shop(cast: Cast) -> Shop:
    """A shop that rates its buyers, with three orders of these days: one reviewed, one of an anonymous buyer, one silent."""
    Shop.objects.filter(pk=cast.shop.pk).update(rules="taobao")
    cast.shop.refresh_from_db()
    for number in (1, 2, 3):
        buyer = {"id": f"B{number}", "name": f"Buyer {number}"}
        placed = {**trade(number, at=ago(days=9), completed_at=ago(days=number)), "buyer": buyer}
        load(shops.facts(cast.shop), placed, now=datetime.now(ZoneInfo("UTC")))
    load(
        shops.facts(cast.shop),
        review("R1", "O1", verdict="good", at=ago(hours=3)), review("R2", "O2", verdict="bad", anonymous=True, at=ago(hours=3)),
        now=datetime.now(ZoneInfo("UTC")),
    )  # fmt: skip
    return cast.shop


def text_of(response: Any) -> str:
    assert response.status_code == 200, response.content
    return str(response.content.decode())


ADDRESS = "/desks/harbor/reviews/rating/"


def test_the_page_says_until_when_and_what_it_does(cast: Cast, now_shop: Shop, client: Client) -> None:
    client.force_login(cast.bob)

    page = text_of(client.get(ADDRESS))

    assert "3 wait" in page
    assert "12 days left" in page
    assert "Rate now, and the buyer’s good review counts from about" in page
    assert "you will have given a default good then" in page
    assert "nothing is given in your name" in page
    assert "Rate good now, and if the buyer stays silent, a default good counts for you from" in page
    assert "Buyer 3" in page
    assert "Buyer 2" not in page, "the review is anonymous"
    assert 'href="/desks/harbor/reviews/rating/"' in text_of(client.get("/desks/harbor/reviews/")), "the tab"


def test_who_reviewed_without_a_name_is_named_in_no_row_of_the_order(cast: Cast, now_shop: Shop, client: Client) -> None:
    client.force_login(cast.bob)
    now = datetime.now(ZoneInfo("UTC"))
    two = {**trade(4, lines=("L1", "L2"), at=ago(days=9), completed_at=ago(days=1)), "buyer": {"id": "B4", "name": "Buyer 4"}}
    load(shops.facts(now_shop), two, review("R4", "O4", line="L1", anonymous=True, at=ago(hours=3)), now=now)
    waits = text_of(client.get(ADDRESS))
    assert ("5 wait" in waits, "O4" in waits, "Buyer 4" in waits) == (True, True, False)

    client.post(f"{ADDRESS}good/", {"all": "1", "key": str(uuid.uuid4())})
    load(shops.facts(now_shop), *[rated(f"S{number}", f"O{number}", now) for number in (1, 2)], now=now)
    page = text_of(client.get(f"{ADDRESS}?show=given"))

    assert states() == ["sent", "sent", "queued", "queued", "queued"]
    assert [f"Buyer {number}" in page for number in (1, 2, 3, 4)] == [True, False, True, False]


def test_good_in_bulk_is_taken_back_by_its_message(cast: Cast, now_shop: Shop, client: Client) -> None:
    client.force_login(cast.bob)
    ids, key = [str(pk) for pk in lines(now_shop)], str(uuid.uuid4())
    posted = client.post(f"{ADDRESS}good/", {"line": ids, "key": key}, headers={"HX-Request": "true"})

    assert posted.status_code == 204
    toast = posted.headers["HX-Trigger"]
    assert "3 rated good" in toast
    assert states() == ["queued"] * 3
    assert "Everything is rated" in text_of(client.get(ADDRESS))
    assert "being sent" in text_of(client.get(f"{ADDRESS}?show=given"))
    token = json.loads(toast)["toast"]["undo"]
    undone = client.post(f"{ADDRESS}back/", {"token": token}, headers={"HX-Request": "true"})
    assert (undone.status_code, "3 taken back" in undone.headers["HX-Trigger"]) == (204, True)
    assert states() == ["cancelled"] * 3
    assert client.post(f"{ADDRESS}back/", {"token": "forged"}, headers={"HX-Request": "true"}).status_code == 409
    told_all = client.post(f"{ADDRESS}good/", {"all": "1", "key": str(uuid.uuid4())})
    assert (told_all.status_code, states().count("queued")) == (302, 3)
    nothing = client.post(f"{ADDRESS}good/", {"all": "1", "key": str(uuid.uuid4())}, headers={"HX-Request": "true"})
    assert (nothing.status_code, "Nothing has changed" in nothing.headers["HX-Trigger"]) == (204, True), "all are rated by now"


@pytest.mark.parametrize(("left", "attempts", "told"), [(30, 0, 30), (-1, 0, None), (30, 1, None)], ids=["waits", "is due", "was tried"])
def test_its_message_has_a_way_back_for_as_long_as_the_first_of_them_waits(
    cast: Cast, now_shop: Shop, client: Client, left: int, attempts: int, told: int | None
) -> None:
    client.force_login(cast.bob)
    ids, key = [str(pk) for pk in lines(now_shop)], str(uuid.uuid4())
    client.post(f"{ADDRESS}good/", {"line": ids, "key": key})
    due = datetime.now(ZoneInfo("UTC")) + timedelta(seconds=left)
    Outbound.objects.update(not_before=due + timedelta(seconds=60), attempts=attempts)
    Outbound.objects.filter(pk=min(Outbound.objects.values_list("pk", flat=True))).update(not_before=due)

    again = client.post(f"{ADDRESS}good/", {"line": ids, "key": key}, headers={"HX-Request": "true"})

    seconds = json.loads(again.headers["HX-Trigger"])["toast"].get("seconds")
    assert (seconds is None) if told is None else (told - 25 < seconds <= told)


def test_one_by_one_in_a_form_that_keeps_what_was_refused(cast: Cast, now_shop: Shop, client: Client) -> None:
    client.force_login(cast.bob)
    address, key = f"{ADDRESS}{lines(now_shop)[0]}/", str(uuid.uuid4())
    assert "Your rating" in text_of(client.get(address, headers={"HX-Request": "true"}))

    nothing = client.post(address, {"key": key})
    stopped = client.post(address, {"key": key, "verdict": "bad", "text": "Call +7 912 345 67 89"})
    assert [one.status_code for one in (nothing, stopped)] == [422, 422]
    assert "+7 912 345 67 89" in stopped.content.decode()
    done = client.post(address, {"key": key, "verdict": "bad", "text": "Not collected"}, headers={"HX-Request": "true"})
    assert (done.status_code, "Rated bad" in done.headers["HX-Trigger"]) == (204, True)
    again = client.post(address, {"key": key, "verdict": "bad", "text": "Not collected"}, headers={"HX-Request": "true"})
    assert (again.status_code, BuyerRating.objects.count()) == (204, 1)
    other = client.post(address, {"key": str(uuid.uuid4()), "verdict": "bad", "text": "Not collected"}, headers={"HX-Request": "true"})
    assert other.status_code == 409
    assert "has rated this already" in other.content.decode()
    assert "has rated this already" in text_of(client.get(address))
    assert client.get(f"{ADDRESS}{10**17}/").status_code == 404


def test_shops_without_buyer_rating_have_no_tab_and_readers_no_buttons(cast: Cast, now_shop: Shop, client: Client) -> None:
    make_shop(cast.desk, "plain-shop")
    client.force_login(cast.bob)
    assert "Rating buyers" not in text_of(client.get("/desks/harbor/reviews/?shop=plain-shop"))
    assert "Nobody to rate here" in text_of(client.get(f"{ADDRESS}?shop=plain-shop"))

    reader, analyst = make_person(), make_person()
    join(cast.desk, reader, "read_only")
    join(cast.desk, analyst, "analyst")
    client.force_login(reader)
    page = text_of(client.get(ADDRESS))
    assert "3 wait" in page
    assert "Rate good</button>" not in page
    assert "Rate with words" not in page
    assert client.post(f"{ADDRESS}good/", {"line": lines(now_shop), "key": str(uuid.uuid4())}).status_code == 404
    assert client.get(f"{ADDRESS}{lines(now_shop)[0]}/").status_code == 404
    client.force_login(analyst)
    assert client.get(ADDRESS).status_code == 404, "who sees no orders"
    assert "Rating buyers" not in text_of(client.get("/desks/harbor/reviews/"))


def test_the_page_costs_few_queries_however_much_waits(cast: Cast, now_shop: Shop, client: Client) -> None:
    client.force_login(cast.bob)
    more = [trade(number, at=ago(days=9), completed_at=ago(days=3)) for number in range(10, 40)]
    given = [rated(f"S{number}", f"O{number}", datetime.fromisoformat(ago(days=1))) for number in range(30, 40)]
    load(shops.facts(now_shop), *more, *given, now=datetime.now(ZoneInfo("UTC")))

    for address in (ADDRESS, f"{ADDRESS}?show=given"):
        text_of(client.get(address))
        with CaptureQueriesContext(connection) as asked:
            text_of(client.get(address))
        assert len(asked.captured_queries) <= 15


def test_programs_do_the_same(cast: Cast, now_shop: Shop, client: Client) -> None:
    text = make_token(cast.desk, "reviews.see", "reviews.answer", "orders.see")[1]
    base, headers = f"/api/v1/shops/{now_shop.slug}/buyer-ratings/", {"Authorization": f"Bearer {text}"}

    first = client.get(f"{base}due/?limit=2", headers=headers).json()
    assert [one["order"] for one in first["items"]] == ["O3", "O2"]
    rest = client.get(f"{base}due/?limit=2&cursor={first['next']}", headers=headers).json()
    assert ([one["order"] for one in rest["items"]], rest["next"]) == (["O1"], None)
    (silent,) = [one for one in first["items"] if one["order"] == "O3"]
    assert (silent["buyer_review"], silent["counts_if_silent"], silent["default_good_if_silent"]) == (None, None, False)
    assert silent["counts_if_good"] == silent["until"]

    def post(key: str, **told_: Any) -> Any:
        return client.post(base, told_, content_type="application/json", headers={**headers, "Idempotency-Key": key})

    assert post("a", order="O3", verdict="bad").json()["code"] == "text_missing"
    made = post("b", order="O3", verdict="good")
    assert (made.status_code, made.json()["state"]) == (201, "queued")
    assert post("b", order="O3", verdict="good").json()["id"] == made.json()["id"]
    assert post("c", order="O3", verdict="good").status_code == 409
    assert post("d", order="O9", verdict="good").status_code == 404
    assert post("e", order="O1", line="L9", verdict="good").json()["code"] == "line_unknown"
    listed = client.get(base, headers=headers).json()["items"]
    assert [(one["order"], one["line"], one["verdict"], one["confirmed"]) for one in listed] == [("O3", "L1", "good", False)]
    blind = make_token(cast.desk, "reviews.see", "reviews.answer")[1]
    assert client.get(f"{base}due/", headers={"Authorization": f"Bearer {blind}"}).status_code == 404
