"""The rows behind every figure of returns and the month's report, by programs: the numbers of the page, to the digit."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from returns.domain.behind import WHICH
from returns.domain.telling import counts_of
from returns.queries import figure_rows
from returns.rows import counted
from sellerdesk import shops
from sellerdesk.domain import permissions
from sellerdesk.models import Product
from tests.factories.asking import Program, program
from tests.factories.feed import load
from tests.factories.kernel import Cast
from tests.integration.returns.test_figures_pages import AT, NOW, desk as _desk, ordered, read


pytestmark = pytest.mark.django_db
desk = _desk
FIGURES, ORDERS, RETURNS = permissions.FIGURES_SEE, permissions.ORDERS_SEE, permissions.RETURNS_SEE


@pytest.fixture
def ask(desk: Cast, client: Client) -> Program:
    return program(client, desk.desk, FIGURES, ORDERS, RETURNS)


def every(ask: Program, query: str, size: int = 7) -> tuple[int, list[dict[str, Any]]]:
    """How many there are said to be, and all of them, page by page."""
    rows, cursor = [], ""
    while True:
        page = ask("GET", f"returns-figure-rows/?{query}&limit={size}{cursor}").json()
        rows += page["lines"] + page["claims"]
        if page["next"] is None:
            return page["count"], rows
        # Every page goes on from the one before it: a cursor that came twice would never end.
        assert f"&cursor={page['next']}" != cursor
        cursor = f"&cursor={page['next']}"


def test_each_figure_opens_as_many_rows_as_it_says(ask: Program) -> None:
    total = ask("GET", "returns-figures/").json()["total"]
    for which in WHICH:
        count, rows = every(ask, f"which={which}")
        keys = {(row["order"], row.get("line"), row.get("number")) for row in rows}
        assert (count, len(rows), len(keys)) == (total[which],) * 3, which
    assert total["refused"] == 6
    assert {row["refused_reason"] for row in every(ask, "which=refused")[1]} == {"changed_mind"}
    assert [row["refund"] for row in every(ask, "which=refunds")[1]] == [{"amount": "10.00", "currency": "CNY"}] * total["refunds"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Ask for at most 731 days."), ("ru", "Запрашивайте не больше 731 дня."), ("zh-hans", "最多查询 731 天。"),
    ],
)  # fmt: skip
def test_how_many_days_may_be_asked_for_is_said_in_words_that_agree(ask: Program, language: str, said: str) -> None:
    answer = ask("GET", "returns-figures/?from=2020-01-01&to=2026-01-01", Accept_Language=language)

    assert answer.status_code == 400
    assert [error["detail"] for error in answer.json()["errors"]] == [said]


@pytest.mark.parametrize("by", ["product", "reason", "stage", "region", "courier"])
def test_each_line_of_figures_does_too(ask: Program, by: str) -> None:
    for line in ask("GET", f"returns-figures/?by={by}").json()["lines"]:
        for which in counts_of(by)[1 if by in {"reason", "stage"} else 0 :]:
            if line[which]:
                count, rows = every(ask, f"which={which}&by={by}&key={line[by]}", 100)
                assert (count, len(rows)) == (line[which],) * 2, (which, line[by])


def test_of_one_product_and_only_what_the_token_may_see(desk: Cast, client: Client, ask: Program) -> None:
    own = Product.objects.get(outside_id="P1").pk
    line = next(one for one in ask("GET", f"returns-figures/?by=reason&product={own}").json()["lines"] if one["refused"])
    assert every(ask, f"which=refused&product={own}&by=reason&key={line['reason']}")[0] == line["refused"]
    bare = program(client, desk.desk, FIGURES)
    lines, claims = every(bare, "which=claimed")[1], every(bare, "which=asked")[1]
    assert {(row["order"], row["line"], row["claim"], row["claimed"]) for row in lines} == {(None, None, None, True)}
    assert {(row["order"], row["claim"]) for row in claims} == {(None, None)}
    assert program(client, desk.desk, RETURNS)("GET", "returns-figure-rows/?which=refused").status_code == 404
    for wrong in (
        "", "which=moon", "which=refused&by=stage", "which=refused&key=x", "which=lines&by=reason&key=", "which=asked&by=stage&key=x",
        "which=refused&by=product&key=x", f"which=refused&product={own}&by=region&key=x", "which=refused&product=999999",
        "which=refused&cursor=x", "which=refused&from=2026-03-02&to=2026-03-01", "which=refused&limit=0",
    ):  # fmt: skip
        assert ask("GET", f"returns-figure-rows/?{wrong}").status_code == 400, wrong


@pytest.mark.parametrize(("size", "most"), [(50, 4), (100, 8)])
def test_no_page_looks_through_more_lines_than_are_allowed(
    desk: Cast, ask: Program, monkeypatch: pytest.MonkeyPatch, size: int, most: int
) -> None:  # fmt: skip
    zone = ZoneInfo(desk.shop.time_zone)
    lines = Counter(datetime.fromisoformat(row["placed_at"]).astimezone(zone).date() for row in every(ask, "which=lines", 100)[1])
    looked: list[int] = []
    of_days = counted.of_days

    def noted(shop: Any, days: Any) -> Any:
        looked.append(sum(lines[day] for day in days))
        return of_days(shop, days)

    monkeypatch.setattr(counted, "of_days", noted)
    count, rows = every(ask, "which=refused", size)
    # The control: without a bound one page looks through all days that hold one.
    assert (count, len(rows), looked) == (6, 6, [12])

    monkeypatch.setattr(figure_rows, "LINES_AT_ONCE", 4)
    looked.clear()
    count, bounded = every(ask, "which=refused", size)
    assert (count, bounded) == (6, rows)
    assert max(looked) == most
    # A day that alone has more is looked through all the same: there is no going on without it.
    monkeypatch.setattr(figure_rows, "LINES_AT_ONCE", 0)
    looked.clear()
    assert every(ask, "which=refused", size) == (6, rows)
    assert max(looked) == max(lines.values())


def test_the_months_report_is_that_of_the_page(desk: Cast, client: Client, ask: Program) -> None:
    month = (NOW - timedelta(days=5)).strftime("%Y-%m")
    told = ask("GET", f"returns-report/?month={month}").json()
    figures = ask("GET", f"returns-figures/?from={told['first']}&to={told['last']}").json()
    assert (told["total"], told["month"], told["recounting"]) == (figures["total"], month, False)
    assert told["first"].endswith("-01")
    before = (NOW - timedelta(days=5)).replace(day=1) - timedelta(days=1)
    earlier = ask("GET", f"returns-figures/?from={before.replace(day=1):%Y-%m-%d}&to={before:%Y-%m-%d}").json()
    assert told["before"] == earlier["total"]
    worst = {one["measure"]: one["products"] for one in told["worst"]}
    table = {line["product"]: line for line in figures["lines"]}
    for product in worst["refused"] + worst["claimed"]:
        assert {name: product[name] for name in table[product["product"]]} == table[product["product"]]
    why = {one["measure"]: {row["reason"]: row["count"] for row in one["reasons"]} for one in told["why"]}
    assert sum(why["refused"].values()) == told["total"]["refused"]
    weeks = {one["measure"]: one["weeks"] for one in told["weeks"]}
    assert sum(week["hits"] for week in weeks["refused"]) == 6
    client.force_login(desk.alice)
    page = client.get(f"{AT}report/", {"month": month})
    assert page.context["total"].count("refused") == told["total"]["refused"]
    assert [row.line.key for row in dict(page.context["worst"])["refused"]] == [one["product"] for one in worst["refused"]]
    load(shops.facts(desk.shop), ordered(40, "P1", 3), now=NOW)
    assert ask("GET", "returns-report/").json()["recounting"]
    assert "counted anew within" in read(client, "report/")
    for wrong in ("2026-13", "2026-3", "0000-01", "x"):
        assert ask("GET", f"returns-report/?month={wrong}").status_code == 400
    assert program(client, desk.desk, RETURNS)("GET", "returns-report/").status_code == 404
