"""Claims and refusals found by words and filters: page, table, API, saved lists, the search box; and how long a shop takes."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from returns import panels
from returns.models import Claim, ClockRule, SavedClaims
from sellerdesk import shops
from sellerdesk.models import AuditEntry, Membership, Shop, WorkItem
from tests.factories.feed import MONEY, load, order, told
from tests.factories.kernel import Cast, make_token
from tests.factories.returns import claim, refusal, step


pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
HTMX = {"HX-Request": "true"}


def ago(hours: float) -> str:
    return (NOW - timedelta(hours=hours)).isoformat()


@pytest.fixture
def full(cast: Cast, client: Client) -> Client:
    """Alice at a desk with claims and refusals in three languages."""
    load(
        shops.facts(cast.shop),
        told("product", "P-L1", title="Merino throw", article="T-130"),
        order("7730-9182", at=ago(99), completed_at=None, buyer="B1", status="delivered"),
        order("O2", at=ago(99), completed_at=None, buyer="B2", status="delivered"),
        told("message", "M1", ago(98), conversation="C1", sender="buyer", buyer={"id": "B1", "name": "李航"}, order="O2", text="hi"),
        claim("CN-1", "7730-9182", at=ago(5), reason={"text": "订的是灰色，色差太大"}, amount=MONEY),
        claim("RU-2", "O2", at=ago(4), wants="refund", reason={"text": "Термос протекает"}),
        step("agreed", ago(3), ref="T1", claim="RU-2", text="Пришлите обратно"),
        step("sent_back", ago(2), ref="T2", claim="RU-2", by="buyer", tracking="SF1234567890"),
        claim("EN-3", "O2", at=ago(600), reason={"code": "WAS_USED", "text": "=cmd|used before"}),
        step("refunded", ago(500), ref="T3", claim="EN-3", by="marketplace"),
        refusal("U-1", "7730-9182", at=ago(6), reason={"text": "Передумала"}),
        refusal("U-2", "O2", at=ago(7), stage="expired", reason={"code": "expire", "text": "Не забрал вовремя"}),
        now=NOW,
    )
    client.force_login(cast.alice)
    return client


def rows(page: str) -> set[str]:
    return set(re.findall(r'class="list-row__who list-row__number num">([\w-]+)<', page))


def read(client: Client, **asked: Any) -> str:
    answer = client.get(reverse("claims", args=["harbor"]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"q": "色差"}, {"CN-1"}),
        ({"q": "灰"}, {"CN-1"}),
        ({"q": "термосы протекают"}, {"RU-2"}),
        ({"q": "обратно"}, {"RU-2"}),
        ({"q": "sf1234567890"}, {"RU-2"}),
        ({"q": "RU-2"}, {"RU-2"}),
        ({"q": "#7730-9182"}, {"CN-1"}),
        ({"q": "李航"}, {"CN-1"}),
        ({"q": "T-130"}, {"CN-1", "RU-2"}),
        ({"q": "used", "show": "all"}, {"EN-3"}),
        ({"q": "used"}, set()),
        ({"q": "%"}, set()),
        ({"reason": "colour"}, {"CN-1"}),
        ({"wants": "refund"}, {"RU-2"}),
        ({"show": "all", "days": "7"}, {"CN-1", "RU-2"}),
        ({"show": "all"}, {"CN-1", "RU-2", "EN-3"}),
        ({"reason": "nonsense", "days": "8", "product": "x", "wants": "fun"}, {"CN-1", "RU-2"}),
    ],
)
def test_claims_are_found(full: Client, asked: dict[str, str], expected: set[str]) -> None:
    assert rows(read(full, **asked)) == expected


def test_nobody_finds_by_an_order_that_they_may_not_see(full: Client, cast: Cast) -> None:
    from sellerdesk.domain import permissions

    assert panels.find(cast.desk.pk, "harbor", [cast.shop.pk], "7730-9182", 5, lambda one: one != permissions.ORDERS_SEE, NOW) == []
    (hit,) = panels.find(cast.desk.pk, "harbor", [cast.shop.pk], "7730-9182", 5, lambda _: True, NOW)
    assert hit.title == "Claim CN-1"
    (refused,) = panels.find_refusals(cast.desk.pk, "harbor", [cast.shop.pk], "передумала", 5, lambda _: True, NOW)
    assert refused.title == "Refusal U-1"


def test_words_beyond_the_first_rows_are_looked_up(full: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from returns.queries import finding, refused

    monkeypatch.setattr(finding, "TRIED", 1)
    monkeypatch.setattr(refused, "TRIED", 1)
    assert rows(read(full, q="протекает", show="all")) == {"RU-2"}
    page = full.get(reverse("refusals", args=["harbor"]), {"q": "вовремя"}).content.decode()
    assert "U-2" in page
    assert "U-1" not in page.split("<tbody>")[1]


def lines(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode().lstrip("\ufeff")
    return list(csv.reader(io.StringIO(text)))


def test_the_table_is_the_list_and_no_formula(full: Client, cast: Cast) -> None:
    head, *found = lines(full.get(reverse("claims_table", args=["harbor"]), {"show": "all"}))
    assert [row[2] for row in found] == ["RU-2", "CN-1", "EN-3"]
    assert (found[2][7], found[1][8:10], head[-1]) == ("'=cmd|used before", [MONEY["amount"], MONEY["currency"]], "Order")
    _, *few = lines(full.get(reverse("claims_table", args=["harbor"]), {"show": "all", "q": "протекает"}))
    assert [row[2] for row in few] == ["RU-2"]
    _, *refused = lines(full.get(reverse("refusals_table", args=["harbor"]), {"stage": "expired"}))
    assert [row[2] for row in refused] == ["U-2"]


def test_programs_read_claims_steps_and_refusals(full: Client, cast: Cast, client: Client) -> None:
    key = {"Authorization": f"Bearer {make_token(cast.desk, 'returns.see')[1]}"}
    at = f"/api/v1/shops/{cast.shop.slug}"
    first = client.get(f"{at}/claims/?limit=2", headers=key).json()
    second = client.get(f"{at}/claims/?limit=2&cursor={first['next']}", headers=key).json()
    assert [one["claim"] for one in first["items"] + second["items"]] == ["RU-2", "CN-1", "EN-3"]
    assert (first["items"][0]["order"], second["next"]) == ("", None)
    one = first["items"][0]["id"]
    assert client.get(f"{at}/claims/{one}/", headers=key).json()["goods"] == "coming"
    steps = client.get(f"{at}/claims/{one}/steps/?limit=1", headers=key).json()
    assert ([step["event"] for step in steps["items"]], steps["next"]) == (["agreed_outright"], "1")
    assert client.get(f"{at}/claims/?cursor=nonsense", headers=key).status_code == 400
    assert client.get(f"{at}/claims/{2**70}/", headers=key).status_code == 404
    assert [one["refusal"] for one in client.get(f"{at}/refusals/?reason=not_collected", headers=key).json()["items"]] == ["U-2"]
    told = {"condition": "damaged", "words": "Torn"}
    assert client.post(f"{at}/claims/{one}/findings/", told, "application/json", headers=key).status_code == 404
    allowed = {"Authorization": f"Bearer {make_token(cast.desk, 'returns.check')[1]}"}
    assert client.post(f"{at}/claims/{one}/findings/", told, "application/json", headers=allowed).status_code == 201
    found = client.get(f"{at}/claims/{one}/steps/", headers=key).json()["items"][-1]
    assert (found["condition"], found["event"], found["by"]) == ("damaged", "", "seller")


def test_a_list_is_saved_with_its_count(full: Client, cast: Cast) -> None:
    at = reverse("claims_saved", args=["harbor"])
    for query, name in (("reason=colour&after=1-1", "Colours"), ("q=xyz", "Words")):
        assert full.post(f"{at}?{query}", {"name": name, "shared": "1"}, headers=HTMX).status_code == 200

    page = full.get(at, headers=HTMX).content.decode()
    assert SavedClaims.objects.get(name="Colours").query == "reason=colour"
    assert re.search(r'Colours</bdi> <span class="count">1</span>', page)
    assert "Words</bdi></a>" in page
    Membership.objects.filter(user=cast.alice).update(role="read_only")
    assert full.post(f"{at}?q=a", {"name": "Mine", "shared": "1"}, headers=HTMX).status_code == 404


def test_many_are_given_at_once(full: Client, cast: Cast) -> None:
    at, ids = reverse("claims_assign", args=["harbor"]), list(Claim.objects.values_list("pk", flat=True))
    assert "Take it" in full.get(at, {"claim": ids}, headers=HTMX).content.decode()
    answer = full.post(at, {"claim": ids, "to": "me"}, headers=HTMX)

    assert (answer.status_code, "2 were not waiting" in answer["HX-Trigger"]) == (204, True)
    assert set(WorkItem.objects.filter(kind="claim", state="open").values_list("assignee", flat=True)) == {cast.alice.pk}
    assert full.post(f"{at}?reason=colour", {"all": "1", "to": "team"}, headers=HTMX).status_code == 204
    assert WorkItem.objects.filter(kind="claim", state="open", assignee=None).count() == 1


def test_pages_ask_few_queries_however_long_the_list(full: Client, cast: Cast) -> None:
    asked: dict[str, list[int]] = {}
    for times in (1, 25):
        load(shops.facts(cast.shop), *(claim(f"N{n}", "O2", at=ago(2), reason={"text": "мал"}) for n in range(times)), now=NOW)
        load(shops.facts(cast.shop), *(refusal(f"R{n}", "O2", at=ago(2), reason={"text": "мал"}) for n in range(times)), now=NOW)
        for name in ("refusals", "claims"):
            full.get(reverse(name, args=["harbor"]))
            with CaptureQueriesContext(connection) as queries:
                full.get(reverse(name, args=["harbor"]), {"q": "мал"})
            asked.setdefault(name, []).append(len(queries))
    assert all(first == second <= 15 for first, second in asked.values()), asked


def test_a_shop_says_how_long_it_takes_and_running_clocks_keep_theirs(full: Client, cast: Cast) -> None:
    at = reverse("claim_times", args=["harbor", cast.shop.slug])
    before = Claim.objects.get(outside_id="CN-1").due_at
    assert full.post(at, {"decide": "48", "settle": "24"}).status_code == 302
    assert full.post(at, {"decide": "49", "settle": "24"}).status_code == 422
    entry = AuditEntry.objects.get(what="shop.claim_times")
    assert (entry.before, entry.after) == ({"decide_hours": 120, "settle_hours": 72}, {"decide_hours": 48, "settle_hours": 24})
    later = datetime.now(UTC) + timedelta(hours=1)

    load(
        shops.facts(cast.shop),
        claim("NEW", "O2", at=later.isoformat()),
        told("claim", "CN-1", ago(5), order="7730-9182", wants="return", reason={"text": "мал"}, updated_at=ago(1)),
        now=later,
    )

    assert Claim.objects.get(outside_id="CN-1").due_at == before
    assert Claim.objects.get(outside_id="NEW").due_at == later + timedelta(hours=48)


def test_where_the_marketplace_says_it_nothing_is_set(full: Client, cast: Cast) -> None:
    Shop.objects.filter(pk=cast.shop.pk).update(rules="taobao")
    at = reverse("claim_times", args=["harbor", cast.shop.slug])
    assert "nothing is to be set here" in full.get(at).content.decode()
    full.post(at, {"decide": "48", "settle": "24"})
    assert not ClockRule.objects.exists()
