"""The pages of figures, the same as CSV and through the API, and the card of Today."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from chat.panels import figures as panels
from sellerdesk import access, shops
from sellerdesk.models import Desk, Shop, User
from tests.factories.kernel import join, make_desk, make_person, make_shop, make_token
from tests.factories.rounds import make_mark, make_round, make_thread
from tests.integration.chat.figures import AT, NOW, YESTERDAY, Tables, clock, desk, filled, owner, page_of, reader, table_of, tea
from tests.integration.kernel.test_languages import latin


__all__ = ["clock", "desk", "owner", "reader", "tea"]
pytestmark = pytest.mark.django_db
MOST_QUERIES = 18
TIMES = ("median_seconds", "mean_seconds", "mean_capped_seconds", "automatic", "automatic_mean_seconds")
PAGE_FIELDS = {
    "agent": ("rounds", "in_time_percent", "late", "within_3_minutes_percent", *TIMES),
    "day": ("rounds", "in_time_percent", "late", "within_3_minutes_percent", "unanswered", "reply_percent"),
    "sale": ("rounds", "in_time_percent", "late"),
    "shop": ("rounds", "in_time_percent", "late"),
    "marks": ("average", "good_percent", "marks"),
}


def test_page_file_and_api_tell_the_same_digits(reader: Client, owner: User, desk: Desk, tea: Shop) -> None:
    filled(tea, owner)
    filled(make_shop(desk, "jade", time_zone="Europe/Berlin", reply_target_seconds=1800), owner)
    parser = Tables()
    parser.feed(page_of(reader))

    for by, fields in PAGE_FIELDS.items():
        rows = {next(iter(row.values())): row for row in table_of(reader, f"?by={by}")}
        shown = {key: cells for (own, key), cells in parser.found.items() if own == by}
        assert shown
        for key, cells in shown.items():
            assert cells == [rows[key][field] for field in fields], (by, key)
        assert by == "day" or set(shown) == set(rows)

    token = make_token(desk, "figures.see")[1]
    for by in ("agent", "day", "hour"):
        answer = reader.get(f"/api/v1/shops/tea/chat-figures/?by={by}", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200
        told = [{name: "" if value is None else str(value) for name, value in line.items()} for line in answer.json()["lines"]]
        assert [dict(row) for row in table_of(reader, f"?by={by}&shop=tea")] == [
            {name: f"'{value}" if value.startswith("=") else value for name, value in line.items()} for line in told
        ]
    assert answer.json()["total"]["rounds"] == 19
    assert answer.json()["satisfaction"] == [{"agent": "客服", "marks": 6, "average": "4.50", "good_percent": "100.0"}]


def test_every_figure_opens_as_many_rounds_as_it_says(reader: Client, owner: User, desk: Desk, tea: Shop) -> None:
    filled(tea, owner)
    page = page_of(reader, "?from=2026-03-15&to=2026-03-20")
    links = re.findall(r'<a class="row-link" href="([^"]*figures/rounds/[^"]*)"><data value="(\d+)">', page)
    assert len({re.findall(r"which=(\w+)", link)[0] for link, _ in links}) >= 11

    for link, number in links[:24] + links[-12:]:
        answer = reader.get(link.replace("&amp;", "&")).content.decode()
        assert f'<data value="{number}">' in re.findall(r"<h1>(.*?)</h1>", answer)[0], link
        assert answer.count('<time class="nowrap"') == int(number)


def test_a_round_leads_to_its_conversation_for_who_may_read_it(client: Client, desk: Desk, owner: User, tea: Shop) -> None:
    one = make_round(tea, YESTERDAY, buyer="B7")
    for role, may_read in (("owner", True), ("analyst", False)):
        person = owner if role == "owner" else make_person()
        if role != "owner":
            join(desk, person, role)
        client.force_login(person)
        answer = page_of(client, "rounds/?which=unanswered")
        assert (f'href="/desks/harbor/chats/{one.thread_id}/"' in answer) is may_read
        assert ("Buyer B7" in answer) is may_read


def test_the_headline_is_the_answer(reader: Client, owner: User, tea: Shop) -> None:
    for number in range(23):
        make_round(tea, YESTERDAY + timedelta(minutes=number), 60, agent=owner)
    for number in range(2):
        make_round(tea, YESTERDAY + timedelta(minutes=number), 3601)

    page = page_of(reader)

    assert "<h1>92% answered within the hour, 2 were not</h1>" in page
    assert "rounds that began 08:00–23:00" in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Nobody asked anything in these days"),
        ("?from=2027-01-01&to=2027-02-01", "These days are still to come"),
        ("?from=yesterday&to=x", "These days could not be read. The last 30 days are shown."),
        ("?from=2026-03-10&to=2026-03-01", "The first day came after the last one."),
        ("?from=2020-03-10&to=2026-03-01", "At most 366 days are shown at once"),
        ("?period=never", "These days could not be read."),
        ("?agent=999999999999999999&sale=x&hour=77", "Nobody asked anything"),
    ],
)
def test_nothing_and_what_cannot_be_read(reader: Client, tea: Shop, query: str, said: str) -> None:
    assert said in page_of(reader, query)
    assert "No such rounds" in page_of(reader, f"rounds/{query}")


def test_a_desk_without_shops_and_one_round_alone(reader: Client, desk: Desk) -> None:
    assert "Nobody asked anything" in page_of(reader)

    make_round(make_shop(desk, "tea"), YESTERDAY, 61)
    assert "<h1>1 round was answered within the hour</h1>" in page_of(reader)
    assert '<data value="61">1 min 1 s</data>' in page_of(reader)


def test_days_of_automatic_answers_alone(reader: Client, tea: Shop) -> None:
    for number in range(3):
        make_round(tea, YESTERDAY + timedelta(minutes=number), automatic=2)

    page = page_of(reader)

    assert "<h1>0% answered within the hour, 3 were not</h1>" in page
    assert "had an automatic answer first, after" in page
    (line,) = table_of(reader, "?by=agent")
    assert (line["agent"], line["answered"], line["automatic"], line["median_seconds"]) == ("nobody", "0", "3", "")


def test_whose_account_is_gone_answered_elsewhere(reader: Client, owner: User, tea: Shop) -> None:
    gone = make_person(name="Gone Girl")
    make_round(tea, YESTERDAY, 61, agent=gone)
    assert "Gone Girl" in page_of(reader)

    gone.delete()
    assert [line["agent"] for line in table_of(reader, "?by=agent")] == ["elsewhere"]
    assert "On the marketplace" in page_of(reader)


def test_no_name_of_a_stranger_is_told(reader: Client, desk: Desk, tea: Shop) -> None:
    stranger = make_person(name="Carol Elsewhere")
    make_round(make_shop(make_desk("other"), "others"), YESTERDAY, 61, agent=stranger)

    assert "Carol" not in page_of(reader, f"?agent={stranger.pk}")
    assert "Carol" not in page_of(reader, f"rounds/?agent={stranger.pk}")


def test_satisfaction_is_never_told_of_fewer_than_five(reader: Client, desk: Desk, owner: User, tea: Shop) -> None:
    make_round(tea, YESTERDAY, 61)
    for number in range(4):
        make_mark(tea, YESTERDAY + timedelta(minutes=number), 1, agent="Few")
    token = make_token(desk, "figures.see")[1]

    def told() -> tuple[str, list[dict[str, str]], Any]:
        answer = reader.get("/api/v1/shops/tea/chat-figures/", headers={"Authorization": f"Bearer {token}"}).json()
        return page_of(reader), table_of(reader, "?by=marks"), answer["satisfaction"]

    page, rows, answer = told()
    assert "Told from 5 answers on." in page
    assert "too few answers" in page
    assert rows == [{"agent": "Few", "marks": "", "average": "", "good_percent": ""}]
    assert answer == [{"agent": "Few", "marks": None, "average": None, "good_percent": None}]
    make_mark(tea, YESTERDAY + timedelta(minutes=5), 1, agent="Few")
    make_mark(tea, YESTERDAY + timedelta(minutes=6), 5, agent="Few", counts=False)
    page, rows, answer = told()
    assert "too few answers" not in page
    assert rows == [{"agent": "Few", "marks": "5", "average": "1.00", "good_percent": "0.0"}]
    assert answer == [{"agent": "Few", "marks": 5, "average": "1.00", "good_percent": "0.0"}]


def test_satisfaction_opens_the_marks_that_it_counts(reader: Client, tea: Shop) -> None:
    for number in range(6):
        make_mark(tea, YESTERDAY + timedelta(minutes=number), 5 if number else 2, agent="Bo & Co")
        make_mark(tea, YESTERDAY + timedelta(minutes=number), 3, agent="Few" if number < 2 else "Closed for the few")

    good, every = re.findall(r'href="[^"]*figures/(marks/[^"]+)"', page_of(reader))
    lists = [page_of(reader, html.unescape(link)) for link in (every, good)]

    assert [found.count('data-th="Mark"') for found in lists] == [6, 5]
    assert '<data value="6">' in lists[0]
    assert '<data value="5">' in lists[1]
    assert reader.get(f"{AT}marks/?of=Few").status_code == 404


def test_who_waits_slowly_now(reader: Client, tea: Shop) -> None:
    for seconds in (99, 100, 5000, 31 * 86_400):
        make_thread(tea, NOW, buyer=f"W{seconds}", waiting_since=NOW - timedelta(seconds=seconds))

    page = page_of(reader)

    assert re.findall(r"Buyer (W\d+)", page) == ["W5000", "W100"]


def test_more_rounds_ask_no_more(reader: Client, owner: User, desk: Desk, tea: Shop) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            page_of(reader)
        return len(seen)

    make_round(tea, YESTERDAY, 61, agent=owner)
    asked()
    few = asked()
    filled(tea, owner)
    filled(make_shop(desk, "jade"), owner)
    assert asked() == few <= MOST_QUERIES


@pytest.mark.parametrize(("language", "word"), [("ru", "Кто ответил"), ("zh-hans", "谁回复了")])
def test_the_pages_speak_one_language(reader: Client, desk: Desk, owner: User, tea: Shop, language: str, word: str) -> None:
    filled(tea, owner)
    for number in range(3):
        make_thread(tea, NOW, waiting_since=NOW - timedelta(hours=number + 1))
    said = {"Accept-Language": language}
    pages = [
        page_of(reader, query, **said)
        for query in ("?from=2026-03-15&to=2026-03-20", "rounds/?period=month", "mine/?period=month", "?from=x", "?from=2027-01-01")
    ]
    assert word in pages[0]

    for page in pages:
        assert latin(page) <= {"harbor", "Tea", "House", "CSV", "UTC", "person", "PE", "Olga", "Owner", "OO", "Ann", "Buyer", "B", "B1"}


def card(desk: Desk, *found: Shop) -> str:
    filled_ = panels.today_card([shops.facts(shop) for shop in found], {}, NOW)
    assert filled_ is not None
    with translation.override("en"):
        return str(render_to_string("chat/figures/card.html", {**filled_, "here": access.Here(desk, "owner", [])}))


def test_the_card_of_today_says_what_is_usual(desk: Desk, tea: Shop) -> None:
    assert panels.today_card([shops.facts(tea)], {}, NOW) is None
    assert panels.today_card([], {}, NOW) is None
    for week, late in enumerate((1, 2, 4)):
        for number in range(20):
            make_round(tea, YESTERDAY - timedelta(days=7 * week, minutes=number), 3601 if number < late else 60)

    shown = re.sub(r"<[^>]*>", "", card(desk, tea))

    assert "Answered within the hour" in shown
    assert "95.0%usual 80.0% to 90.0%" in shown
    assert "1 of 20 was not" in shown
    assert 'href="/desks/harbor/chats/figures/rounds/?period=7&amp;which=late"' in card(desk, tea)


def test_the_card_says_no_usual_of_too_few(desk: Desk, tea: Shop) -> None:
    make_round(tea, YESTERDAY, 60)
    make_round(tea, YESTERDAY - timedelta(days=7), 60)

    assert "usual" not in card(desk, tea)
