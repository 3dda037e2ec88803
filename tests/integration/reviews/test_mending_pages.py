"""Offers and appeals on the pages: beside the review, in their forms, in the lists; and for programs."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reviews.models import Appeal, Offer
from sellerdesk import rooms
from sellerdesk.domain import permissions
from tests.factories.chat import message
from tests.factories.delivering import Clock, forget_marketplaces, turn
from tests.factories.feed import MONEY, order, review
from tests.factories.kernel import Cast, join, make_person, make_token
from tests.factories.mending import appeal, change, offer, tell, the


pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC).replace(microsecond=0)
HTMX = {"HX-Request": "true"}
SPAM = "Пишите на vk.com/x"
MOST_QUERIES = 15


def ago(days: float) -> str:
    return (NOW - timedelta(days=days)).isoformat()


@pytest.fixture
def house(cast: Cast) -> Cast:
    """One bad review of an order of 25 yuan, with a conversation about it."""
    line = {"id": "L1", "product": "P-L1", "quantity": 2, "price": MONEY}
    placed = {**order(at=ago(20), completed_at=ago(15)), "lines": [line]}
    told = review(at=ago(9), stars=1, text=f"Плохо. {SPAM}", photos=["p.jpg"])
    tell(cast, placed, told, {**message("M1", text="Верните деньги"), "at": ago(8), "order": "O1"}, now=NOW)
    forget_marketplaces()
    return cast


@pytest.fixture
def bob(house: Cast, client: Client) -> Client:
    client.force_login(house.bob)
    return client


def at(rest: str = "") -> str:
    return f"/desks/harbor/reviews/{the('R1').pk}/{rest}"


def page(client: Client, address: str = "", **asked: Any) -> str:
    response = client.get(address or at(), asked)
    assert response.status_code == 200
    return response.content.decode()


def form(**more: Any) -> dict[str, Any]:
    return {"key": str(uuid.uuid4()), "detail": "links", "statement": "Spam", **more}


def test_beside_a_review_stands_until_when_it_can_be_appealed_and_what_was_offered(house: Cast, bob: Client) -> None:
    change(house, offer(house, kind="partial_refund", amount_minor=300, currency="CNY", note="Новая ручка", now=NOW), "agreed", now=NOW)

    said = page(bob)

    assert "It can be appealed until" in said
    assert "12% of the order" in said
    assert "¥3.00" in said
    assert "Новая ручка" in said
    assert "1 change" in said
    panel = re.search(r'<section class="panel" id="appeals".*?</section>', said, re.DOTALL)
    assert panel
    assert "btn--primary" not in panel[0], "never a primary button"


def test_an_appeal_of_the_last_seconds_says_how_long_it_can_be_taken_back(house: Cast, bob: Client) -> None:
    given = datetime.now(UTC) - timedelta(days=90) + timedelta(seconds=14.8)
    tell(house, review("R8", None, at=given.isoformat()), now=NOW)
    place = f"/desks/harbor/reviews/{the('R8').pk}/"

    answer = bob.post(f"{place}appeal/", form(), follow=True)

    said = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(r"The appeal is being sent\. The time is nearly over: it can be taken back for [3-9] seconds\.", said), [
        line for line in said.splitlines() if "eing sent" in line
    ]


def test_an_appeal_is_made_in_the_dialog_and_without_it(house: Cast, bob: Client) -> None:
    dialog = bob.get(at("appeal/"), headers=HTMX)
    assert "<html" not in dialog.content.decode()
    whole = page(bob, at("appeal/"))
    for text in (dialog.content.decode(), whole):
        for word in (SPAM, "Верните деньги", "This review has 1 photo.", "no figures of our own yet"):
            assert word in text
    (ref,) = re.findall(r'name="quoted" value="([^"]+)"', whole)

    refused = bob.post(at("appeal/"), form(marked="не его слова", quoted=[ref], detail="demand"), headers=HTMX)
    assert refused.status_code == 422
    again = refused.content.decode()
    assert 'data-code="passage_not_found"' in again
    assert "не его слова" in again
    assert re.search(r'value="demand" checked', again)
    assert re.search(rf'value="{ref}" checked', again)

    made = bob.post(at("appeal/"), form(marked=SPAM, quoted=[ref]), headers=HTMX)
    assert (made.status_code, made["HX-Redirect"]) == (204, at() + "?show=all")
    (one,) = Appeal.objects.all()
    assert (one.passages[0]["text"], one.quotes[0]["text"], one.made_by) == (SPAM, "Верните деньги", house.bob)
    said = page(bob)
    assert "being sent" in said
    assert "Appeal once more" not in said

    assert bob.post(at(f"appeals/{one.pk}/withdraw/")).status_code == 302
    assert bob.post(at("appeal/"), form(), follow=True).redirect_chain == [(at() + "?show=all", 302)]


def test_by_hand_the_text_is_shown_and_the_answer_asked_for(house: Cast, bob: Client) -> None:
    made = appeal(house, now=NOW - timedelta(minutes=1))
    turn(Clock(NOW))
    said = page(bob)
    assert "by-hand" in said
    assert "Done there" in said

    assert bob.post(f"/desks/harbor/deliveries/{made.outbound}/done/", {"back": at()}).status_code == 302
    assert "An answer is expected by" in page(bob)
    address = at(f"appeals/{made.pk}/said/")
    assert bob.post(address, {"ruling": ""}).status_code == 422
    assert bob.post(address, {"ruling": "granted", "said": "Согласны"}).status_code == 302

    said = page(bob)
    assert "Согласны" in said
    assert "The review still counts" in said
    assert bob.post(address, {"ruling": "refused"}).status_code == 409


def test_an_offer_is_logged_and_changed_by_forms(house: Cast, bob: Client) -> None:
    broken = {"kind": "discount", "channel": "phone", "amount": "3,5x", "currency": "cny", "note": "n", "key": str(uuid.uuid4())}
    refused = bob.post(at("offer/"), broken)
    assert refused.status_code == 422
    assert "3,5x" in refused.content.decode()
    assert bob.post(at("offer/"), broken | {"amount": "3,5"}).status_code == 302
    one = Offer.objects.get()
    assert (one.amount_minor, one.currency, one.channel) == (350, "CNY", "phone")

    address = at(f"offers/{one.pk}/")
    assert 'name="seen" value="0"' in page(bob, address)
    assert bob.post(address, {"state": "declined", "seen": "0", "note": "“Нет”"}).status_code == 302
    stale = bob.post(address, {"state": "agreed", "seen": "0", "note": "keep me"}, headers=HTMX)
    assert stale.status_code == 409
    assert "keep me" in stale.content.decode()


def test_each_figure_of_the_appeals_opens_its_rows(house: Cast, bob: Client) -> None:
    many = [review(f"X{number}", None, at=ago(5), stars=1 + number % 2, verdict="bad") for number in range(6)]
    tell(house, *many, now=NOW)
    for number in range(6):
        one = appeal(house, f"X{number}", "demand" if number < 5 else "links", now=NOW)
        state = "granted" if number == 0 else "refused"
        Appeal.objects.filter(pk=one.pk).update(state=state, reached_at=NOW, ended_at=NOW, ended_by="person")

    said = page(bob, "/desks/harbor/reviews/appeals/")

    assert "20.0%" in said, "one of five threats"
    links = re.findall(r'<td class="r num">\s*<a href="([^"]+)#rows">(\d+)</a>', said)
    assert len(links) >= 10
    for link, number in links:
        rows = page(bob, "/desks/harbor/reviews/appeals/" + link.replace("&amp;", "&"))
        assert len(re.findall(r'<tr data-appeal="', rows)) == int(number), link
    assert "appeals like this are rarely granted: 1 of our 5" in page(bob, at("appeal/"))


def test_each_figure_of_the_offers_opens_its_rows(house: Cast, bob: Client) -> None:
    for state in ("agreed", "done", "declined"):
        change(house, offer(house, now=NOW), state, now=NOW)
    offer(house, kind="discount", amount_minor=5, currency="CNY", now=NOW)

    said = page(bob, "/desks/harbor/reviews/offers/", days=30)

    assert "66.7%" in said
    links = re.findall(r'<td class="r num">\s*<a href="([^"]+)#rows">(\d+)</a>', said)
    assert len(links) >= 6
    for link, number in links:
        rows = page(bob, "/desks/harbor/reviews/offers/" + link.replace("&amp;", "&"))
        assert len(re.findall(r'<tr data-offer="', rows)) == int(number), link


def test_pages_cost_few_queries_however_much_there_is(house: Cast, bob: Client) -> None:
    for number in range(4):
        change(house, offer(house, now=NOW), "agreed", now=NOW)
        tell(house, review(f"X{number}", None, at=ago(5)), now=NOW)
        appeal(house, f"X{number}", now=NOW)
    appeal(house, now=NOW)
    for address in (at(), at("appeal/"), "/desks/harbor/reviews/appeals/", "/desks/harbor/reviews/offers/"):
        with CaptureQueriesContext(connection) as asked:
            page(bob, address)
        headed = [query for query in asked.captured_queries if "django_session" not in query["sql"]]
        assert len(headed) <= MOST_QUERIES, address


def test_who_only_reads_sees_and_cannot(house: Cast, client: Client) -> None:
    offer(house, now=NOW)
    one = appeal(house, now=NOW)
    reader = make_person()
    join(house.desk, reader, "analyst")
    client.force_login(reader)

    said = page(client)

    assert "being sent" in said
    assert "Log offer" not in said
    assert "of the order" not in said
    for address in ("appeal/", "offer/", f"appeals/{one.pk}/said/", f"offers/{Offer.objects.get().pk}/"):
        assert client.get(at(address)).status_code == 404
    assert client.post(at(f"appeals/{one.pk}/withdraw/")).status_code == 404
    assert page(client, "/desks/harbor/reviews/appeals/")


def test_an_overdue_answer_is_described_among_what_waits(house: Cast) -> None:
    one = appeal(house, now=NOW)

    told = rooms.work_kinds()["appeal"].describe(house.desk.pk, "harbor", [f"appeal:{one.pk}"], NOW)

    assert told[f"appeal:{one.pk}"].href == at() + "?show=all"
    assert told[f"appeal:{one.pk}"].stars == 1


def test_programs_do_the_same(house: Cast, client: Client) -> None:
    _, text = make_token(house.desk, permissions.REVIEWS_SEE, permissions.REVIEWS_ANSWER)
    headers = {"Authorization": f"Bearer {text}"}

    def post(rest: str, **told: Any) -> Any:
        return client.post(f"/api/v1/shops/harbor-home/{rest}", told, content_type="application/json", headers=headers)

    made = post("appeals/", review="R1", detail="links", passages=[SPAM])
    assert made.status_code == 201
    assert (made.json()["reason"], made.json()["passages"][0]["text"]) == ("spam", SPAM)
    second = post("appeals/", review="R1", detail="links", statement="x")
    assert (second.status_code, second.json()["code"]) == (422, "appeal_running")
    assert post("appeals/", review="nobody's", detail="links", statement="x").status_code == 404
    assert post(f"appeals/{made.json()['id']}/withdraw/").json()["state"] == "withdrawn"
    assert post(f"appeals/{made.json()['id']}/withdraw/").status_code == 409

    logged = post("offers/", review="R1", kind="gift", channel="chat")
    assert logged.status_code == 201
    changed = post(f"offers/{logged.json()['id']}/changes/", state="agreed", seen=0)
    assert (changed.json()["state"], changed.json()["changes"]) == ("agreed", 1)
    assert post(f"offers/{logged.json()['id']}/changes/", state="done", seen=0).status_code == 409
    for rest in ("appeals/", "offers/"):
        listed = client.get(f"/api/v1/shops/harbor-home/{rest}", headers=headers).json()
        assert [one["review"] for one in listed["items"]] == ["R1"]
