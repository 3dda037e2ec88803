"""Which claims a rule decides, and what it leaves to people whatever it says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st

from returns.domain.automatic import (
    ACTIONS,
    DOES,
    Claimed,
    Conditions,
    Rule,
    first,
    unmet,
    wanted,
    why_never,
    why_not_conditions,
    why_not_do,
)
from returns.domain.deciding import ClaimFacts, why_not_decide
from returns.domain.facts import WANTS
from returns.domain.moving import State, reachable
from returns.domain.threats import READ
from sellerdesk.domain.rules import PROFILES


AT = datetime(2026, 3, 10, tzinfo=UTC)
DUE = AT + timedelta(days=2)
ASKED = State("asked", "with_buyer", "shop")
SMALL = Claimed(
    id=1, at=AT, wants="refund", state=ASKED, reason="damaged", words="Пришло помятым", photos=1, amount_minor=1_500, currency="CNY",
    product_id=7, due_at=DUE,
)  # fmt: skip
RULE = Rule(id=1, name="r", does="refund", conditions=Conditions(most_minor=2_000, currency="CNY"), cap=1, since=AT)


def facts(claim: Claimed, profile: str = "standard", outcome: str = "refunded") -> ClaimFacts:
    return ClaimFacts(claim.ruling, claim.state, claim.wants, claim.actions, claim.amount_minor, claim.due_at, outcome, PROFILES[profile])


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, ""),
        ({"ruling": "waiting"}, "not_standing"),
        ({"ruling": "line_unknown"}, "not_standing"),
        ({"state": State("asked", "with_buyer", "buyer")}, "not_asked"),
        ({"state": State("asked", "with_buyer", "marketplace")}, "not_asked"),
        ({"state": State("agreed", "received", "shop")}, "not_asked"),
        ({"state": State("asked", "arrived", "shop")}, "not_asked"),
        ({"answered": True}, "decided_before"),
        ({"due_at": AT - timedelta(seconds=1)}, "time_over"),
        ({"due_at": AT}, ""),
        ({"due_at": None}, ""),
        ({"words": "a" * (READ + 1)}, "long_text"),
        ({"words": "Подам в суд"}, "court"),
        ({"words": "被烫伤了"}, "injury"),
        ({"words": "cut my hand, my lawyer will write"}, "court"),
    ],
)
def test_what_is_a_persons_whatever_the_rules(fields: dict[str, Any], why: str) -> None:
    assert why_never(replace(SMALL, **fields), AT) == why


@pytest.mark.parametrize(
    ("conditions", "fields", "why"),
    [
        ({}, {}, ""),
        ({"wants": frozenset({"return"})}, {}, "wants"),
        ({"reasons": frozenset({"damaged"})}, {}, ""),
        ({"reasons": frozenset({"damaged"})}, {"reason": ""}, "reason"),
        ({"reasons": frozenset({""})}, {"reason": ""}, ""),
        ({"most_minor": 1_500, "currency": "CNY"}, {}, ""),
        ({"most_minor": 1_499, "currency": "CNY"}, {}, "amount"),
        ({"most_minor": 9_999, "currency": "RUB"}, {}, "currency"),
        ({"most_minor": 9_999, "currency": "CNY"}, {"amount_minor": None, "currency": ""}, "amount_unknown"),
        ({"photos": "with"}, {"photos": 0}, "photos"),
        ({"photos": "without"}, {"photos": 0}, ""),
        ({"products": frozenset({7})}, {}, ""),
        ({"products": frozenset({8})}, {}, "product"),
        ({"products": frozenset({8})}, {"product_id": None}, "product"),
        ({"claims_before": 0}, {}, ""),
        ({"claims_before": 0}, {"claims_before": 1}, "claims_before"),
        ({"claims_before": 2}, {"claims_before": 2}, ""),
        ({"claims_before": 2}, {"claims_before": None}, "claims_before"),
        ({}, {"claims_before": None}, ""),
    ],
)
def test_each_condition_and_what_is_not_known_meets_none(conditions: dict[str, Any], fields: dict[str, Any], why: str) -> None:
    assert unmet(Conditions(**conditions), replace(SMALL, **fields)) == why


def test_the_first_rule_that_is_for_it_and_only_from_when_it_was_on() -> None:
    off, late = replace(RULE, id=2, since=None), replace(RULE, id=3, since=AT + timedelta(seconds=1))
    other = replace(RULE, id=4, conditions=Conditions(wants=frozenset({"return"})))
    last = replace(RULE, id=5)

    assert first([off, late, other, last, RULE], SMALL) == last
    assert first([off, late], SMALL) is None
    assert first([off, late], SMALL, back=True) == off


@pytest.mark.parametrize(
    ("does", "action", "conditions", "why"),
    [
        ("refund", "", {}, ""),
        ("refund", "", {"most_minor": None}, "amount_missing"),
        ("refund", "", {"most_minor": 0}, "amount_missing"),
        ("refund", "", {"currency": ""}, "amount_missing"),
        ("refund", "", {"wants": frozenset({"exchange"})}, "wants_unfit"),
        ("refund", "", {"wants": frozenset()}, "wants_missing"),
        ("refund", "", {"wants": frozenset({"money"})}, "condition_unknown"),
        ("refund", "", {"reasons": frozenset({"because"})}, "condition_unknown"),
        ("refund", "", {"photos": "some"}, "condition_unknown"),
        ("refund", "", {"claims_before": -1}, "condition_unknown"),
        ("refund", "approve1", {}, "condition_unknown"),
        ("reject", "", {}, "condition_unknown"),
        ("return", "", {}, "wants_unfit"),
        ("return", "approve1", {"wants": frozenset({"return"})}, ""),
        ("return", "reject1", {"wants": frozenset({"return"})}, "condition_unknown"),
        ("ask", "", {"most_minor": None, "wants": frozenset({"repair"})}, ""),
    ],
)
def test_what_a_rule_may_be(does: Any, action: str, conditions: dict[str, Any], why: str) -> None:
    assert why_not_conditions(does, action, Conditions(**{"most_minor": 5, "currency": "CNY", **conditions})) == why


@pytest.mark.parametrize(
    ("rule", "claim", "limit", "why"),
    [
        ({}, {}, None, ""),
        ({}, {}, 1_500, ""),
        ({}, {}, 1_499, "over_limit"),
        ({}, {"amount_minor": None}, 1_000_000, "over_limit"),
        ({"does": "return"}, {"wants": "return"}, 0, "over_limit"),
        ({"does": "ask", "words": "Пришлите фото"}, {}, 0, ""),
        ({}, {"actions": ()}, None, "not_offered"),
        ({}, {"actions": ("reject1",)}, None, "not_offered"),
        ({}, {"actions": ("autorefund1", "reject1")}, None, ""),
        ({}, {"actions": ("autorefund1", "autorefund1")}, None, ""),
        ({"words": "Вернём"}, {"actions": ("autorefund1",)}, None, "text_unwanted"),
        ({"does": "return"}, {"wants": "return", "actions": ("approve1", "approve2")}, None, "choice_missing"),
        ({"does": "return", "action": "approve2"}, {"wants": "return", "actions": ("approve1", "approve2")}, None, ""),
        ({"does": "return", "action": "approve2"}, {"wants": "return", "actions": ("approve1",)}, None, "choice_missing"),
        ({"does": "ask", "words": "Пришлите фото"}, {"actions": ("autorefund1",)}, None, "not_offered"),
        ({"does": "ask"}, {}, None, "text_missing"),
        ({}, {"due_at": AT - timedelta(microseconds=1)}, None, "clock_ran_out"),
    ],
)
def test_what_cannot_be_done_is_not(rule: dict[str, Any], claim: dict[str, Any], limit: int | None, why: str) -> None:
    assert why_not_do(replace(RULE, **rule), facts(replace(SMALL, **claim)), limit, AT) == why


MOVES = st.lists(st.sampled_from(["autorefund1", "approve1", "approve2", "reject1", "?"]))
NUMBERS = st.none() | st.integers(0, 3_000)


@given(st.sampled_from(sorted(reachable())), st.sampled_from(DOES), st.none() | MOVES, st.sampled_from(WANTS), NUMBERS, NUMBERS)
def test_a_rule_never_does_what_a_person_could_not_do_alone(
    state: State, does: Any, told: list[str] | None, wants: str, amount: int | None, limit: int | None
) -> None:
    for action in ("", *ACTIONS[does]):
        rule = replace(RULE, does=does, action=action, words="Please send a photo" if does == "ask" else "")
        claim = replace(SMALL, state=state, wants=wants, amount_minor=amount, actions=None if told is None else tuple(told))
        if not why_not_do(rule, facts(claim), limit, AT):
            assert why_not_decide(facts(claim), wanted(rule), AT) is None
            assert told is None or (set(told) & {"autorefund1", "approve1", "approve2"} and does != "ask")
            assert does == "ask" or limit is None or (amount is not None and amount <= limit)
