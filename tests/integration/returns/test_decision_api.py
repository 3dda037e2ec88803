"""Deciding for programs: what may be decided, deciding once, seeing a colleague's decision, taking it back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from returns.models import Claim
from tests.factories.deciding import ask, decide, limit, states
from tests.factories.feed import told
from tests.factories.kernel import Cast, make_token


pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
BASE = "/api/v1/shops/harbor-home/claims/"


@pytest.fixture
def row(cast: Cast) -> Claim:
    return ask(cast.shop, told("product", "P-L1", title="Merino throw"), at=(NOW - timedelta(hours=1)).isoformat(), now=NOW)


@pytest.fixture
def headers(cast: Cast) -> dict[str, str]:
    return {"Authorization": f"Bearer {make_token(cast.desk, 'returns.see', 'returns.decide')[1]}"}


def post(client: Client, address: str, headers: dict[str, str], **body: Any) -> Any:
    return client.post(address, body, content_type="application/json", headers=headers)


def test_a_program_decides_once_and_takes_back(client: Client, row: Claim, headers: dict[str, str]) -> None:
    listed = client.get(BASE, headers=headers).json()["items"]
    assert [(one["id"], one["claim"], one["outcome"]) for one in listed] == [(row.pk, "CL1", "refunded")]
    address = f"{BASE}{row.pk}/decision/"
    state = client.get(address, headers=headers).json()
    assert {"kind": "refund_part", "action": "agree_partly", "comes_back": False, "least": 0, "most": 200} in state["choices"]
    wanted = {"kind": "exchange", "comes_back": False, "product": "P-L1", "text": "We send another one today", "seen": state["seen"]}
    keyed = {**headers, "Idempotency-Key": "one"}

    first, second = post(client, address, keyed, **wanted), post(client, address, keyed, **wanted)

    assert (first.status_code, first.json()["state"], second.json()["id"]) == (201, "queued", first.json()["id"])
    after = client.get(address, headers=headers).json()
    assert (after["choices"], after["why_not"]["code"], after["decisions"][0]["kind"]) == ([], "stale", "exchange")
    back = f"{BASE}{row.pk}/decisions/{first.json()['id']}/back/"
    assert post(client, back, headers).status_code == 204
    assert post(client, back.replace(f"claims/{row.pk}", f"claims/{row.pk + 1}"), headers).status_code == 404
    assert states() == ["cancelled"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"kind": "refund", "seen": "1-1"}, 409, "stale"),
        ({"kind": "receive"}, 422, "not_offered"),
        ({"kind": "exchange", "product": "P-9"}, 422, "article_unknown"),
        ({"kind": "nothing"}, 400, "malformed"),
    ],
)
def test_what_may_not_be_decided_says_why(
    client: Client, row: Claim, headers: dict[str, str], body: dict[str, str], status: int, code: str
) -> None:
    address = f"{BASE}{row.pk}/decision/"
    seen = client.get(address, headers=headers).json()["seen"]

    response = post(client, address, headers, **{"seen": seen, **body})

    assert (response.status_code, response.json()["code"]) == (status, code)


def test_a_colleagues_decision_is_shown(cast: Cast, client: Client, row: Claim, headers: dict[str, str]) -> None:
    address = f"{BASE}{row.pk}/decision/"
    seen = client.get(address, headers=headers).json()["seen"]
    made = decide(row, cast.bob, now=NOW)

    response = post(client, address, headers, kind="reject", text="Our photos show it", seen=seen)

    assert (response.status_code, response.json()["newer"]["decision"]["id"]) == (409, made.decision_id)


def test_above_the_lowest_limit_a_program_waits_for_a_person(cast: Cast, client: Client, row: Claim, headers: dict[str, str]) -> None:
    limit(cast.shop, "owner", 1000)
    address = f"{BASE}{row.pk}/decision/"
    seen = client.get(address, headers=headers).json()["seen"]

    assert post(client, address, headers, kind="refund", seen=seen).json()["state"] == "waiting"


def test_who_only_sees_does_not_decide(cast: Cast, client: Client, row: Claim) -> None:
    headers = {"Authorization": f"Bearer {make_token(cast.desk, 'returns.see')[1]}"}
    address = f"{BASE}{row.pk}/decision/"
    assert client.get(address, headers=headers).status_code == 200
    assert post(client, address, headers, kind="refund", seen="1-1").status_code == 404
