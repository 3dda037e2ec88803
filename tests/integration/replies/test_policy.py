"""Why a text may not go, in words, for the commands of every room."""

import pytest

from sellerdesk import policy
from sellerdesk.domain.replies.values import VariableFacts
from sellerdesk.domain.text_policy.policy import CHECKS, Finding, Place


def facts(rules: str = "standard") -> policy.TextFacts:
    known = VariableFacts(buyer_name="Кириллова Анна", order_no="89161234567", product="Telegram-лампа", rules=rules)
    return policy.text_facts(known, language="ru")


@pytest.mark.parametrize(
    ("text", "place", "rules", "code"),
    [
        ("Спасибо", "chat", "standard", None),
        (" \n", "chat", "standard", "text_missing"),
        ("⟦имя⟧ +79161112233", "public", "standard", "gap"),
        ("{buyer_name} +79161112233", "public", "standard", "variable_left"),
        ("+79161112233", "public", "standard", "contacts"),
        ("+79161112233", "chat", "standard", None),
        ("+79161112233", "chat", "wildberries", "warned"),
        ("Заказ 8 916 123-45-67, Telegram-лампа", "public", "standard", None),
        ("я" * 501, "public", "taobao", "too_long"),
        ("я", "public", "wildberries", "too_short"),
    ],
)
def test_what_stops_is_a_refusal(text: str, place: Place, rules: str, code: str | None) -> None:
    refusal = policy.why_not_send(text, place=place, facts=facts(rules))

    assert (refusal.code if refusal else None) == code
    if refusal:
        assert refusal.message.endswith(".")
        assert "%(" not in str(refusal)


def test_a_template_that_is_sent_is_no_template() -> None:
    of_template = policy.text_facts(None, is_template=True)

    refusal = policy.why_not_send("{order_no}", place="chat", facts=of_template)

    assert refusal
    assert refusal.code == "variable_left"


def test_what_is_known_is_whom_the_text_is_for() -> None:
    known = facts("taobao")

    assert known.names == ("Анна", "Кириллова Анна")
    assert known.numbers == ("89161234567", "Telegram-лампа")
    assert known.rules.name == "taobao"
    assert policy.text_facts(VariableFacts(buyer_name="t**3")).names == ()


@pytest.mark.parametrize("code", [*CHECKS, "gap", "variable_left", "too_long", "too_short"])
@pytest.mark.parametrize("place", ["chat", "public"])
def test_every_finding_has_a_sentence(code: str, place: Place) -> None:
    said = policy.sentence(Finding(code, "stop", ((0, 1), (2, 3)), ("phone", "link"), most=500), place)

    assert said.endswith(".")
    assert "%(" not in said


def test_kinds_are_listed_once() -> None:
    said = policy.sentence(Finding("contacts", "stop", (), ("phone", "link", "phone")))

    assert "a phone number and a link" in said or "a phone number, a link" in said
