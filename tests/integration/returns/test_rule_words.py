"""The words of a rule for automatic decisions are as long as the marketplace of its shop takes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from returns.domain.automatic import Does
from returns.models import ClaimRule, ClaimRuleEntry, Decision
from returns.services import automatic_rules, deciding
from returns.templatetags.decided_by_rule import why_left
from sellerdesk.domain import actor
from sellerdesk.errors import Refusal
from sellerdesk.models import Outbound, Shop
from tests.factories.claim_rules import NOW, claimed, decide_all, make_claim_rule, small, wanted
from tests.factories.kernel import Cast, make_shop, make_token


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("rules", "does", "size", "code"),
    [
        ("taobao", "refund", 200, ""),
        ("taobao", "refund", 201, "words_too_long"),
        ("taobao", "ask", 201, "words_too_long"),
        ("taobao", "ask", 1, "words_too_short"),
        ("wildberries", "ask", 9, "words_too_short"),
        ("wildberries", "ask", 10, ""),
        ("wildberries", "refund", 0, ""),
        ("wildberries", "refund", 1000, ""),
        ("standard", "ask", 1, ""),
    ],
)
def test_the_words_of_a_rule_are_as_long_as_the_marketplace_of_its_shop_takes(
    cast: Cast, rules: str, does: Does, size: int, code: str
) -> None:
    shop = make_shop(cast.desk, "other", rules=rules)
    fits, told = wanted("Fits", does="ask", words="A photo, please"), wanted("Words", does=does, words="  " + "x" * size + "\n")
    which: dict[str, Any] = {"desk_id": cast.desk.pk, "shop_ids": [shop.pk], "actor": actor.SYSTEM, "now": NOW}
    row = automatic_rules.make(**which, shop_id=shop.pk, wanted=fits)

    for ask in (
        lambda: automatic_rules.make(**which, shop_id=shop.pk, wanted=told),
        lambda: automatic_rules.change(**which, rule_id=row, version=1, wanted=replace(told, name="Fits")),
    ):
        assert refused(ask) == code


def refused(ask: Callable[[], object]) -> str:
    try:
        ask()
    except Refusal as refusal:
        return refusal.code
    return ""


def test_the_page_keeps_words_that_are_too_long_and_says_how_long_they_may_be(cast: Cast, client: Client) -> None:
    client.force_login(cast.alice)
    Shop.objects.filter(pk=cast.shop.pk).update(rules="taobao")
    address = reverse("claim_rule_new", args=["harbor", cast.shop.slug])
    told = {"name": "Small", "does": "ask", "wants": ["refund"], "photos": "any", "cap": "5", "words": "x" * 201}

    answer = client.post(address, told)

    said = answer.content.decode()
    assert answer.status_code == 422
    assert "The words to the buyer are too long." in said
    assert "Use at most 200 characters." in said
    assert "x" * 201 in said
    assert 'maxlength="200"' in said
    assert not ClaimRule.objects.exists()


def test_programs_are_refused_words_that_are_too_long_tried_or_saved(cast: Cast, client: Client) -> None:
    Shop.objects.filter(pk=cast.shop.pk).update(rules="taobao")
    _, secret = make_token(cast.desk, "shops.manage")
    at = f"/api/v1/shops/{cast.shop.slug}/claim-rules/"
    told = {"name": "Small", "does": "ask", "wants": ["refund"], "cap": 5, "words": "x" * 201}

    def ask(address: str, key: str, **fields: Any) -> Any:
        headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": key}
        return client.post(address, told | fields, content_type="application/json", headers=headers)

    for answer in (ask(at, "a"), ask(f"{at}preview/", "b")):
        assert answer.status_code == 422
        assert answer.json()["code"] == "words_too_long"
    assert ask(at, "c", words="x" * 200).status_code == 201


def test_where_the_marketplace_takes_fewer_words_by_now_nothing_is_cut_and_the_log_says_why(cast: Cast) -> None:
    make_claim_rule(cast.shop, words="x" * 900)
    claimed(cast.shop, small())
    Shop.objects.filter(pk=cast.shop.pk).update(rules="taobao")
    cast.shop.refresh_from_db()

    assert [(done.outcome, done.reason) for done in decide_all(cast.shop)] == [("left", "too_long")]

    assert list(ClaimRuleEntry.objects.values_list("claim__outside_id", "reason")) == [("CL1", "too_long")]
    assert why_left("too_long") == "The words are too long for the marketplace"
    assert not Decision.objects.exists()
    assert not Outbound.objects.filter(kind=deciding.KIND).exists()
