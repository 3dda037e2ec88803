"""Today: the answer in its headline, whose work it counts, the queue page by page, and what nobody may see."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sellerdesk import rooms
from sellerdesk.models import Membership, MembershipShop, User, WorkItem
from sellerdesk.rooms import Card, Described
from tests.factories.kernel import NOW, Cast, join, make_person, make_shop
from tests.integration.kernel.test_languages import latin
from tests.integration.kernel.waiting_room import FRIDAY, MINUTE, Describer, closed, in_zone, item, room


pytestmark = pytest.mark.django_db


@pytest.fixture
def say() -> Iterator[Describer]:
    with room() as describer:
        yield describer


@pytest.fixture
def alice(cast: Cast, client: Client, say: Describer) -> User:
    in_zone(cast.alice, "UTC")
    client.force_login(cast.alice)
    return cast.alice


def look(client: Client, query: str = "", **headers: str) -> str:
    response = client.get(f"/desks/harbor/{query}", headers=headers)
    assert response.status_code == 200
    return str(response.content.decode())


def headline(page: str) -> str:
    return unescape(re.findall(r"<h1>(.*?)</h1>", page)[0])


def beside(page: str) -> str:
    return unescape(re.findall(r'<p class="page-head__sub">(.*?)</p>', page)[0])


def rows(page: str) -> list[int]:
    return [int(found) for found in re.findall(r'<li class="queue-row" id="q(\d+)"', page)]


def counts(page: str) -> dict[str, int]:
    """Each group, filter and half of the switch with its number."""
    found = re.findall(r'(?:<h3[^>]*>|class="(?:chip|seg__item)"[^>]*>)([^<]*?) <span class="count">([\d,]+)', page)
    return {unescape(label): int(number.replace(",", "")) for label, number in found}


STATES = [
    ([], "Nothing waits", "Ничего не ждёт", "没有待办事项"),
    ([-5, 20], "1 overdue, 1 more due within the hour", "1 просрочено, ещё 1 — в течение часа", "1 项已超时，另有 1 项一小时内到期"),
    (
        [-5, -6, -7, 1, 2, 3, 4],
        "3 overdue, 4 more due within the hour",
        "3 просрочено, ещё 4 — в течение часа",
        "3 项已超时，另有 4 项一小时内到期",
    ),
    (
        [-5, 300],
        "1 overdue, no more due within the hour",
        "1 просрочено, в ближайший час больше ничего",
        "1 项已超时，一小时内没有其他到期",
    ),
    ([20, 30, 300], "Nothing overdue, 2 due within the hour", "Просроченного нет, 2 — в течение часа", "没有超时，2 项一小时内到期"),
    ([300, 3000], "Nothing overdue, 1 due later today", "Просроченного нет, 1 — сегодня позже", "没有超时，今天稍后 1 项到期"),
    ([3000, None], "Nothing due today, 2 for later", "На сегодня ничего, 2 — на потом", "今天没有到期，往后还有 2 项"),
]


@pytest.mark.parametrize(("due", "english", "russian", "chinese"), STATES)
def test_the_headline_is_the_answer_in_every_language(
    cast: Cast, alice: User, client: Client, due: list[float | None], english: str, russian: str, chinese: str
) -> None:
    for minutes in due:
        item(cast.desk, minutes)

    said = [headline(look(client, **{"Accept-Language": language})) for language in ("en", "ru", "zh-hans")]

    assert said == [english, russian, chinese]


@pytest.mark.parametrize("language", ["ru", "zh-hans"])
@pytest.mark.parametrize("due", [[], [-90, -5, 20, 300, 3000, 30000, None], [300], [3000]])
@pytest.mark.parametrize("query", ["", "?whose=mine", "?kind=chats", "?after=~0~999999999"])
def test_the_page_speaks_one_language(cast: Cast, alice: User, client: Client, language: str, due: list[float | None], query: str) -> None:
    alice.name = "李梅"
    alice.save()
    for number, minutes in enumerate(due):
        item(cast.desk, minutes, kind="signal" if minutes == 300 else "chat", subject=f"{number}", assignee=alice if number == 3 else None)
    closed(cast.desk, -1)

    page = look(client, query, **{"Accept-Language": language})

    assert latin(page) - {"UTC"} == set()


def test_the_sentences_beside_it(cast: Cast, alice: User, client: Client) -> None:
    assert beside(look(client)) == "Friday 21 November, 10:42."
    item(cast.desk, 258)
    assert beside(look(client)) == "Friday 21 November, 10:42. None is yours. The next one: by 15:00."
    item(cast.desk, 20, assignee=alice)
    assert beside(look(client)) == "Friday 21 November, 10:42. 1 of 2 is yours."
    assert beside(look(client, "?whose=mine", **{"Accept-Language": "ru"})) == "пятница, 21 ноября, 10:42. Из 2 ваших — 1."


def test_mine_is_what_the_reader_has(cast: Cast, alice: User, client: Client) -> None:
    mine = item(cast.desk, 20, assignee=alice)
    item(cast.desk, -20, assignee=cast.bob)
    item(cast.desk, -30)

    page = look(client, "?whose=mine")

    assert rows(page) == [mine.pk]
    assert headline(page) == "Nothing overdue, 1 due within the hour"
    assert counts(page) == {"Mine": 1, "Team": 3, "聊天": 1, "退货": 0, "预警": 0, "Within the hour": 1}
    assert headline(look(client)) == "2 overdue, 1 more due within the hour"


def test_rows_stand_in_groups_by_deadline(cast: Cast, alice: User, client: Client) -> None:
    late, soon, today, week, later, never = (item(cast.desk, minutes) for minutes in (-3, 59, 600, 3000, 20000, None))

    page = look(client)

    assert rows(page) == [one.pk for one in (late, soon, today, week, later, never)]
    groups = re.findall(r'<h3 class="queue-group"[^>]*>(.*?) <span', page)
    assert groups == ["Overdue", "Within the hour", "Later today", "This week", "Later"]
    assert counts(page)["Later"] == 2
    assert page.count('data-urgency="late"') == 1
    assert page.count("btn--primary") == 1
    assert page.index("btn--primary") < page.index(f'id="q{soon.pk}"')
    assert "no deadline" in page


def test_a_kind_is_chosen_by_its_chip(cast: Cast, alice: User, client: Client) -> None:
    item(cast.desk, 5)
    claim = item(cast.desk, 6, kind="claim")

    page = look(client, "?kind=returns")

    assert rows(page) == [claim.pk]
    assert headline(page) == "Nothing overdue, 2 due within the hour"
    assert counts(page)["Within the hour"] == 1
    assert "Nothing waits under “预警”" in look(client, "?kind=signal")


def test_what_no_room_knows_waits_all_the_same(cast: Cast, alice: User, client: Client) -> None:
    strange = item(cast.desk, 5, kind="odd_thing", subject="thing:7")
    gone = item(cast.desk, 6, subject="gone")

    page = look(client)

    assert rows(page) == [strange.pk, gone.pk]
    assert counts(page)["Other"] == 1
    assert "odd thing" in page
    assert "thing:7" in page
    assert page.count("cannot be opened from here") == 2
    assert "btn--primary" not in page
    assert rows(look(client, "?kind=other")) == [strange.pk]


@pytest.mark.parametrize(("role", "status", "sees"), [
    ("owner", 200, 2), ("manager", 200, 2), ("agent", 200, 2), ("analyst", 404, 0), ("read_only", 200, 1),
])  # fmt: skip
def test_who_may_see_what(cast: Cast, client: Client, say: Describer, role: str, status: int, sees: int) -> None:
    """Claims need reviews.answer here: whoever lacks it finds neither rows nor numbers of them."""
    person = make_person("dora@example.org")
    join(cast.desk, person, role)
    client.force_login(person)
    item(cast.desk, -5)
    item(cast.desk, -6, kind="claim", subject="secret", assignee=person)

    response = client.get("/desks/harbor/")

    assert response.status_code == status
    if status == 200:
        page = response.content.decode()
        assert len(rows(page)) == sees
        assert headline(page).startswith(f"{sees} overdue")
        assert ("退货" in page) is (sees == 2)
        assert counts(page)["Mine"] == sees - 1
        assert len(rows(client.get("/desks/harbor/?kind=returns").content.decode())) == 1


def test_of_one_shop_and_no_other(cast: Cast, client: Client, say: Describer) -> None:
    second = make_shop(cast.desk, "harbor-two")
    member = Membership.objects.get(desk=cast.desk, user=cast.bob)
    member.every_shop = False
    member.save()
    MembershipShop.objects.create(desk=cast.desk, membership=member, shop=second)
    client.force_login(cast.bob)
    hidden = item(cast.desk, -5, shop=cast.shop, assignee=cast.bob)
    shown, whole = item(cast.desk, -4, shop=second), item(cast.desk, -3)
    item(cast.other_desk, -2, shop=cast.other_shop)
    closed(cast.desk, -1, shop=cast.shop)

    page = look(client)

    assert rows(page) == [shown.pk, whole.pk]
    assert headline(page).startswith("2 overdue")
    assert counts(page)["Mine"] == 0
    assert "Done today" not in page
    assert f"q{hidden.pk}" not in page
    assert client.get("/desks/harbor/?shop=harbor-home").status_code == 404
    assert client.get(f"/desks/{cast.other_desk.slug}/").status_code == 404


def test_one_shop_is_chosen(cast: Cast, alice: User, client: Client) -> None:
    second = make_shop(cast.desk, "harbor-two")
    item(cast.desk, -5, shop=cast.shop)
    one = item(cast.desk, -4, shop=second)

    assert rows(look(client, "?shop=harbor-two")) == [one.pk]


def test_pages_together_are_the_queue(cast: Cast, alice: User, client: Client) -> None:
    """Ties in deadline and priority, and items without a deadline, on both sides of every cut."""
    for number in range(130):
        item(cast.desk, None if number % 3 == 0 else number // 20, priority=number % 2, subject=f"s{number}")
    wanted = [
        one.pk for one in sorted(WorkItem.objects.all(), key=lambda one: (one.due_at is None, one.due_at or NOW, -one.priority, one.pk))
    ]

    found, query, pages = [], "", []
    while True:
        page = look(client, query)
        pages.append(page)
        found += rows(page)
        following = re.findall(r'rel="next" href="([^"]+)"', page)
        if not following:
            break
        query = unescape(following[0])

    assert found == wanted
    assert len(pages) == 3
    assert {headline(page) for page in pages} == {headline(pages[0])}
    assert {counts(page)["Later"] for page in pages[1:]} == {44}
    assert [page.count("btn--primary") for page in pages] == [1, 0, 0]


@pytest.mark.parametrize(
    "query", ["?after=x", "?after=~~", "?after=2025~1~1", "?after=%00~1~1", "?kind=none", "?whose=all", "?after=~9999999~1"]
)
def test_a_spoilt_address_shows_the_top(cast: Cast, alice: User, client: Client, query: str) -> None:
    one = item(cast.desk, 5)

    assert rows(look(client, query)) == [one.pk]


def test_the_day_line_leads_to_rows_here_and_on_other_pages(cast: Cast, alice: User, client: Client) -> None:
    first = item(cast.desk, -5)
    for number in range(60):
        item(cast.desk, 10 + number / 100)
    last = item(cast.desk, 3000)

    dots = re.findall(r'<a class="dayline__dot"[^>]*?href="([^"]*)"([^>]*)>', look(client))

    assert [unescape(href).rpartition("#")[2] for href, _ in dots][::2] == [f"q{first.pk}", f"q{last.pk}"]
    assert dots[0][0] == f"#q{first.pk}"
    assert "data-many" in dots[1][1]
    assert "聊天: 60, the first 11 min left" in dots[1][1]
    assert rows(look(client, unescape(dots[2][0]))) == [last.pk]


def test_done_today_is_counted_in_the_readers_day(cast: Cast, alice: User, client: Client) -> None:
    midnight = -10 * 60 - 42
    closed(cast.desk, midnight - 1)
    closed(cast.desk, midnight + 1)
    closed(cast.desk, -5, "not_flagged")

    assert "Done today: 1 (回 1)." in unescape(look(client))
    in_zone(alice, "Europe/Moscow")
    assert "Done today: 2 (回 2)." in unescape(look(client))


def test_empty_says_what_was_done_and_who_still_has_work(cast: Cast, alice: User, client: Client) -> None:
    assert "Nothing waits for anybody" in look(client)
    closed(cast.desk, -5)
    page = look(client)
    assert "Done today: 1" in page
    assert "dayline" not in page
    item(cast.desk, 5)
    page = look(client, "?whose=mine")
    assert headline(page) == "Nothing waits for you"
    assert "1 item waits for the team." in page


def test_hostile_text_is_text(cast: Cast, alice: User, client: Client, say: Describer) -> None:
    item(cast.desk, 5, subject="evil")
    name = "\u202e<script>alert(1)</script>\u2066"
    say.told["evil"] = Described(
        name, "é" + "\u0301" * 10_000, "/x", product="<b>bold</b>", lang="ru", stars=1, image="https://elsewhere.example/x.png"
    )

    page = look(client)

    assert "<script>alert" not in page
    assert "<b>bold" not in page
    assert '<bdi class="truncate" lang="ru">\u202e&lt;script&gt;' in page
    assert page.count("\u0301") <= 300
    assert "elsewhere.example" not in page


def test_cards_are_filled_by_their_rooms_and_break_alone(cast: Cast, alice: User, client: Client, settings: Any, tmp_path: Any) -> None:
    (tmp_path / "card.html").write_text("<section>{{ figure }} of {{ here.desk.name }}</section>", "utf-8")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    given: list[Any] = []

    def fill(shops: Any, names: Any, now: Any, /) -> dict[str, Any]:
        given.append((shops, names, now))
        return {"figure": "4.64"}

    def broken(shops: Any, names: Any, now: Any, /) -> dict[str, Any]:
        raise ZeroDivisionError

    rooms.add_card(Card("card.html", "ratings.see", fill), place=1)
    rooms.add_card(Card("card.html", "ratings.see", broken), place=2)
    rooms.add_card(Card("card.html", "ratings.see", lambda *_: None), place=3)
    item(cast.desk, 5)

    page = look(client)

    assert page.count("4.64 of Harbor") == 1
    assert page.count("This part did not load") == 1
    assert len(rows(page)) == 1
    [(shops, names, now)] = given
    assert [shop.slug for shop in shops] == ["harbor-home"]
    assert names == {cast.shop.pk: "Harbor-Home"}
    assert now == FRIDAY


def test_queries_do_not_grow_with_the_queue(cast: Cast, alice: User, client: Client, say: Describer) -> None:
    def asked() -> int:
        look(client)
        say.asked = 0
        with CaptureQueriesContext(connection) as queries:
            look(client)
        assert say.asked == 3
        return len(queries)

    for kind in ("chat", "claim", "signal"):
        item(cast.desk, 5, kind=kind, subject="first", assignee=alice)
    few = asked()
    WorkItem.objects.bulk_create(
        WorkItem(
            desk=cast.desk, kind=("chat", "claim", "signal")[number % 3], subject=f"n{number}", shop=cast.shop,
            due_at=FRIDAY + number * MINUTE, opened_at=FRIDAY, assignee=cast.bob,
        )
        for number in range(300)
    )  # fmt: skip

    assert asked() == few
    assert few <= 12
