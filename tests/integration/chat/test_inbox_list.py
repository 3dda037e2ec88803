"""The list of the inbox: every tab and filter, pages that go on, what rows say, and that more rows cost no more queries."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chat.models import Thread
from chat.services import assigning, finishing
from sellerdesk import shops
from sellerdesk.domain import actor
from sellerdesk.models import Lease, WorkItem
from tests.factories.feed import Record, load, told
from tests.factories.kernel import Cast, join, make_person, make_shop


pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC).replace(microsecond=0)
HTMX = {"HX-Request": "true"}
LIST = "/desks/harbor/chats/"
MOST_QUERIES = 15


def said(
    ref: str, conversation: str, minutes: float, text: str | None = "Hello", *, sender: str = "buyer", name: str = "", **more: Any
) -> Record:
    """A message so many minutes ago."""
    buyer = {"id": f"B{conversation}", "name": name or f"Buyer {conversation}"}
    at = (NOW - timedelta(minutes=minutes)).isoformat()
    return {"type": "message", "id": ref, "at": at, "conversation": conversation, "sender": sender, "buyer": buyer, "text": text, **more}


def fill(cast: Cast, *records: Record) -> None:
    load(shops.facts(cast.shop), *records, now=NOW)


def the(conversation: str) -> Thread:
    return Thread.objects.get(outside_id=conversation)


def act(cast: Cast) -> dict[str, Any]:
    return {"desk_id": cast.desk.pk, "shop_ids": [cast.shop.pk], "actor": actor.person(cast.alice.pk, cast.alice.email), "now": NOW}


@pytest.fixture
def alice(cast: Cast, client: Client) -> Client:
    client.force_login(cast.alice)
    return client


@pytest.fixture
def few(cast: Cast) -> None:
    """One that waits since an hour and a half, one since ten minutes, one answered, one done, one lapsed, one of an order."""
    fill(
        cast,
        told("product", "P1", NOW.isoformat(), title="Moka grinder", article="118 204"),
        said("M1", "C1", 90, "Where is it?", product="P1"),
        said("M2", "C2", 10, "И ещё вопрос", product="P1"),
        said("M3", "C3", 30, "Is it red?"),
        said("M4", "C3", 20, "Yes, it is.", sender="seller"),
        said("M5", "C4", 300, "Thanks"),
        said("M6", "C5", 60 * 24 * 40, "Anybody there?"),
        said("M7", "C6", 5, "Broken", order="O1"),
    )
    finishing.finish(thread_id=the("C4").pk, seen=1, user_id=cast.alice.pk, **act(cast))
    assigning.assign(thread_id=the("C2").pk, assignee_id=cast.bob.pk, **act(cast))
    assigning.assign(thread_id=the("C3").pk, assignee_id=cast.alice.pk, **act(cast))


def listed(client: Client, address: str = LIST, **asked: Any) -> list[str]:
    """The conversations of a page in their order."""
    page = client.get(address, asked).content.decode()
    refs = dict(Thread.objects.values_list("pk", "outside_id"))
    return [refs[int(own)] for own in re.findall(r'data-live-row="thread:(\d+)"', page)]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({}, ["C1", "C2", "C6", "C3"]),
        ({"show": "unread"}, ["C6", "C2", "C1", "C5"]),
        ({"show": "mine"}, ["C3"]),
        ({"show": "all"}, ["C6", "C2", "C3", "C1", "C4", "C5"]),
        ({"show": "done"}, ["C4"]),
        ({"show": "all", "sale": "after"}, ["C6"]),
        ({"show": "all", "sale": "before"}, ["C2", "C3", "C1", "C4", "C5"]),
        ({"show": "all", "who": "0"}, ["C6", "C1", "C4", "C5"]),
        ({"show": "nonsense", "sale": "x", "product": "-1", "after": "w1-", "who": "9" * 30}, ["C1", "C2", "C6", "C3"]),
    ],
)
def test_every_tab_and_filter(few: None, alice: Client, asked: dict[str, str], shown: list[str]) -> None:
    assert listed(alice, **asked) == shown


@pytest.mark.parametrize(
    ("tab", "shown"), [("waiting", ["C1", "C2"]), ("unread", ["C2", "C1"]), ("all", ["C2", "C1"]), ("mine", []), ("done", [])]
)
def test_one_article_or_one_person(few: None, cast: Cast, alice: Client, tab: str, shown: list[str]) -> None:
    product = the("C1").product_id

    assert listed(alice, show=tab, product=product) == shown
    assert listed(alice, show=tab, who=cast.bob.pk) == (["C2"] if tab in {"waiting", "unread", "all"} else [])


def test_counts_the_foot_and_the_rail(few: None, alice: Client) -> None:
    page = alice.get(LIST).content.decode()

    tabs = re.findall(r'data-tab="(\w+)"[^>]*>[^<]*<span class="count">([^<]*)<', page)
    assert tabs == [("waiting", "3"), ("unread", "4"), ("mine", "1"), ("all", "6"), ("done", "1")]
    assert "3 waiting, 1 overdue" in page
    assert "4 unread" in alice.get("/desks/harbor/reviews/").content.decode()
    assert "<title>(3) Chats" in page


def test_what_nobody_answered_for_a_month_is_called_so_and_the_buyers_turn_has_a_heading(few: None, alice: Client) -> None:
    assert "not answered" in alice.get(LIST, {"show": "all"}).content.decode()
    assert alice.get(LIST).content.decode().count("Answered, the buyer’s turn") == 1


def test_a_snoozed_one_is_out_of_the_way_until_it_is_time(few: None, alice: Client) -> None:
    item = WorkItem.objects.filter(subject=f"thread:{the('C1').pk}", state="open")
    item.update(snoozed_until=NOW + timedelta(hours=1))
    assert listed(alice) == ["C2", "C6", "C3"]
    assert "2 waiting" in alice.get(LIST).content.decode()

    item.update(snoozed_until=NOW - timedelta(minutes=1))
    assert listed(alice) == ["C1", "C2", "C6", "C3"]


def test_who_writes_now_is_seen_by_the_others_alone(few: None, cast: Cast, alice: Client) -> None:
    lease = {"desk": cast.desk, "subject": f"thread:{the('C1').pk}", "until": datetime.now(UTC) + timedelta(minutes=5)}
    made = Lease.objects.create(holder=cast.bob, **lease)
    assert "Bob is writing" in alice.get(LIST).content.decode()

    Lease.objects.filter(pk=made.pk).update(holder=cast.alice)
    assert "is writing" not in alice.get(LIST).content.decode()


def test_a_row_without_words_says_what_it_is(cast: Cast, alice: Client) -> None:
    photo = [{"name": "a.png", "url": "https://x.example/a.png", "content_type": "image/png"}]
    pdf = [{"name": "a.pdf", "url": "https://x.example/a.pdf", "content_type": "application/pdf"}]
    change = {"type": "message_change", "id": "X1", "message": "M3", "text": None, "by": "buyer", "at": NOW.isoformat()}
    fill(cast, said("M1", "C1", 9, None, attachments=photo), said("M2", "C2", 8, None, attachments=pdf), said("M3", "C3", 7), change)

    page = alice.get(LIST, {"show": "all"}).content.decode()
    bodies = re.findall(r'<span class="faint">(photo|file|removed)</span>', page)
    assert bodies == ["removed", "file", "photo"]


def test_grouped_by_article_in_the_order_of_the_first_of_each(few: None, alice: Client) -> None:
    page = alice.get(LIST, {"group": "1"}).content.decode()

    assert re.findall(r'class="truncate">([^<]*)</bdi><span class="push count">(\d+)', page) == [
        ("Moka grinder", "2"),
        ("No article named", "2"),
    ]


@pytest.mark.parametrize("tab", ["waiting", "all", "unread"])
def test_pages_go_on_without_losing_or_doubling_a_row(cast: Cast, alice: Client, tab: str) -> None:
    fill(cast, *(said(f"M{number}", f"C{number}", 1 + number) for number in range(65)))
    fill(cast, *(said(f"A{number}", f"C{number}", 0.1, sender="seller") for number in range(40, 65)))
    seen, address = listed(alice, show=tab), f"{LIST}?show={tab}"

    while True:
        page = alice.get(address, headers={**HTMX, "HX-Target": "older"} if "after" in address else {}).content.decode()
        following = re.search(r'id="older"><a [^>]*href="([^"]+)"', page)
        if following is None:
            break
        address = following[1].replace("&amp;", "&")
        refs = dict(Thread.objects.values_list("pk", "outside_id"))
        part = alice.get(address, headers={**HTMX, "HX-Target": "older"}).content.decode()
        seen += [refs[int(own)] for own in re.findall(r'data-live-row="thread:(\d+)"', part)]

    assert len(seen) == len(set(seen)) == (40 if tab == "unread" else 65)


def test_a_list_that_keeps_itself_current_ends_where_it_ended(cast: Cast, alice: Client) -> None:
    fill(cast, *(said(f"M{number}", f"C{number}", 10 + number) for number in range(40)))
    page = alice.get(LIST, {"show": "all"}).content.decode()
    live = re.search(r'id="conversations"[^>]*data-live-href="([^"]+)"', page)
    assert live is not None
    first = listed(alice, show="all")

    fill(cast, said("N1", "C99", 1))
    part = alice.get(live[1].replace("&amp;", "&"), headers={"X-Live": "1"}).content.decode()
    refs = dict(Thread.objects.values_list("pk", "outside_id"))

    assert "<html" not in part
    assert [refs[int(own)] for own in re.findall(r'data-live-row="thread:(\d+)"', part)] == ["C99", *first]


def test_the_list_is_a_part_for_htmx_and_tells_its_address(few: None, alice: Client) -> None:
    response = alice.get(f"{LIST}?show=done&sale=&q=", headers={**HTMX, "HX-Target": "list"})

    assert "<html" not in response.content.decode()
    assert response["HX-Push-Url"] == f"{LIST}?show=done"


def test_more_conversations_cost_no_more_queries(cast: Cast, alice: Client) -> None:
    fill(cast, said("M0", "C0", 5, product="P0"))
    alice.get(LIST)

    def asked(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert alice.get(address).status_code == 200
        return len(queries)

    few = asked(LIST)
    fill(cast, *(said(f"M{number}", f"C{number}", 5 + number, product=f"P{number}") for number in range(1, 28)))

    assert asked(LIST) == few
    assert asked(f"{LIST}{the('C3').pk}/") <= MOST_QUERIES


def test_shops_that_a_person_does_not_see_are_not_counted_or_shown(few: None, cast: Cast, client: Client) -> None:
    from sellerdesk.models import MembershipShop

    person = make_person("eve@example.org")
    other = make_shop(cast.desk, "harbor-two")
    member = join(cast.desk, person, "agent", every_shop=False)
    MembershipShop.objects.create(desk=cast.desk, membership=member, shop=other)
    client.force_login(person)

    assert listed(client, show="all") == []
    assert client.get(f"{LIST}{the('C1').pk}/").status_code == 404


def test_without_the_right_to_see_chats_there_is_no_room(few: None, cast: Cast, client: Client) -> None:
    analyst = make_person("ann@example.org")
    join(cast.desk, analyst, "analyst")
    client.force_login(analyst)

    assert client.get(LIST).status_code == 404
    assert "/chats/" not in client.get("/desks/harbor/reviews/").content.decode()
