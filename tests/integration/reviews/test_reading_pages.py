"""The page of reviews: what it shows whom, whole and in parts, whatever a buyer wrote."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reviews import panels
from reviews.models import Review
from reviews.services import flagging
from sellerdesk import rooms, shops
from sellerdesk.domain import permissions
from sellerdesk.models import WorkItem
from tests.factories.feed import Record, load, order, review, told
from tests.factories.kernel import Cast, join, make_person, make_shop


pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC).replace(microsecond=0)
HOSTILE = "<script>alert(1)</script>\u202eabc & \"'</p>"
HTMX = {"HX-Request": "true"}
MOST_QUERIES = 15


def ago(days: float) -> str:
    return (NOW - timedelta(days=days)).isoformat()


def fill(cast: Cast, *records: Record) -> None:
    facts = shops.facts(cast.shop)
    load(facts, *records, now=NOW)
    while flagging.judge(shop=facts, now=NOW):
        pass


def trade(number: int, **fields: Any) -> list[Record]:
    """An order of B1 and its review."""
    placed = order(f"O{number}", at=ago(20), completed_at=ago(15), tracking=f"TR{number}", **fields)
    return [placed, review(f"R{number}", f"O{number}", at=ago(9), stars=2, verdict=None, text=f"Слово {number}")]


@pytest.fixture
def alice(cast: Cast, client: Client) -> Client:
    client.force_login(cast.alice)
    return client


def the(ref: str) -> int:
    return Review.objects.get(outside_id=ref).pk


def read(client: Client, ref: str, **asked: Any) -> str:
    response = client.get(f"/desks/harbor/reviews/{the(ref)}/", asked)
    assert response.status_code == 200
    return response.content.decode()


def listed(client: Client, **asked: Any) -> str:
    return client.get("/desks/harbor/reviews/", asked).content.decode()


def test_the_first_view_is_what_is_flagged_and_the_first_of_it_is_open(cast: Cast, alice: Client) -> None:
    fill(cast, *trade(1), *trade(2), review("R9", None, at=ago(3), verdict="good", text="Хорошо"))

    page = listed(alice)

    assert page.count('class="list-row"') == 2
    assert 'aria-current="true"' in page
    assert "21 days left" in page
    assert "day 10 of 30" in page
    assert "Хорошо" not in page
    assert "Хорошо" in listed(alice, show="all")


def test_a_detail_is_a_page_and_with_htmx_a_part_of_it(cast: Cast, alice: Client) -> None:
    fill(
        cast,
        *trade(1),
        told("reply", "A1", ago(8), review="R1", text="Спасибо"),
        told("follow_up", "F1", ago(7), review="R1", text="Позже"),
    )
    address = f"/desks/harbor/reviews/{the('R1')}/"

    whole, part = alice.get(address), alice.get(address, headers=HTMX)
    restored = alice.get(address, headers={**HTMX, "HX-History-Restore-Request": "true"})

    for response in (whole, part, restored):
        said = response.content.decode()
        assert "HX-Request" in response["Vary"]
        for word in ("Слово 1", "Спасибо", "Позже", "TR1", "O1", "It counts as bad: −1."):
            assert word in said
    assert "<html" in whole.content.decode()
    assert "<html" in restored.content.decode()
    assert "<html" not in part.content.decode()
    assert part.content.decode().count("<title>") == 1


def test_the_list_is_a_part_too_and_tells_its_short_address(cast: Cast, alice: Client) -> None:
    fill(cast, *trade(1))

    response = alice.get("/desks/harbor/reviews/?show=bad&product=&days=&stars=&q=", headers={**HTMX, "HX-Target": "list"})

    assert "<html" not in response.content.decode()
    assert response["HX-Push-Url"] == "/desks/harbor/reviews/?show=bad"
    assert 'class="list-row"' in response.content.decode()


def test_pages_go_on_and_end(cast: Cast, alice: Client) -> None:
    fill(cast, *(review(f"R{number}", None, at=ago(2 + number / 100), text=f"w{number}w") for number in range(45)))
    seen, address = [], "/desks/harbor/reviews/?show=all"

    while address:
        page = alice.get(address, headers={**HTMX, "HX-Target": "older"}).content.decode()
        seen += re.findall(r"w\d+w", page)
        following = re.search(r'id="older"><a [^>]*href="([^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else ""

    assert seen == [f"w{number}w" for number in range(45)]


def test_what_a_buyer_writes_is_shown_and_does_nothing(cast: Cast, alice: Client) -> None:
    fields = dict.fromkeys(("text", "title", "pros", "cons"), HOSTILE)
    photos = ["javascript:alert(1)", "https://x.example/<b>", "p.jpg", "http://["]
    fill(
        cast,
        told("product", "P1", title=HOSTILE, article=HOSTILE[:40], image="javascript:alert(1)"),
        review(
            "R1",
            None,
            at=ago(5),
            product="P1",
            buyer={"id": "B1", "name": HOSTILE},
            photos=photos,
            **fields,
        ),
        told("follow_up", "F1", ago(4), review="R1", text=HOSTILE, photos=["data:text/html,x"]),
        told("reply", "A1", ago(3), review="R1", text=HOSTILE),
    )

    page = read(alice, "R1")

    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;") >= 9
    assert 'href="javascript' not in page
    assert 'href="data' not in page
    assert 'href="https://x.example/&lt;b&gt;" target="_blank" rel="noreferrer noopener"' in page
    assert "<img" not in page


def test_a_photo_that_lies_here_is_shown_and_no_other(cast: Cast, alice: Client) -> None:
    photos = ["/static/demo/mug-flaw.svg", "/static/../desks/harbor/", "//x.example/static/p.jpg", "https://x.example/static/p.jpg"]
    fill(cast, review("R1", None, at=ago(5), photos=photos))

    page = read(alice, "R1")

    assert '<img src="/static/demo/mug-flaw.svg" alt="Photo 1"' in page
    assert page.count("<img") == 1


def test_a_huge_text_is_all_there_and_not_all_open(cast: Cast, alice: Client) -> None:
    fill(cast, review("R1", None, at=ago(5), text="слово " * 16_000 + "конец"))

    page = read(alice, "R1")

    assert "конец" in page
    assert "Show all" in page
    assert page.index("<details") < page.index("конец")


def test_language_is_said_of_what_a_buyer_wrote(cast: Cast, alice: Client) -> None:
    fill(cast, review("R1", None, at=ago(5), text="质量很差", buyer={"id": "B1", "name": "Анна"}))

    page = read(alice, "R1")

    assert re.search(r'<blockquote class="quote" dir="auto" lang="zh">\s*(?:<mark[^>]*>)?质量', page)
    assert '<bdi lang="ru">Анна</bdi>' in page


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ([review("R1", "O9", at=ago(5))], ["The record that it belongs to has not come yet.", "Order O9 has not come yet."]),
        ([review("R1", None, at=ago(5))], ["It does not count: it names no order.", "The review names no order."]),
        ([order(at=ago(9)), review("R1", line="L9", at=ago(5))], ["This review was rejected.", "The order has no such line."]),
        (
            [order(at=ago(9)), review("R1", at=ago(5)), told("trade_void", "V1", ago(1), order="O1", reason="накрутка")],
            ["The marketplace struck the trade", "накрутка", "It does not count: the marketplace struck the trade."],
        ),
        (
            [order(at=ago(9)), review("R1", at=ago(5)), told("review_change", "R1", ago(4), verdict="good", text="Решили")],
            ["Changed to good by the buyer", "Решили", "It counts as good: +1."],
        ),
        (
            [order(at=ago(9)), review("R1", at=ago(5)), told("review_delete", "R1", ago(4), by="platform")],
            ["Deleted by the marketplace", "It counts no more: it was deleted."],
        ),
        (
            [order(at=ago(9)), review("R1", at=ago(5)), told("review_change", "R1", ago(4), verdict="neutral")],
            ["A change that was refused", "A review can only be changed to good."],
        ),
        (
            [order(at=ago(9)), review("R1", at=ago(5), anonymous=True)],
            ["Anonymous buyer", "The buyer wishes to be anonymous."],
        ),
    ],
    ids=["waiting", "no order", "rejected", "struck", "changed", "deleted", "refused", "anonymous"],
)
def test_what_became_of_it_is_said(cast: Cast, alice: Client, records: list[Record], said: list[str]) -> None:
    fill(cast, *records)

    page = read(alice, "R1")

    for sentence in said:
        assert sentence in page


def test_who_may_not_see_orders_sees_none(cast: Cast, client: Client) -> None:
    analyst = make_person()
    join(cast.desk, analyst, "analyst")
    fill(cast, *trade(1))
    client.force_login(analyst)

    page = read(client, "R1")

    assert "Слово 1" in page
    for word in ("TR1", "Trade completed", "Tracking number", "<dt>Orders</dt>"):
        assert word not in page


def test_other_reviews_of_the_buyer_are_named_but_for_anonymous_ones(cast: Cast, alice: Client) -> None:
    fill(cast, *trade(1), *trade(2), *trade(3))
    Review.objects.filter(outside_id="R3").update(anonymous=True)

    page = read(alice, "R1", show="good")

    assert f"/reviews/{the('R2')}/?show=all" in page
    assert f"/reviews/{the('R3')}/" not in page
    assert "good 0, neutral 0, bad 1" in page


def test_a_review_of_another_desk_or_shop_or_of_nothing_is_not_there(cast: Cast, alice: Client, client: Client) -> None:
    load(shops.facts(cast.other_shop), review("R1", None, at=ago(5)), now=NOW)
    fill(cast, review("own", None, at=ago(5), author="seller"))

    for number in (the("R1"), the("own"), 0, 10**30):
        assert alice.get(f"/desks/harbor/reviews/{number}/").status_code == 404
    assert alice.get(f"/desks/harbor/reviews/?product={10**30}&after=x&stars=9").status_code == 200


def test_it_opens_whatever_shop_is_chosen(cast: Cast, alice: Client) -> None:
    second = make_shop(cast.desk)
    fill(cast, *trade(1))

    assert "Слово 1" in read(alice, "R1", shop=second.slug)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "No reviews yet"),
        ({"show": "all", "q": "пусто"}, "Nothing found for “пусто”"),
        ({"show": "all", "stars": 1}, "No review matches"),
    ],
)
def test_nothing_to_show_says_what_to_do(alice: Client, asked: dict[str, Any], said: str) -> None:
    assert said in listed(alice, **asked)


def test_nothing_flagged_says_so(cast: Cast, alice: Client) -> None:
    fill(cast, review("R1", None, at=ago(5), verdict="good"))

    assert "Nothing waits here" in listed(alice)


def test_the_number_of_queries_does_not_grow(cast: Cast, alice: Client) -> None:
    fill(cast, *trade(1))
    addresses = ["/desks/harbor/reviews/", "/desks/harbor/reviews/?show=all&q=слово", f"/desks/harbor/reviews/{the('R1')}/?show=all"]
    alice.get(addresses[0])

    def asked() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert alice.get(address).status_code == 200
            found.append(len(queries))
        return found

    before = asked()
    follow_ups = [told("follow_up", f"F{number}", ago(3), review=f"R{number}", text="x") for number in range(1, 9)]
    fill(cast, *(record for number in range(2, 30) for record in trade(number)), *follow_ups)

    assert asked() == before
    assert max(before) <= MOST_QUERIES, before


def test_today_can_say_what_waits(cast: Cast) -> None:
    fill(cast, *trade(1), *trade(2))
    subjects = list(WorkItem.objects.values_list("subject", flat=True))
    kind = rooms.work_kinds()["flagged_review"]

    with CaptureQueriesContext(connection) as queries:
        found = kind.describe(cast.desk.pk, cast.desk.slug, [*subjects, "review:999999999", f"review:{10**18}9", "review:x", "odd"], NOW)

    assert len(queries) == 1
    assert set(found) == set(subjects)
    one = found[f"review:{the('R1')}"]
    assert (one.text, one.lang, one.stars, one.href) == ("Слово 1", "ru", 2, f"/desks/harbor/reviews/{the('R1')}/")
    assert kind.describe(cast.other_desk.pk, "elsewhere", subjects, NOW) == {}


def test_the_search_box_finds_reviews(cast: Cast, alice: Client) -> None:
    fill(cast, *trade(1), *trade(2))

    hits = panels.find(cast.desk.pk, cast.desk.slug, [cast.shop.pk], "слово 2", 5, permissions.PERMISSIONS.__contains__, NOW)

    assert [hit.text for hit in hits] == ["Слово 2"]
    assert f"/reviews/{the('R2')}/?show=all" in alice.get("/desks/harbor/search/?q=слово+2").content.decode()
    assert panels.find(cast.desk.pk, cast.desk.slug, [cast.other_shop.pk], "слово", 5, permissions.PERMISSIONS.__contains__, NOW) == []


@pytest.mark.parametrize("anonymous", [False, True])
@pytest.mark.parametrize(("role", "finds"), [("read_only", True), ("analyst", False)])
def test_a_review_is_found_by_its_order_by_those_who_may_see_orders(
    cast: Cast, client: Client, role: str, finds: bool, anonymous: bool
) -> None:
    placed, told_of = trade(45678)
    fill(cast, placed, told_of | {"anonymous": anonymous})
    reader = make_person("reader@example.org")
    join(cast.desk, reader, role)
    client.force_login(reader)

    for address in ("/desks/harbor/search/?q=O45678", "/desks/harbor/reviews/?show=all&q=O45678"):
        assert (f"/reviews/{the('R45678')}/" in client.get(address).content.decode()) is finds, address
    assert f"/reviews/{the('R45678')}/" in client.get("/desks/harbor/reviews/?show=all&q=слово").content.decode()


def test_why_a_review_was_flagged_is_one_sentence_in_each_language(cast: Cast, alice: Client) -> None:
    fill(cast, *trade(1))

    assert "Flagged for: bad verdict and few stars" in read(alice, "R1")
    cast.alice.language = "zh-hans"
    cast.alice.save()
    assert "标记原因：差评和星级低" in read(alice, "R1")
