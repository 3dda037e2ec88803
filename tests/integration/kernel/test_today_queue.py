"""The queue of Today: groups, filters, pages, the day line that leads into it, and text that means harm."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sellerdesk import rooms
from sellerdesk.domain import permissions
from sellerdesk.models import Membership, User, WorkItem
from sellerdesk.rooms import Described, WorkKind
from tests.factories.kernel import NOW, Cast
from tests.integration.kernel.waiting_room import (
    FRIDAY,
    MINUTE,
    Describer,
    counts,
    headline,
    in_zone,
    item,
    look,
    rows,
)


pytestmark = pytest.mark.django_db


def buttons(page: str) -> list[str]:
    """What the rows offer to do, in order."""
    return re.findall(r'<a class="btn btn--s[^>]* aria-hidden="true">([^<]*)</a>', page)


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


def test_who_may_not_do_it_is_offered_a_look(cast: Cast, alice: User, client: Client, say: Describer) -> None:
    kind = WorkKind("question", "", "提问", "help", "回答", permissions.WORK_SEE, say, answers=permissions.REVIEWS_ANSWER)
    rooms.add_work_kind(kind)
    item(cast.desk, 5, kind="question")
    item(cast.desk, 6)
    assert buttons(look(client)) == ["回答", "回复"]

    Membership.objects.filter(user=cast.bob).update(role=permissions.READ_ONLY)
    client.force_login(in_zone(cast.bob, "UTC"))

    assert buttons(look(client)) == ["Look", "回复"]


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
    assert len(pages) == 4
    assert {headline(page) for page in pages} == {headline(pages[0])}
    assert {counts(page)["Later"] for page in pages[2:]} == {44}
    assert [page.count("btn--primary") for page in pages] == [1, 0, 0, 0]


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


def test_hostile_text_is_text(cast: Cast, alice: User, client: Client, say: Describer) -> None:
    item(cast.desk, 5, subject="evil")
    name = "\u202e<script>alert(1)</script>\u2066"
    say.told["evil"] = Described(
        name, "é" + "\u0301" * 10_000, "/x", product="<b>bold</b>", lang="ru", stars=1, image="https://elsewhere.example/x.png"
    )

    page = look(client)

    assert "<script>alert" not in page
    assert "<b>bold" not in page
    assert '<bdi class="truncate">\u202e&lt;script&gt;' in page
    assert page.count("\u0301") <= 300
    assert "elsewhere.example" not in page


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


def test_a_name_is_in_the_buyers_language_and_our_words_are_not(cast: Cast, alice: User, client: Client, say: Describer) -> None:
    for number, (title, lang) in enumerate([("王小雨", "zh"), ("Анна К.", "ru"), ("Anonymous buyer", "zh")]):
        item(cast.desk, number, subject=str(number))
        say.told[str(number)] = Described(title, "…", "/x", lang=lang)

    page = look(client)

    assert re.findall(r'<bdi class="truncate"( lang="..")?>', page) == [' lang="zh"', ' lang="ru"', ""]
    assert re.findall(r'<bdi class="queue-row__text truncate block" lang="(..)">', page) == ["zh", "ru", "zh"]
