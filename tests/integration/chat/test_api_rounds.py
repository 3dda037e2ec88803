"""The rounds and marks behind the chat figures: as many as the figure says, and whose they are only for who may see chats."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from chat.domain.asking import WHICH
from chat.models import Round
from sellerdesk.domain import permissions
from sellerdesk.models import Shop, User
from tests.factories.asking import Program, program
from tests.factories.kernel import Cast
from tests.factories.rounds import make_mark, make_round


pytestmark = pytest.mark.django_db
YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).replace(hour=2, minute=0)
FIGURES = {
    "all": "rounds", "answered": "answered", "unanswered": "unanswered", "done": "done", "in_time": "in_time", "late": "late",
    "running": "running", "daytime": "daytime", "within_3": "within_3_minutes", "over_3": "over_3_minutes", "capped": "capped",
    "automatic": "automatic", "buyers": "buyers_asked", "buyers_answered": "buyers_answered",
}  # fmt: skip


def filled(shop: Shop, agent: User) -> None:
    for day in range(3):
        at = YESTERDAY - timedelta(days=day)
        make_round(shop, at, 30, agent=agent, buyer="B1")
        make_round(shop, at + timedelta(hours=1), 200, automatic=2, after_sale=True)
        make_round(shop, at + timedelta(hours=2), 4000, buyer="B1")
        make_round(shop, at + timedelta(hours=3), automatic=1.5)
    done = make_round(shop, YESTERDAY)
    Round.objects.filter(pk=done.pk).update(done_at=YESTERDAY + timedelta(minutes=1))
    for number in range(6):
        make_mark(shop, YESTERDAY + timedelta(minutes=number), 5 - number % 3, agent="Ann")


@pytest.fixture
def ask(cast: Cast, client: Client) -> Program:
    filled(cast.shop, cast.alice)
    return program(client, cast.desk, permissions.FIGURES_SEE, permissions.CHATS_SEE)


def every(ask: Program, **asked: Any) -> tuple[int, list[dict[str, Any]]]:
    """How many there are said to be, and all of them, page by page."""
    query, rows, cursor = "&".join(f"{name}={value}" for name, value in asked.items()), [], ""
    while True:
        page = ask("GET", f"chat-figure-rounds/?{query}&limit=4{cursor}").json()
        rows += page["items"]
        if page["next"] is None:
            return page["count"], rows
        cursor = f"&cursor={page['next']}"


def test_as_many_as_the_figure_says(cast: Cast, ask: Program) -> None:
    told = ask("GET", "chat-figures/?by=agent").json()
    own = next(line for line in told["lines"] if line["agent"] == cast.alice.pk)
    for which in WHICH:
        count, rows = every(ask, which=which)
        assert len({row["id"] for row in rows}) == count
        if which in FIGURES:
            assert count == told["total"][FIGURES[which]], which
    for line in ask("GET", "chat-figures/?by=sale").json()["lines"]:
        narrowed = ask("GET", f"chat-figures/?sale={line['sale']}").json()["total"]
        assert every(ask, which="late", sale=line["sale"])[0] == line["late"] == narrowed["late"]
    assert every(ask, which="answered", agent=cast.alice.pk)[0] == own["answered"] == 3
    assert {row["name"] for row in every(ask, agent=cast.alice.pk)[1]} == {own["name"]}
    assert {row["agent"] for row in every(ask, which="unanswered")[1]} == {"nobody"}
    assert {row["after_sale"] for row in every(ask, sale="after")[1]} == {True}
    good = ask("GET", "chat-figure-marks/?of=Ann&good=true").json()
    assert (good["count"], [row["score"] for row in good["items"]]) == (4, [4, 5, 4, 5])


def test_whose_they_are_only_with_the_right_to_see_chats(cast: Cast, client: Client, ask: Program) -> None:
    assert all(row["thread"] and row["buyer"] for row in every(ask, which="all")[1])
    blind = program(client, cast.desk, permissions.FIGURES_SEE)
    assert {(row["thread"], row["buyer"]) for row in every(blind, which="all")[1]} == {(None, None)}
    assert {row["buyer"] for row in blind("GET", "chat-figure-marks/?of=Ann").json()["items"]} == {None}
    assert program(client, cast.desk, permissions.CHATS_SEE)("GET", "chat-figure-rounds/").status_code == 404
    assert ask("GET", "chat-figure-marks/?of=Nobody").status_code == 404
    for wrong in ("agent=x", "cursor=x", "hour=24", "which=moon", "from=2026-03-02&to=2026-03-01", "limit=0"):
        assert ask("GET", f"chat-figure-rounds/?{wrong}").status_code == 400, wrong
