"""The pages of figures: what they say, the rows behind every figure, the same as CSV and through the API."""

import csv
import html
import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from returns.services import keeping
from sellerdesk import shops
from sellerdesk.domain import permissions
from sellerdesk.models import Product
from tests.factories.feed import load, told
from tests.factories.kernel import Cast, join, make_person, make_token
from tests.factories.returned import settle
from tests.factories.returns import claim, refusal, step


pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
AT = "/desks/harbor/returns/figures/"
MOST_QUERIES = 15
PRICE = {"amount": "10.00", "currency": "CNY"}


def ago(days: float) -> str:
    return (NOW - timedelta(days=days)).isoformat()


def ordered(number: int, product: str, days: float, **fields: Any) -> dict[str, Any]:
    line = {"id": "L1", "product": product, "quantity": 1, "price": PRICE}
    known = {"status": "completed", "completed_at": ago(days - 1), "courier": "=SF", "region": "Омск", "shipping_cost": PRICE}
    return told("order", f"O{number}", ago(days), buyer={"id": f"B{number}"}, lines=[line], **(known | fields))


@pytest.fixture
def desk(cast: Cast) -> Cast:
    """Thirty orders of two products: six refused, four claimed, two of these paid back, one lost before the marketplace."""
    records = [told("product", "P1", ago(90), title="Merino throw"), told("product", "P2", ago(90), title="Mug")]
    records += [ordered(number, "P1" if number < 24 else "P2", 3 + number % 20) for number in range(30)]
    records += [
        refusal(f"U{number}", f"O{number}", at=ago(2), stage="at_pickup" if number else "in_transit", reason={"code": "CHANGED_MIND"})
        for number in range(6)
    ]
    for number in range(6, 10):
        records.append(claim(f"CL{number}", f"O{number}", at=ago(2), wants="refund", reason={"code": "BAD_QUALITY"}, amount=PRICE))
    records += [step("refunded", ago(1.5), ref=f"T{number}", claim=f"CL{number}", by="seller") for number in (6, 7)]
    records.append(step("marketplace_joined", ago(1.6), ref="T8", claim="CL8", by="marketplace"))
    records.append(step("ruled_for_buyer", ago(1.5), ref="T9", claim="CL8", by="marketplace"))
    shop = shops.facts(cast.shop)
    load(shop, *records, now=NOW)
    settle(shop, now=NOW)
    return cast


@pytest.fixture
def alice(desk: Cast, client: Client) -> Client:
    client.force_login(desk.alice)
    return client


def read(client: Client, rest: str = "", **asked: Any) -> str:
    response = client.get(f"{AT}{rest}", asked)
    assert response.status_code == 200
    return response.content.decode()


def table(client: Client, **asked: Any) -> list[dict[str, str]]:
    text = client.get(f"{AT}figures.csv", asked).content.decode()
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


LONG = pytest.mark.long
PAGES = [
    ("", {"product": "P1", "measure": "claimed"}), ("by/", {"by": "product"}), ("by/", {"by": "stage", "product": "P1"}), ("report/", {}),
    *(pytest.param("by/", {"by": by}, marks=LONG) for by in ("reason", "stage", "warehouse", "region", "courier")),
    pytest.param("", {}, marks=LONG),
]  # fmt: skip


@pytest.mark.parametrize(("rest", "asked"), PAGES)
def test_every_figure_opens_as_many_rows(alice: Client, rest: str, asked: dict[str, str]) -> None:
    if "product" in asked:
        asked = asked | {"product": str(Product.objects.get(outside_id=asked["product"]).pk)}
    if rest == "report/":
        asked = {"month": (NOW - timedelta(days=5)).strftime("%Y-%m")}
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = read(alice, rest, **asked)
    assert len(queries) <= MOST_QUERIES

    for file in set(re.findall(r'href="([^"]+figures\.csv[^"]*)"', page)):
        assert alice.get(html.unescape(file)).status_code == 200, file
    links = set(re.findall(r'<a class="row-link" href="(/desks/[^"]*/rows/\?[^"]+)"><data value="(\d+)">', page))
    assert len(links) >= 2
    for link, number in links:
        behind = alice.get(html.unescape(link)).content.decode()
        assert f'<data value="{number}">' in behind
        assert behind.count("<tr>") - 1 == min(int(number), 50), link


def test_the_page_says_counts_shares_and_intervals(alice: Client) -> None:
    page = read(alice)
    assert "Buyers took" in page
    assert '<data value="80.0">80.0%</data>' in page
    assert "95 % interval: 9.5% to 37.3%" in page
    assert "(AS-10)" in page
    assert "Merino throw" in read(alice, "by/")
    assert "Not told" in read(alice, "by/", by="warehouse")


def test_the_file_and_the_program_tell_the_same_digits(alice: Client, desk: Cast, client: Client) -> None:
    _, token = make_token(desk.desk, permissions.FIGURES_SEE)
    for by in ("product", "reason", "stage", "warehouse", "region", "courier", "week"):
        answer = client.get(f"/api/v1/shops/harbor-home/returns-figures/?by={by}", headers={"Authorization": f"Bearer {token}"}).json()
        rows = table(alice, by=by)
        assert [{name: "" if value is None else str(value) for name, value in line.items()} for line in answer["lines"]] == [
            {name: value.removeprefix("'") for name, value in row.items()} for row in rows
        ]
        assert sum(int(row["refused"]) for row in rows) == answer["total"]["refused"] == 6
    total = answer["total"]
    assert (total["refund_rate_percent"], total["refund_rate_low"], total["refund_rate_high"]) == ("6.7", "1.8", "21.3")
    assert (total["refund"], total["shipping"], total["lost_goods"], total["disputes"]) == ("20.00 CNY", "80.00 CNY", "20.00 CNY", 1)


def test_no_cell_is_a_formula(alice: Client) -> None:
    assert [row["courier"] for row in table(alice, by="courier")] == ["'=SF"]
    text = alice.get(f"{AT}rows.csv", {"which": "refused"}).content.decode()
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 6
    assert {row["courier"] for row in rows} == {"'=SF"}
    assert {row["order"] for row in rows} == {f"O{number}" for number in range(6)}


def test_what_cannot_be_told_is_refused(alice: Client, desk: Cast, client: Client) -> None:
    assert alice.get(f"{AT}figures.csv", {"by": "moon"}).status_code == 422
    assert alice.get(f"{AT}figures.csv", {"from": "2026-13-01"}).status_code == 422
    product = Product.objects.get(outside_id="P1").pk
    assert alice.get(f"{AT}figures.csv", {"by": "courier", "product": product}).status_code == 422
    assert alice.get(f"{AT}figures.csv", {"by": "reason", "product": product}).status_code == 200
    assert alice.get(f"{AT}rows/", {"which": "moon"}).status_code == 404
    assert alice.get(AT, {"product": "999999"}).status_code == 404
    assert "could not be read" in read(alice, **{"from": "yesterday"})
    _, token = make_token(desk.desk, permissions.FIGURES_SEE)
    for asked in (
        "by=moon",
        "from=2026-13-01",
        "from=2026-03-02&to=2026-03-01",
        "product=999999&by=week",
        "product=1&by=region",
        "after=x",
    ):
        address = f"/api/v1/shops/harbor-home/returns-figures/?{asked}"
        assert client.get(address, headers={"Authorization": f"Bearer {token}"}).status_code == 400, asked


def test_without_orders_see_no_order_number_is_told(desk: Cast, client: Client) -> None:
    analyst = make_person("ann@example.org")
    join(desk.desk, analyst, "analyst")
    client.force_login(analyst)
    assert ">O1 " not in read(client, "rows/", which="refused")
    text = client.get(f"{AT}rows.csv", {"which": "refused"}).content.decode()
    assert {row["order"] for row in csv.DictReader(StringIO(text.removeprefix("\ufeff")))} == {""}


def test_facts_that_are_not_counted_yet_are_said(alice: Client, desk: Cast) -> None:
    assert "counted anew within" not in read(alice)
    load(shops.facts(desk.shop), ordered(40, "P1", 3), now=NOW)
    assert "counted anew within" in read(alice)
    keeping.keep(shop=shops.facts(desk.shop), now=NOW)


def test_pages_of_rows_go_on_where_they_ended(alice: Client, desk: Cast) -> None:
    shop = shops.facts(desk.shop)
    load(shop, *(ordered(number, "P2", 4 + (number % 12)) for number in range(100, 230)), now=NOW)
    settle(shop, now=NOW)
    seen: list[str] = []
    address = f"{AT}rows/?which=lines"
    for _ in range(12):
        page = alice.get(address).content.decode()
        seen += re.findall(r'data-th="Order" class="num">(O\d+) ', page)
        found = re.search(r'href="(\?[^"]*after=[^"]*)" rel="next"', page)
        if found is None:
            break
        address = f"{AT}rows/{html.unescape(found[1])}"
    assert len(seen) == len(set(seen)) == 160
