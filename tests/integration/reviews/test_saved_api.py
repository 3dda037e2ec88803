"""The desk's saved lists by programs, in both rooms that have some."""

from typing import Any

import pytest
from django.test import Client

from returns.models import SavedClaims
from reviews.models import SavedFilter
from sellerdesk import shops
from sellerdesk.domain import permissions
from sellerdesk.models import AuditEntry
from tests.factories.asking import Program, program
from tests.factories.feed import load, order, review
from tests.factories.kernel import Cast, make_shop
from tests.factories.returns import claim


pytestmark = pytest.mark.django_db
REVIEWS = ("review-lists/", SavedFilter, permissions.REVIEWS_SEE, permissions.REVIEWS_ANSWER)
CLAIMS = ("claim-lists/", SavedClaims, permissions.RETURNS_SEE, permissions.RETURNS_CHECK)


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


@pytest.mark.parametrize(("at", "model", "see", "share"), [REVIEWS, CLAIMS])
def test_a_list_is_kept_renamed_put_in_order_and_removed(cast: Cast, client: Client, at: str, model: Any, see: str, share: str) -> None:
    load(shops.facts(cast.shop), order(), review(), claim())
    ask = program(client, cast.desk, see, share)

    made = ask("POST", at, {"name": "Lately", "filter": {"days": "365"}})
    words = ask("POST", at, {"name": "Words", "every_shop": True, "filter": {"show": "all", "q": "box"}})
    assert (made.status_code, made.json()["every_shop"], made.json()["filter"]) == (201, False, {"show": "all", "days": "365"})
    assert (words.json()["every_shop"], words.json()["filter"]) == (True, {"show": "all", "q": "box"})
    assert set(model.objects.values_list("owner", flat=True)) == {None}
    one = f"{at}{made.json()['id']}/"
    listed = ask("GET", at).json()["items"]
    assert [(row["name"], row["count"], row["more"]) for row in listed] == [("Lately", 1, False), ("Words", None, False)]

    moved = ask("POST", f"{one}move/", {"up": False})
    renamed = ask("PUT", one, {"name": "This year"}, If_Match=made["ETag"])
    stale = ask("PUT", one, {"name": "Other"}, If_Match=made["ETag"])
    assert (moved.status_code, renamed.json()["name"], code(stale)) == (200, "This year", (412, "changed"))
    assert [row["name"] for row in ask("GET", at).json()["items"]] == ["Words", "This year"]
    assert code(ask("PUT", one, {"name": "Words"}, If_Match="*")) == (422, "filter_name_taken")
    assert ask("DELETE", one, If_Match=renamed["ETag"]).status_code == 204
    assert [row["name"] for row in ask("GET", at).json()["items"]] == ["Words"]
    assert {entry.actor_key.partition(":")[0] for entry in AuditEntry.objects.filter(what__startswith="filter.")} == {"token"}


@pytest.mark.parametrize(("at", "model", "see", "share"), [REVIEWS, CLAIMS])
def test_what_is_not_the_desks_or_the_shops_is_not_there(cast: Cast, client: Client, at: str, model: Any, see: str, share: str) -> None:
    make_shop(cast.desk, "annex")
    mine = model.objects.create(desk=cast.desk, owner=cast.alice, name="Mine", query="show=all", place=1)
    annex = model.objects.create(desk=cast.desk, name="Annex", query="shop=annex&show=all", place=1)
    ask, reader = program(client, cast.desk, see, share), program(client, cast.desk, see)

    assert ask("GET", at).json() == {"items": []}
    for row in (mine, annex):
        one = f"{at}{row.pk}/"
        asked = [ask("GET", one), ask("PUT", one, {"name": "X"}, If_Match="*"), ask("DELETE", one, If_Match="*")]
        assert {answer.status_code for answer in [*asked, ask("POST", f"{one}move/", {"up": True})]} == {404}
    assert model.objects.count() == 2
    assert reader("POST", at, {"name": "X", "filter": {}}).status_code == 404
    other = Program(client, ask.token, "/api/v1/shops/annex/")
    assert [row["name"] for row in other("GET", at).json()["items"]] == ["Annex"]


@pytest.mark.parametrize(("name", "value", "said"), [("stras", "5", "unknown"), ("days", "8", "invalid"), ("cursor", "1-1", "unknown")])
def test_a_filter_that_the_list_does_not_know_is_told(cast: Cast, client: Client, name: str, value: str, said: str) -> None:
    ask = program(client, cast.desk, permissions.REVIEWS_SEE, permissions.REVIEWS_ANSWER)
    refused = ask("POST", "review-lists/", {"name": "X", "filter": {name: value}})

    assert code(refused) == (400, "malformed")
    assert [(one["pointer"], one["code"]) for one in refused.json()["errors"]] == [(f"#/filter/{name}", said)]
