"""Rules for automatic answers by programs; a closed review waits again; labels."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from reviews.models import AutomaticRule, Review
from sellerdesk import shops
from sellerdesk.domain import permissions
from tests.factories.asking import Program, program
from tests.factories.automatic import praised
from tests.factories.feed import load, review
from tests.factories.kernel import Cast, make_shop


pytestmark = pytest.mark.django_db
RULE: dict[str, Any] = {"name": "Five stars", "cap": 20, "stars": [5], "thanks": ["Thank you!", "Thanks a lot!"]}


@pytest.fixture
def ask(cast: Cast, client: Client) -> Program:
    return program(client, cast.desk, permissions.SHOPS_MANAGE, permissions.REVIEWS_SEE, permissions.REVIEWS_ANSWER)


def test_a_rule_is_made_changed_turned_on_tried_and_deleted(cast: Cast, client: Client, ask: Program) -> None:
    made = ask("POST", "answer-rules/", RULE)
    assert (made.status_code, made.json()["since"], made.json()["thanks"]) == (201, None, RULE["thanks"])
    at = f"answer-rules/{made.json()['id']}/"
    read = ask("GET", at)
    changed = ask("PUT", at, RULE | {"cap": 5}, If_Match=read["ETag"])
    assert (changed.status_code, changed.json()["cap"], changed.json()["version"]) == (200, 5, made.json()["version"] + 1)
    stale = ask("PUT", at, RULE | {"cap": 9}, If_Match=read["ETag"])
    assert (stale.status_code, stale.json()["code"], AutomaticRule.objects.get().cap) == (412, "changed", 5)
    refused = ask("PUT", at, RULE | {"thanks": ["Dear {nobody}"]}, If_Match="*")
    assert (refused.status_code, refused.json()["code"]) == (422, "variable_unknown")
    assert ask("PUT", at, RULE | {"products": ["none such"]}, If_Match="*").status_code == 400
    misspelt = ask("PUT", at, {**{name: RULE[name] for name in ("name", "cap", "thanks")}, "star": [5]}, If_Match="*")
    assert (misspelt.status_code, "star" in misspelt.content.decode(), AutomaticRule.objects.get().cap) == (400, True, 5)
    assert ask("POST", f"{at}ask/").json()["code"] == "rule_is_off"
    assert ask("POST", f"{at}turn/", {"on": True}).json()["since"] is not None
    assert ask("POST", f"{at}ask/").json() == {"reviews": 0}
    assert ask("GET", f"{at}trial/?of=waiting").json()["would"] == 0
    assert ask("GET", f"answer-rule-log/?rule={made.json()['id']}&days=7").json() == {"items": [], "next": None}
    make_shop(cast.desk, "other-shop")
    other = Program(client, ask.token, "/api/v1/shops/other-shop/")
    assert [other(*one).status_code for one in (("GET", at), ("DELETE", at), ("POST", f"{at}turn/", {"on": False}))] == [404] * 3
    assert program(client, cast.desk, permissions.REVIEWS_ANSWER)("GET", at).status_code == 404
    assert ask("DELETE", at).status_code == 428
    assert ask("DELETE", at, If_Match=ask("GET", at)["ETag"]).status_code == 204
    assert ask("GET", "answer-rules/").json() == {"items": []}


def test_a_closed_review_waits_again_as_long_as_it_is_that_closing(cast: Cast, ask: Program) -> None:
    load(shops.facts(cast.shop), review("R1", None))
    at = f"reviews/{Review.objects.get().pk}/"
    closed = ask("POST", f"{at}close/").json()
    assert ask("POST", f"{at}reopen/", {"at": "2020-01-01T00:00:00Z"}).json() == {"reopened": False}
    assert ask("POST", f"{at}reopen/", {"at": closed["at"]}).json() == {"reopened": closed["closed"]}
    ask("PUT", f"{at}tags/", {"tags": ["Late"]}, If_Match="*")
    assert ask("GET", "review-labels/").json() == {"items": ["Late"]}


def test_a_rule_is_tried_before_it_is_saved(cast: Cast, ask: Program) -> None:
    now = timezone.now()
    for number in (1, 2):
        praised(cast.shop, f"R{number}", at=(now - timedelta(hours=number)).isoformat())
    told = ask("POST", "answer-rules/preview/", RULE).json()
    assert (told["would"], told["left"], {row["text"] for row in told["rows"]} <= set(RULE["thanks"])) == (2, {}, True)
    assert ask("POST", "answer-rules/preview/?why=cap", RULE | {"cap": 1}).json()["left"] == {"cap": 1}
    assert ask("POST", "answer-rules/preview/", RULE | {"thanks": ["Dear {nobody}"]}).json()["code"] == "variable_unknown"
    assert ask("POST", "answer-rules/preview/", RULE | {"rule": 10**6}).status_code == 404
    assert not AutomaticRule.objects.exists()
    # A new one is the last of its shop; one that is there keeps its place.
    made = ask("POST", "answer-rules/", RULE).json()["id"]
    ask("POST", f"answer-rules/{made}/turn/", {"on": True})
    assert ask("POST", "answer-rules/preview/", RULE | {"name": "New"}).json()["left"] == {"other_rule": 2}
    assert ask("POST", "answer-rules/preview/", RULE | {"rule": made}).json()["would"] == 2
