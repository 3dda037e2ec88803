"""Today: the answer in its headline, whose work it counts, the queue page by page, and what nobody may see."""

from html import unescape
from typing import Any

import pytest
from django.test import Client

from sellerdesk import rooms
from sellerdesk.models import Membership, MembershipShop, User
from sellerdesk.rooms import Card
from tests.factories.kernel import Cast, join, make_person, make_shop
from tests.integration.kernel.test_languages import latin
from tests.integration.kernel.waiting_room import (
    FRIDAY,
    Describer,
    beside,
    closed,
    counts,
    headline,
    in_zone,
    item,
    look,
    rows,
)


pytestmark = pytest.mark.django_db


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
    assert beside(look(client, "?whose=mine", **{"Accept-Language": "ru"})) == "Пятница, 21 ноября, 10:42. Из 2 ваших — 1."
    assert beside(look(client, **{"Accept-Language": "zh-hans"})) == "11月21日星期五 10:42。2 项中有 1 项由您负责。"


def test_mine_is_what_the_reader_has(cast: Cast, alice: User, client: Client) -> None:
    mine = item(cast.desk, 20, assignee=alice)
    item(cast.desk, -20, assignee=cast.bob)
    item(cast.desk, -30)

    page = look(client, "?whose=mine")

    assert rows(page) == [mine.pk]
    assert headline(page) == "Nothing overdue, 1 due within the hour"
    assert counts(page) == {"Mine": 1, "Team": 3, "聊天": 1, "退货": 0, "预警": 0, "Within the hour": 1}
    assert headline(look(client)) == "2 overdue, 1 more due within the hour"


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
