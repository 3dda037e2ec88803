"""Claims by programs: rules, deadlines, refund limits, reason, pictures."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from returns.models import Claim
from sellerdesk import writing
from sellerdesk.domain import permissions
from sellerdesk.feed import loading
from sellerdesk.shops import ShopFacts
from tests.factories.asking import Program, program
from tests.factories.claim_rules import claimed, small
from tests.factories.deciding import ask as ask_back
from tests.factories.kernel import Cast, make_shop


pytestmark = pytest.mark.django_db
RULE: dict[str, Any] = {"name": "Small ones", "cap": 10, "does": "refund", "wants": ["refund"], "most": "20.50", "currency": "CNY"}
SEE, CHECK, MANAGE = permissions.RETURNS_SEE, permissions.RETURNS_CHECK, permissions.SHOPS_MANAGE


@pytest.fixture
def row(cast: Cast) -> Claim:
    now = datetime.now(UTC)
    return ask_back(cast.shop, at=(now - timedelta(hours=1)).isoformat(), now=now)


@pytest.fixture
def ask(cast: Cast, client: Client) -> Program:
    return program(client, cast.desk, SEE, CHECK, MANAGE, permissions.PEOPLE_MANAGE)


def test_a_rule_is_made_changed_tried_and_deleted(cast: Cast, client: Client, ask: Program) -> None:
    made = ask("POST", "claim-rules/", RULE)
    assert (made.status_code, made.json()["most"]) == (201, "20.50")
    at = f"claim-rules/{made.json()['id']}/"
    read = ask("GET", at)
    assert ask("PUT", at, RULE | {"cap": 3}, If_Match=read["ETag"]).json()["cap"] == 3
    assert ask("PUT", at, RULE, If_Match=read["ETag"]).status_code == 412
    refused = ask("PUT", at, RULE | {"most": ""}, If_Match="*")
    assert (refused.status_code, refused.json()["code"]) == (422, "amount_missing")
    assert ask("POST", f"{at}turn/", {"on": True}).json()["since"] is not None
    assert ask("POST", f"{at}move/", {"up": True}).json()["place"] == 1
    assert ask("GET", f"{at}trial/").json()["would"] == 0
    assert ask("GET", "claim-rule-log/?did=left").json() == {"items": [], "next": None}
    make_shop(cast.desk, "other-shop")
    assert Program(client, ask.token, "/api/v1/shops/other-shop/")("GET", at).status_code == 404
    assert program(client, cast.desk, SEE)("GET", at).status_code == 404
    assert ask("DELETE", at, If_Match="*").status_code == 204


def test_a_rule_is_tried_before_it_is_saved(cast: Cast, ask: Program) -> None:
    now = datetime.now(UTC)
    claimed(cast.shop, small(at=(now - timedelta(hours=1)).isoformat()), now=now)
    told = ask("POST", "claim-rules/preview/", RULE).json()
    assert (told["would"], told["given"], len(told["claims"])) == (1, {"CNY": 1500}, 1)
    assert ask("POST", "claim-rules/preview/", RULE | {"most": "14.99"}).json()["would"] == 0
    assert ask("POST", "claim-rules/preview/", RULE | {"most": ""}).json()["code"] == "amount_missing"
    assert ask("GET", "claim-rules/").json() == {"items": []}
    made = ask("POST", "claim-rules/", RULE).json()["id"]
    ask("POST", f"claim-rules/{made}/turn/", {"on": True})
    assert ask("POST", "claim-rules/preview/", RULE).json()["left"] == {"other_rule": 1}
    assert ask("POST", "claim-rules/preview/", RULE | {"rule": made}).json()["would"] == 1


def test_limits_are_set_on_what_was_read_by_who_manages_people(cast: Cast, client: Client, ask: Program) -> None:
    read = ask("GET", "refund-limits/")
    wanted = {"currency": "CNY", "amounts": {"agent": "50"}}
    put = ask("PUT", "refund-limits/", wanted, If_Match=read["ETag"])
    assert put.json()["items"] == [{"role": "agent", "amount": "50.00", "currency": "CNY"}]
    assert ask("PUT", "refund-limits/", wanted, If_Match=read["ETag"]).status_code == 412
    unknown = ask("PUT", "refund-limits/", {"currency": "CNY", "amounts": {"king": "1"}}, If_Match="*")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "role_unknown")
    assert program(client, cast.desk, MANAGE)("PUT", "refund-limits/", wanted, If_Match="*").status_code == 404


def test_times_are_the_shops_or_the_marketplaces(ask: Program) -> None:
    read = ask("GET", "claim-times/")
    put = ask("PUT", "claim-times/", {"decide": 24, "settle": 48}, If_Match=read["ETag"])
    if read.json()["own"]:
        assert (put.status_code, put.json()["decide"]) == (200, 24)
    else:
        assert (put.status_code, put.json()["code"]) == (422, "times_of_marketplace")


def test_a_reason_is_chosen_a_finding_taken_back_and_pictures_are_listed(
    cast: Cast, client: Client, row: Claim, ask: Program
) -> None:  # fmt: skip
    at = f"claims/{row.pk}/"
    assert ask("PUT", f"{at}reason/", {"reason": "damaged"}).json()["reason"] == "damaged"
    assert ask("PUT", f"{at}reason/", {"reason": "none such"}).status_code == 400
    assert ask("POST", f"{at}pictures/").status_code == 202
    assert ask("GET", f"{at}pictures/").json() == {"items": []}
    found = ask("POST", f"{at}findings/", {"condition": "damaged"})
    if found.status_code == 201:
        assert ask("POST", f"{at}findings/{found.json()['finding']}/back/").status_code == 204
    assert ask("POST", f"{at}findings/{2**40}/back/").status_code == 404
    make_shop(cast.desk, "other-shop")
    other = Program(client, ask.token, "/api/v1/shops/other-shop/")
    assert [other(*one).status_code for one in (("GET", f"{at}pictures/"), ("PUT", f"{at}reason/", {"reason": ""}))] == [404, 404]
    assert program(client, cast.desk, SEE)("PUT", f"{at}reason/", {"reason": ""}).status_code == 404


def test_the_times_take_the_lock_of_loads_before_the_shops_row(ask: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    load, row = loading.lock, writing.locked

    def loads_held(shop: ShopFacts) -> None:
        order.append("loads")
        load(shop)

    def row_held(rows: Any) -> Any:
        order.append("shop")
        return row(rows)

    monkeypatch.setattr(loading, "lock", loads_held)
    monkeypatch.setattr(writing, "locked", row_held)

    assert ask("PUT", "claim-times/", {"decide": 30, "settle": 40}, If_Match="*").status_code == 200
    assert order == ["loads", "shop"] * 2
