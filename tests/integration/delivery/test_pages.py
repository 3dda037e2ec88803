"""The pages of deliveries and connections, the banner and the dot: who sees them, what they say, what they do."""

import html
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sellerdesk import access, carriers
from sellerdesk.domain import permissions
from sellerdesk.domain.permissions import ROLES
from sellerdesk.models import AuditEntry, MembershipShop, Outbound, ShopConnection, User
from sellerdesk.web import ties
from tests.factories.delivering import KIND, Clock, Room, connected, owe, room, state, turn
from tests.factories.kernel import NOW, Cast, join, make_desk, make_person, make_shop


pytestmark = pytest.mark.django_db
LIST, MARKETS = "/desks/harbor/deliveries/", "/desks/harbor/settings/marketplaces/"


@pytest.fixture
def chat() -> Iterator[Room]:
    with room() as made:
        yield made


def as_role(client: Client, cast: Cast, role: str) -> User:
    person = make_person(name="Dora")
    join(cast.desk, person, role)
    client.force_login(person)
    return person


def text_of(answer: Any) -> str:
    return html.unescape(answer.content.decode())


@pytest.mark.parametrize("role", list(ROLES))
def test_who_sees_and_changes_what(client: Client, cast: Cast, chat: Room, role: str) -> None:
    (pk,) = owe(shop=cast.shop, texts=["hello"], now=NOW)
    turn(Clock())
    as_role(client, cast, role)
    manages = role in {"owner", "manager"}

    assert client.get(LIST).status_code == (200 if manages else 404)
    assert client.get(f"{LIST}{pk}/").status_code == (200 if manages else 404)
    assert client.get(MARKETS).status_code == 200
    assert client.get(f"{MARKETS}harbor-home/").status_code == (200 if manages else 404)
    assert client.post(f"{LIST}{pk}/done/").status_code == (302 if manages else 404)
    assert (state(pk) == "done") is manages


def test_a_room_may_let_those_handle_its_deliveries_who_answer_there(client: Client, cast: Cast) -> None:
    with room() as made:
        carriers.forget(KIND)
        carriers.register(made, may=permissions.CHATS_ANSWER, label="message")
        (pk,) = owe(shop=cast.shop, texts=["hello"], now=NOW)
        turn(Clock())
        as_role(client, cast, "agent")

        assert client.get(LIST).status_code == 404
        assert client.get(f"{LIST}{pk}/").status_code == 200
        assert client.post(f"{LIST}{pk}/done/").status_code == 302
        assert state(pk) == "done"


def test_only_the_shops_that_one_sees(client: Client, cast: Cast, chat: Room) -> None:
    other = make_shop(cast.desk, "harbor-two")
    (pk,) = owe(shop=other, texts=["hello"], now=NOW)
    turn(Clock())
    person = make_person()
    member = join(cast.desk, person, "manager", every_shop=False)
    MembershipShop.objects.create(desk=cast.desk, membership=member, shop=cast.shop)
    client.force_login(person)

    assert client.get(f"{LIST}{pk}/").status_code == 404
    assert client.post(f"{LIST}{pk}/done/").status_code == 404
    assert f"/deliveries/{pk}/" not in text_of(client.get(LIST))


def test_each_state_is_said_and_filtered(client: Client, cast: Cast, chat: Room) -> None:
    client.force_login(cast.alice)
    shop = connected(cast.shop)
    texts = ["hello", "#refuse", "#moderate", "#timeout", "#down"]
    sent, refused, moderated, unknown, later = owe(shop=shop, texts=texts, now=datetime.now(UTC))
    turn(Clock(datetime.now(UTC)))
    (scheduled,) = owe(shop=shop, texts=["x"], now=NOW, lane="l", not_before=datetime.now(UTC) + timedelta(days=1))
    (by_hand,) = owe(shop=make_shop(cast.desk), texts=["by <b>hand</b>"], now=NOW)
    turn(Clock())

    page = text_of(client.get(LIST))

    said = {
        refused: "not sent</span> <span>The conversation is closed.",
        moderated: "under moderation</span>",
        unknown: "unknown, being checked</span> <span>The marketplace did not answer.",
        later: "will be tried again</span> <span>The marketplace cannot be reached. Next try at",
        scheduled: "goes out later</span> <span>at ",
        by_hand: "to be done by hand</span>",
    }
    for pk, words in said.items():
        part = page.split(f'data-delivery="{pk}"')[1].split("</td>")[0]
        assert words in part, (pk, part)
    assert f'data-delivery="{sent}"' not in page
    for show, pk in (("dead", refused), ("moderated", moderated), ("unknown", unknown), ("sent", sent), ("by_hand", by_hand)):
        page = text_of(client.get(f"{LIST}?show={show}"))
        assert f'data-delivery="{pk}"' in page
        assert page.count("data-delivery=") == 1


def test_pages_follow_one_another(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client.force_login(cast.alice)
    monkeypatch.setattr("sellerdesk.delivery.queries.PAGE", 2)
    ids = owe(shop=cast.shop, texts=["1", "2", "3"], now=NOW, kind="nobody.knows")

    first, second = text_of(client.get(LIST)), text_of(client.get(f"{LIST}?after={ids[1]}"))

    assert f"after={ids[1]}" in first
    assert f'data-delivery="{ids[0]}"' not in first
    assert f'data-delivery="{ids[0]}"' in second
    assert client.get(f"{LIST}?after=x&show=nothing").status_code == 200


def test_by_hand_shows_the_words_a_copy_button_and_the_place(client: Client, cast: Cast, chat: Room) -> None:
    ShopConnection.objects.create(desk=cast.desk, shop=cast.shop, settings={"pages": "https://seller.example/talks"}, changed_at=NOW)
    (pk,) = owe(shop=cast.shop, texts=['</textarea><script>alert(1)</script> "спасибо"'], now=NOW)
    turn(Clock())
    client.force_login(cast.alice)

    answer = client.get(f"{LIST}{pk}/")

    raw = answer.content.decode()
    assert "<script>alert" not in raw
    assert "&lt;/textarea&gt;" in raw
    assert 'href="https://seller.example/talks"' in raw
    assert f'data-copy="by-hand-{pk}"' in raw

    done = client.post(f"{LIST}{pk}/done/", {"back": "https://evil.example/"})
    assert done["Location"] == f"{LIST}{pk}/"
    assert state(pk) == "done"
    assert AuditEntry.objects.filter(what="delivery.done_there").count() == 1
    assert client.post(f"{LIST}{pk}/done/").status_code == 409


@pytest.mark.parametrize(
    ("text", "action", "body", "ends"),
    [
        ("#refuse", "retry", {}, "queued"),
        ("#refuse", "cancel", {}, "cancelled"),
        ("#refuse", "done", {}, "done"),
        ("#timeout", "arrived", {"there": "yes"}, "sent"),
        ("#timeout", "arrived", {"there": "no"}, "queued"),
    ],
)
def test_what_a_person_decides(client: Client, cast: Cast, chat: Room, text: str, action: str, body: dict[str, str], ends: str) -> None:
    (pk,) = owe(shop=connected(cast.shop), texts=[text], now=NOW)
    turn(Clock())
    client.force_login(cast.alice)

    answer = client.post(f"{LIST}{pk}/{action}/", {**body, "back": LIST})

    assert (answer.status_code, answer["Location"]) == (302, LIST)
    assert state(pk) == ends
    assert client.get(f"{LIST}{pk}/{action}/").status_code == 405


def test_a_page_part_is_answered_with_a_toast(client: Client, cast: Cast, chat: Room) -> None:
    (pk,) = owe(shop=cast.shop, texts=["hello"], now=NOW)
    client.force_login(cast.alice)

    answer = client.post(f"{LIST}{pk}/cancel/", headers={"HX-Request": "true"})

    assert answer.status_code == 204
    assert json.loads(answer["HX-Trigger"]) == {"toast": "Called off. It is not sent."}


def test_today_says_what_could_not_be_sent(client: Client, cast: Cast, chat: Room) -> None:
    (pk,) = owe(shop=connected(cast.shop), texts=["#refuse"], now=NOW)
    turn(Clock())
    client.force_login(cast.alice)

    page = text_of(client.get("/desks/harbor/"))
    assert "It could not be sent" in page
    assert "The conversation is closed." in page
    assert f'href="{LIST}{pk}/"' in page
    # The filter of a rare kind is there only while there is something of it.
    assert "Not sent" in page
    assert "Sent or not?" not in page

    client.force_login(cast.bob)
    assert "It could not be sent" not in text_of(client.get("/desks/harbor/"))


def test_a_silent_marketplace_is_said_under_the_top_bar(client: Client, cast: Cast, chat: Room) -> None:
    client.force_login(cast.alice)
    assert "banner--late" not in text_of(client.get(MARKETS))
    shop = connected(cast.shop)
    ShopConnection.objects.update(failing_since=datetime.now(UTC) - timedelta(minutes=3), failing_why="silent")
    owe(shop=shop, texts=["1", "2"], now=NOW)

    page = text_of(client.get(MARKETS))

    assert "Harbor-Home: the marketplace does not answer since" in page
    assert "2 messages wait and go out by themselves later." in page
    ShopConnection.objects.update(failing_why="denied")
    assert "the marketplace does not let us in since" in text_of(client.get(MARKETS))


def test_an_outage_of_many_shops_is_asked_for_once(cast: Cast, chat: Room) -> None:
    shops = [connected(make_shop(cast.desk, f"shop-{number}")) for number in range(3)]
    ShopConnection.objects.update(failing_since=NOW, failing_why="silent")
    owe(shop=shops[0], texts=["1", "2"], now=NOW)
    owe(shop=shops[2], texts=["3"], now=NOW)
    request = SimpleNamespace(user=cast.alice)
    here = access.here(request, cast.desk.slug, may="desk.see")

    with CaptureQueriesContext(connection) as asked:
        told = ties.tied(here, NOW)

    assert len(asked) == 1
    assert [("2 messages wait" in one.text, "1 message waits" in one.text) for one in told.outages] == [
        (True, False), (False, False), (False, True)
    ]  # fmt: skip


@pytest.mark.parametrize(("minutes", "dot"), [(1, ""), (6, ' data-state="soon"'), (26, ' data-state="late"')])
def test_the_dot_says_how_old_it_is(client: Client, cast: Cast, minutes: int, dot: str) -> None:
    client.force_login(cast.alice)
    assert "topbar__sync" not in text_of(client.get(MARKETS))
    connected(cast.shop)
    ShopConnection.objects.update(read_at=datetime.now(UTC) - timedelta(minutes=minutes, seconds=5))

    page = text_of(client.get(MARKETS))

    assert f'<span class="topbar__sync"><span class="row small {"late strong" if minutes > 20 else "muted"}"' in page.replace("\n", "")
    assert f'<span class="status-dot"{dot}></span><time' in page
    assert f"Synced {minutes} min ago" in page


class TestConnecting:
    """How a shop is connected."""

    def test_by_hand_with_a_page(self, client: Client, cast: Cast) -> None:
        client.force_login(cast.alice)

        answer = client.post(f"{MARKETS}harbor-home/", {"kind": "by_hand", "pages": " https://seller.example/ "})

        assert answer.status_code == 302
        row = ShopConnection.objects.get()
        assert (row.kind, row.settings, row.read_after) == ("by_hand", {"pages": "https://seller.example/"}, None)
        entry = AuditEntry.objects.get()
        assert (entry.what, entry.after) == ("shop.connected", {"kind": "by_hand", "pages": "https://seller.example/"})
        client.post(f"{MARKETS}harbor-home/", {"kind": "by_hand", "pages": "https://seller.example/"})
        assert AuditEntry.objects.count() == 1

    @pytest.mark.parametrize(
        "pages",
        ["http://seller.example/", "javascript:alert(1)", "https://", "https://a@b.example/", 'https://a.example/"><script>', "x" * 600],
    )
    def test_a_page_must_be_one(self, client: Client, cast: Cast, pages: str) -> None:
        client.force_login(cast.alice)

        answer = client.post(f"{MARKETS}harbor-home/", {"kind": "by_hand", "pages": pages})

        assert answer.status_code == 422
        assert not ShopConnection.objects.exists()

    def test_the_simulator_is_the_demos_alone(self, client: Client, cast: Cast, settings: Any) -> None:
        client.force_login(cast.alice)
        assert client.post(f"{MARKETS}harbor-home/", {"kind": "simulator", "pages": ""}).status_code == 422
        assert "simulated marketplace" not in text_of(client.get(f"{MARKETS}harbor-home/"))

        settings.SIMULATOR_EVERYWHERE = True
        assert client.post(f"{MARKETS}harbor-home/", {"kind": "simulator", "pages": ""}).status_code == 302
        settings.SIMULATOR_EVERYWHERE = False
        demo = make_desk("demo", demo_at=NOW)
        join(demo, cast.alice)
        make_shop(demo, "demo-shop")
        assert client.post("/desks/demo/settings/marketplaces/demo-shop/", {"kind": "simulator", "pages": ""}).status_code == 302
        assert set(ShopConnection.objects.values_list("kind", flat=True)) == {"simulator"}

    def test_anew_it_begins_without_what_was_known_of_the_old_one(self, client: Client, cast: Cast) -> None:
        connected(cast.shop, seed="9")
        ShopConnection.objects.update(failing_since=NOW, failing_why="silent")
        client.force_login(cast.alice)

        client.post(f"{MARKETS}harbor-home/", {"kind": "by_hand", "pages": ""})

        row = ShopConnection.objects.get()
        assert (row.failing_since, row.failing_why, row.settings, row.read_after) == (None, "", {}, None)
        assert not Outbound.objects.exists()
