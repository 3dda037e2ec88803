"""The page of claims: who sees what, a list by deadline beside a claim, what stands beside other things."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from returns.models import Claim
from sellerdesk import shops
from sellerdesk.models import Membership, Shop
from tests.factories.feed import MONEY, load, order, review, told
from tests.factories.kernel import Cast
from tests.factories.returns import claim, refusal, step


pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
MOST_QUERIES = 15
NOW = datetime.now(UTC)


def ago(hours: float) -> str:
    return (NOW - timedelta(hours=hours)).isoformat()


@pytest.fixture
def desk(cast: Cast) -> Cast:
    """Five claims: two to decide, one with the buyer, one with the marketplace, one closed."""
    Shop.objects.filter(pk=cast.shop.pk).update(rules="taobao")
    cast.shop.refresh_from_db()
    words: dict[str, Any] = {
        "reason": {"code": "COLOR", "text": "订的是灰色，收到的是棕色"},
        "amount": MONEY,
        "photos": ["/static/demo/mug-home.svg"],
    }
    records = [
        order("O1", at=ago(99), completed_at=None, buyer="B1", status="delivered"),
        told("product", "P-L1", title="Merino throw", article="T-1"),
        told("message", "M1", ago(50), conversation="C1", sender="buyer", buyer={"id": "B1", "name": "李航"}, order="O1", text="hi"),
        review("R1", "O1", at=ago(3)),
        claim("SOON", at=ago(47), **words),
        claim("LATER", at=ago(10), photos=["//photos.example/1.webp"], video="//video.example/1.mp4"),
        claim("BUYER", at=ago(9)),
        step("agreed", ago(8), claim="BUYER", ref="T1", text="Please send it back"),
        step("refund_failed", ago(8), claim="LATER", ref="T5", by="marketplace"),
        claim("THEIRS", at=ago(8)),
        step("marketplace_joined", ago(7), claim="THEIRS", ref="T2", by="marketplace"),
        claim("OVER", at=ago(70)),
        step("refunded", ago(60), claim="OVER", ref="T3", by="clock", amount=MONEY),
        refusal("U1", "O1"),
    ]
    load(shops.facts(cast.shop), *records, now=NOW)
    return cast


@pytest.fixture
def alice(desk: Cast, client: Client) -> Client:
    client.force_login(desk.alice)
    return client


def read(client: Client, rest: str = "", **asked: Any) -> str:
    response = client.get(f"/desks/harbor/returns/{rest}", asked)
    assert response.status_code == 200
    return response.content.decode()


def number(ref: str) -> int:
    return Claim.objects.get(outside_id=ref).pk


def rows(page: str) -> list[str]:
    return re.findall(r'class="list-row__who list-row__number num">(\w+)<', page)


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        ("", ["SOON", "LATER", "BUYER", "THEIRS"]),
        ("decide", ["SOON", "LATER"]),
        ("buyer", ["BUYER"]),
        ("marketplace", ["THEIRS"]),
        ("closed", ["OVER"]),
    ],
)
def test_views_by_deadline(alice: Client, show: str, expected: list[str]) -> None:
    page = read(alice, show=show)

    assert rows(page) == expected
    counts = re.findall(r'class="count">(\d+)<', page[page.index('class="filters"') : page.index('id="again"')])
    assert counts == ["4", "2", "1", "1"]


def test_a_long_list_goes_on_where_it_ended(desk: Cast, alice: Client) -> None:
    load(shops.facts(desk.shop), *(claim(f"N{n:03}", at=ago(1 + n / 100)) for n in range(70)), now=NOW)
    for show, expected in (("", 74), ("closed", 1)):
        page = read(alice, show=show)
        shown = rows(page)
        while found := re.search(r'id="older"><a [^>]*hx-get="([^"]+)"', page):
            page = alice.get(found[1].replace("&amp;", "&"), headers={**HTMX, "HX-Target": "older"}).content.decode()
            shown += rows(page)
        assert len(shown) == len(set(shown)) == expected


def test_a_claim_says_what_happens_by_itself_and_how_it_stands(alice: Client) -> None:
    page = read(alice, f"{number('SOON')}/")

    assert "agrees to the return by itself" in page
    for said in (
        "Not as described: colour",
        "订的是灰色",
        "not decided",
        "with the buyer",
        "your turn",
        "Merino throw",
        "李航",
        "order O1",
    ):
        assert said in page
    assert 'src="/static/demo/mug-home.svg"' in page


def test_what_does_not_stand_says_why_and_far_pictures_are_links(alice: Client) -> None:
    page = read(alice, f"{number('LATER')}/")

    assert "Nothing was agreed that could be paid." in page
    assert 'href="https://photos.example/1.webp"' in page
    assert 'src="https://photos.example' not in page
    assert "video.example" in page
    assert "The reason was read from the buyer’s words." in page


def test_a_rejected_claim_waits_for_nobody_and_tells_each_step_once(desk: Cast, alice: Client) -> None:
    load(shops.facts(desk.shop), claim("ODD", line="L9", at=ago(5)), step("agreed", ago(4), claim="ODD"), now=NOW)

    assert "ODD" not in rows(read(alice)) + rows(read(alice, show="decide")) + rows(read(alice, show="buyer"))
    assert "ODD" in rows(read(alice, show="closed"))
    page = read(alice, f"{number('ODD')}/")
    assert "This claim was rejected." in page
    assert "No clock runs" in page
    assert page.count("Agreed, the goods are to come back") == 1


def test_your_turn_lists_what_is_said_to_be_your_turn(desk: Cast, alice: Client) -> None:
    """No clock runs for what came back though it was refused; but the shop has it now."""
    load(
        shops.facts(desk.shop),
        claim("BACK", at=ago(6)),
        step("refused", ago(5), claim="BACK", ref="T6"),
        step("sent_back", ago(4), claim="BACK", ref="T7", by="buyer"),
        step("signed", ago(3), claim="BACK", ref="T8", by="marketplace"),
        now=NOW,
    )

    assert "BACK" in rows(read(alice, show="decide"))


def test_the_course_is_told(alice: Client) -> None:
    page = read(alice, f"{number('OVER')}/")

    assert page.index("The money was paid back") < page.index("by itself")
    assert "No clock runs" in page
    assert "kept by the buyer" in page


def test_a_part_is_answered_to_htmx(alice: Client) -> None:
    listed = alice.get("/desks/harbor/returns/?show=decide", headers=HTMX)
    opened = alice.get(f"/desks/harbor/returns/{number('BUYER')}/", headers=HTMX)

    assert listed["HX-Push-Url"] == "/desks/harbor/returns/?show=decide"
    assert "<html" not in listed.content.decode() + opened.content.decode()
    assert "Please send it back" in opened.content.decode()


def test_without_claims_it_says_what_will_come(cast: Cast, client: Client) -> None:
    client.force_login(cast.alice)

    assert "No claim is open" in read(client)
    assert "There is no claim in this view." in read(client, show="marketplace")


def test_who_may_not_see_returns_finds_nothing(desk: Cast, client: Client) -> None:
    client.force_login(desk.bob)
    Membership.objects.filter(user=desk.bob).update(role="analyst")

    assert client.get("/desks/harbor/returns/").status_code == 404
    assert client.get(f"/desks/harbor/returns/{number('SOON')}/").status_code == 404
    client.force_login(desk.alice)
    assert client.get("/desks/harbor/returns/99999999999999999999/").status_code == 404


def test_pages_ask_few_queries(alice: Client) -> None:
    for address in ("", f"{number('SOON')}/"):
        read(alice, address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            read(alice, address)
        assert len(asked) <= MOST_QUERIES, [query["sql"][:90] for query in asked.captured_queries]


def test_claims_stand_beside_conversations_reviews_and_one_another(desk: Cast, alice: Client) -> None:
    from chat.models import Thread
    from reviews.models import Review

    chat = alice.get(reverse("chat", args=["harbor", Thread.objects.get().pk])).content.decode()
    review_page = alice.get(reverse("review", args=["harbor", Review.objects.get().pk])).content.decode()
    own = read(alice, f"{number('SOON')}/")

    for page in (chat, review_page, own):
        assert 'data-panel="claims"' in page
        assert f"/returns/{number('BUYER')}/" in page
    panel = own[own.index('data-panel="claims"') :]
    assert "Open claim SOON" not in panel


def test_the_queue_of_today_shows_claims_with_their_deadline(alice: Client) -> None:
    page = alice.get(reverse("today", args=["harbor"])).content.decode()

    assert f"/returns/{number('SOON')}/" in page
    assert "订的是灰色" in page
