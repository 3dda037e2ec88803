"""One conversation in the inbox: what is shown of it whatever a buyer wrote, how it goes on, what stands beside it."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chat.models import Attachment, Message, Note, Thread
from chat.services import assigning, settling
from sellerdesk import panels, shops
from sellerdesk.domain import actor, permissions
from sellerdesk.models import WorkItem
from tests.factories.feed import Record, load, order, review, told
from tests.factories.kernel import Cast, join, make_person
from tests.integration.chat.test_inbox_list import HTMX, MOST_QUERIES, NOW, said


pytestmark = pytest.mark.django_db
PHOTO = {"name": "a.png", "url": "/static/demo/mug-home.svg", "content_type": "image/png"}


def fill(cast: Cast, *records: Record) -> None:
    facts = shops.facts(cast.shop)
    load(facts, *records, now=NOW)
    while settling.settle(shop=facts, now=NOW):
        pass


@pytest.fixture
def alice(cast: Cast, client: Client) -> Client:
    client.force_login(cast.alice)
    return client


def at(rest: str = "", conversation: str = "C1") -> str:
    return f"/desks/harbor/chats/{Thread.objects.get(outside_id=conversation).pk}/{rest}"


def file(one: Attachment) -> str:
    return f"/desks/harbor/chats/files/{one.pk}/"


def read(client: Client, address: str = "", **asked: Any) -> str:
    response = client.get(address or at(), asked)
    assert response.status_code == 200
    return str(response.content.decode())


def bubbles(page: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", found).strip() for found in re.findall(r'class="bubble[^>]*>(.*?)</div>', _log(page), re.DOTALL)]


def _log(page: str) -> str:
    """The page without its templates: what the composer makes bubbles of is no message."""
    return re.sub(r"<template.*?</template>", "", page, flags=re.DOTALL)


def test_the_newest_messages_and_from_there_back_to_the_first(cast: Cast, alice: Client) -> None:
    fill(cast, *(said(f"M{number}", "C1", 500 - number, f"w{number}w") for number in range(120)))
    page = read(alice)
    shown = bubbles(page)
    assert shown == [f"w{number}w" for number in range(70, 120)]

    while earlier := re.search(r'id="earlier"><a [^>]*hx-get="([^"]+)"', page):
        page = alice.get(earlier[1].replace("&amp;", "&"), headers=HTMX).content.decode()
        shown = bubbles(page) + shown
    assert shown == [f"w{number}w" for number in range(120)]


def test_what_comes_is_added_to_what_is_shown(cast: Cast, alice: Client) -> None:
    fill(cast, *(said(f"M{number}", "C1", 500 - number, f"w{number}w") for number in range(60)))
    live = re.search(r'id="messages"[^>]*data-live-href="([^"]+)"', read(alice))
    assert live is not None
    fill(cast, *(said(f"N{number}", "C1", 1, f"n{number}n") for number in range(3)))

    part = alice.get(live[1].replace("&amp;", "&"), headers={"X-Live": "1"}).content.decode()

    assert part.count("<html") == 0
    assert bubbles(part) == [*(f"w{number}w" for number in range(10, 60)), "n0n", "n1n", "n2n"]
    assert part.count('id="unread"') == 1


def test_an_old_message_is_shown_with_what_is_around_it(cast: Cast, alice: Client) -> None:
    fill(cast, *(said(f"M{number}", "C1", 500 - number, f"w{number}w") for number in range(120)))
    aim = Message.objects.get(outside_id="M40").pk

    page = read(alice, at=aim, q="w40w")
    later = re.search(r'id="later"><button [^>]*hx-get="([^"]+)"', page)

    assert bubbles(page) == [f"w{number}w" for number in range(16, 66)]
    assert "<mark>w40w</mark>" in page
    assert re.search(rf'id="m{aim}"[^>]*data-current', page)
    assert 'role="log"' not in page
    assert later is not None
    assert bubbles(alice.get(later[1].replace("&amp;", "&"), headers=HTMX).content.decode())[0] == "w66w"


def test_words_are_found_in_one_conversation_one_after_the_other(cast: Cast, alice: Client) -> None:
    texts = {7: "Ёлка красная", 30: "елку вернуть", 90: "色差很大"}
    fill(
        cast,
        *(said(f"M{number}", "C1", 500 - number, texts.get(number, f"w{number}w")) for number in range(100)),
        said("X", "C2", 1, "елка"),
    )

    first = read(alice, at("find/"), q="ёлка")
    second = read(alice, at("find/"), q="ёлка", m="1")

    assert "1 of 2" in first
    assert "2 of 2" in second
    assert "<mark>елк</mark>у вернуть" in first
    assert "<mark>Ёлк</mark>а" in second
    assert "1 of 1" in read(alice, at("find/"), q="色差")
    assert "1 of 1" in read(alice, at("find/"), q="差")
    assert "not found" in read(alice, at("find/"), q="nowhere")
    # Without words it is the way back to the newest messages, past what is being written.
    back = re.search(r'hx-get="([^"]+)" hx-target="#thread-scroll">To the newest', first)
    assert back is not None
    assert bubbles(read(alice, back[1]))[-1] == "w99w"


def test_days_unread_events_notes_and_who_said_what(cast: Cast, alice: Client) -> None:
    placed, shipped = (NOW - timedelta(days=2)).isoformat(), (NOW - timedelta(minutes=55)).isoformat()
    fill(
        cast,
        {**order("O1", at=placed, shipped_at=shipped, completed_at=None), "buyer": {"id": "BC1"}, "status": "shipped"},
        said("M1", "C1", 60, "When?", order="O1"),
        said("M2", "C1", 50, "Today.", sender="seller"),
        said("M3", "C1", 40, "The chat is watched.", sender="marketplace"),
        said("M4", "C1", 30, "And now?"),
    )
    thread = Thread.objects.get()
    assigning.assign(
        desk_id=cast.desk.pk, shop_ids=[cast.shop.pk], thread_id=thread.pk, assignee_id=cast.bob.pk,
        actor=actor.person(cast.alice.pk, cast.alice.email), now=NOW,
    )  # fmt: skip
    Note.objects.create(
        desk=cast.desk, thread=thread, author=cast.bob, at=NOW, text="Ask @Alice", mentions=[cast.alice.pk], client_key="0" * 32
    )

    page = read(alice)
    page = page[page.index('id="thread-scroll"') :]
    told_in_order = [
        page.index(word) for word in ("When?", "Order O1 was shipped.", "Today.", "The chat is watched.", 'id="unread"', "And now?")
    ]

    assert told_in_order == sorted(told_in_order)
    assert "Order O1 was placed." not in page
    assert "Alice passed the chat to Bob." in page
    assert "Private note" in page
    assert "@Alice" in page
    assert _log(page).count('class="msg msg--us"') == 1


def test_edited_and_removed_messages(cast: Cast, alice: Client) -> None:
    def change(ref: str, of: str, text: str | None, by: str) -> Record:
        return {"type": "message_change", "id": ref, "message": of, "text": text, "by": by, "at": NOW.isoformat()}

    fill(
        cast, said("M1", "C1", 9, "As it was"), said("M2", "C1", 8, "Gone"), said("M3", "C1", 7, "Gone too"),
        change("X1", "M1", "As it is", "buyer"), change("X2", "M2", None, "buyer"), change("X3", "M3", None, "marketplace"),
    )  # fmt: skip
    page = read(alice)

    assert bubbles(page) == ["As it is", "Removed by the buyer", "Removed by the marketplace"]
    assert "Gone" not in page
    assert "edited" in page
    first = Message.objects.get(outside_id="M1").pk
    assert "As it was" in read(alice, at(f"messages/{first}/"), first="1")
    assert alice.get(at(f"messages/{Message.objects.get(outside_id='M2').pk}/")).status_code == 404


HOSTILE = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "turned": "abc \u202egnp.exe\u202c and \u2066more\u2069",
    "marks": "Z" + "\u0301" * 10_000,
    "long": "ш" * 5_000,
    "megabyte": "word " * 200_000,
}


def test_nothing_that_a_buyer_writes_is_more_than_text(cast: Cast, alice: Client) -> None:
    name = {"name": "<b>\u202eAnna</b>"}
    fill(cast, *(said(f"M{number}", "C1", 9 - number, text, **name) for number, text in enumerate(list(HOSTILE.values())[:-1])))
    Message.objects.filter(outside_id="M3").update(new_text=HOSTILE["megabyte"])
    page = read(alice)

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;" in page
    assert not set("\u202e\u202c\u2066\u2069") & set(page)
    assert "U+202E" in page
    assert "show all, 1,000,000 characters" in page
    assert len(page) < 200_000
    whole = read(alice, at(f"messages/{Message.objects.get(outside_id='M3').pk}/"))
    assert whole.count("word ") == 200_000


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://shop.example/a?b=1&c=2.", ["https://shop.example/a?b=1&amp;c=2"]),
        ("http://shop.example javascript:alert(1) www.shop.example", []),
        ("https://bank.example@evil.example/x", []),
        ("https://xn--80ak6aa92e.example/ https://банк.example/", []),
        ("<a href='https://evil.example'>https://bank.example</a>", ["https://evil.example", "https://bank.example"]),
        ("https://a.example/\u202egnp", ["https://a.example/"]),
    ],
)
def test_a_link_is_what_it_says_or_none(cast: Cast, alice: Client, text: str, links: list[str]) -> None:
    fill(cast, said("M1", "C1", 9, text))
    found = re.findall(r'<a href="([^"]+)" target="_blank" rel="noopener noreferrer nofollow"><bdi>([^<]*)</bdi></a>', read(alice))

    assert found == [(link, link) for link in links]


def test_photos_and_documents_in_place_and_in_the_drawer(cast: Cast, alice: Client, tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    place = f"attachments/1/ab/{'ab' * 16}.png"
    (tmp_path / place).parent.mkdir(parents=True)
    (tmp_path / place).write_bytes(b"\x89PNG")
    outside = {"name": "../../x\x00.pdf\u202e", "url": "https://files.example/x.pdf", "content_type": "application/pdf"}
    other = {"name": "c.png", "url": "http://files.example/c.png", "content_type": "image/png"}
    fill(
        cast, said("M1", "C1", 9, None, attachments=[PHOTO, outside | {"name": "x.pdf"}, other]), said("M2", "C1", 5, "Hi", sender="seller")
    )
    kept = Attachment.objects.get(name="c.png")
    Attachment.objects.filter(pk=kept.pk).update(state="kept", file=place, name="c/\x01d.png", content_type="image/png", size=2048)

    for page in (read(alice), read(alice, at("files/"))):
        assert f'data-view-photo="{file(kept)}"' in page
        assert 'data-view-photo="/static/demo/mug-home.svg"' in page
        assert 'href="https://files.example/x.pdf" target="_blank" rel="noopener noreferrer nofollow"' in page
    answer = alice.get(file(kept))
    assert b"".join(answer) == b"\x89PNG"
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"] == 'inline; filename="d.png"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    Attachment.objects.filter(pk=kept.pk).update(kind="document", content_type="application/pdf")
    answer = alice.get(file(kept))
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer) == b"\x89PNG"
    Attachment.objects.filter(pk=kept.pk).update(state="refused")
    assert alice.get(file(kept)).status_code == 404


def test_seen_done_undone_and_given(cast: Cast, alice: Client) -> None:
    fill(cast, said("M1", "C1", 9), said("M2", "C2", 5))
    assert alice.post(at("seen/"), {"arrival": "1"}).status_code == 204
    assert Thread.objects.get(outside_id="C1").unread == 0

    response = alice.post(at("done/"), {"seen": "1"}, headers=HTMX)
    page = response.content.decode()
    assert response["HX-Push-Url"].startswith(at("", "C2"))
    assert 'data-title="Buyer C2"' in page
    assert "data-undo" in page
    assert WorkItem.objects.get(subject=f"thread:{Thread.objects.get(outside_id='C1').pk}").outcome == "done"

    assert 'data-title="Buyer C1"' in alice.post(at("reopen/"), headers=HTMX).content.decode()
    assert Thread.objects.get(outside_id="C1").waiting_since is not None

    assert "Given to Bob" in alice.post(at("assign/"), {"assignee": str(cast.bob.pk)}, headers=HTMX).content.decode()
    assert Thread.objects.get(outside_id="C1").assignee_id == cast.bob.pk
    assert alice.post(at("assign/"), {"assignee": str(cast.carol.pk)}, headers=HTMX).status_code == 422
    assert "Bob" in read(alice, at("assign/"))


def test_what_the_buyer_wrote_meanwhile_is_shown_before_it_is_done(cast: Cast, alice: Client) -> None:
    fill(cast, said("M1", "C1", 9), said("M2", "C1", 1, "Wait!"))

    response = alice.post(at("done/"), {"seen": "1"}, headers=HTMX)

    assert response.status_code == 409
    assert "The buyer has written again" in response.content.decode()
    assert "Wait!" in response.content.decode()
    assert Thread.objects.get().done_at is None


def test_who_only_reads_changes_nothing(cast: Cast, client: Client) -> None:
    fill(cast, said("M1", "C1", 9))
    reader = make_person("rea@example.org")
    join(cast.desk, reader, "read_only")
    client.force_login(reader)

    page = read(client)
    assert "data-seen-href" not in page
    assert "data-done" not in page
    for rest in ("seen/", "done/", "reopen/", "assign/"):
        assert client.post(at(rest), {"arrival": "1", "seen": "1"}).status_code == 404
    assert Thread.objects.get().unread == 1


def test_beside_it_stand_buyer_order_product_and_reviews_in_one_request(cast: Cast, alice: Client) -> None:
    bought = {**order("45678", tracking="TR-1", note="To the door", completed_at=None), "buyer": {"id": "BC1"}, "status": "shipped"}
    refused = {**order("45679"), "buyer": {"id": "BC1"}, "status": "refused"}
    fill(
        cast,
        bought,
        refused,
        review("R1", None, text="Ручка", stars=2, buyer={"id": "BC1"}),
        said("M1", "C1", 9, order="45678", product="P1"),
    )

    page = read(alice)
    for word in ("2, 1 refused at pick-up", "TR-1", "To the door", 'class="steps__step" data-done>Ordered', "1 bad", "Ручка"):
        assert word in page
    assert re.findall(r'data-panel="(\w+)"', page) == ["buyer", "order", "reviews"]
    address = at()
    alice.get(address)
    with CaptureQueriesContext(connection) as queries:
        alice.get(address)
    assert len(queries) <= MOST_QUERIES


def test_orders_are_shown_to_those_who_may_see_them(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(cast, order("45678", tracking="TR-1"), said("M1", "C1", 9, order="45678"))
    client.force_login(cast.bob)
    assert "TR-1" in read(client)

    monkeypatch.setitem(permissions.ROLES, "agent", permissions.ROLES["agent"] - {permissions.ORDERS_SEE})
    page = read(client)
    assert "TR-1" not in page
    assert "45678" not in page


def test_a_panel_that_breaks_says_so_and_the_page_stands(cast: Cast, alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: Any) -> Any:
        raise RuntimeError("on purpose")

    broken = panels.SidePanel("broken", "Broken", permissions.DESK_SEE, "panels/buyer.html", break_down)
    monkeypatch.setattr(panels, "_side_panels", {**panels._side_panels, 99: broken})
    monkeypatch.setattr(panels, "_timelines", {**panels._timelines, 99: panels.Timeline(permissions.DESK_SEE, break_down)})
    fill(cast, said("M1", "C1", 9, "Hello"))

    page = read(alice)
    assert "This part did not load." in page
    assert "Hello" in page
    assert 'data-panel="buyer"' in page


def test_today_names_who_waits(cast: Cast, alice: Client) -> None:
    fill(cast, told("product", "P1", NOW.isoformat(), title="Grinder"), said("M1", "C1", 9, "Where?", name="Анна", product="P1"))

    page = read(alice, "/desks/harbor/")

    assert "Анна" in page
    assert "Where?" in page
    assert at() in page


def test_nothing_here_is_404(cast: Cast, alice: Client) -> None:
    fill(cast, said("M1", "C1", 9))
    for rest in ("messages/999/", f"messages/{2**63}/"):
        assert alice.get(at(rest)).status_code == 404
    for address in (
        "/desks/harbor/chats/files/999/",
        f"/desks/harbor/chats/files/{2**63}/",
        f"/desks/harbor/chats/{2**63}/",
        f"/desks/harbor/chats/{2**63}/messages/",
        "/desks/harbor/chats/99999/find/",
    ):
        assert alice.get(address).status_code == 404
    assert bubbles(read(alice, at("messages/"), before="x", after="1-2", **{"from": "9-9-9"})) == ["Hello"]
