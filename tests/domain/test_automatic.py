"""Which good reviews a rule is for, and how an answer is put together."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st

from reviews.domain.automatic import Conditions, Reviewed, Rule, first, holds_any, unmet, why_never
from reviews.domain.flags import Reason
from reviews.domain.rotation import NAMES, Blocks, known, worded, wordings
from sellerdesk.domain import searching
from sellerdesk.domain.replies.values import VariableFacts


AT = datetime(2026, 3, 10, tzinfo=UTC)
GOOD = Reviewed(id=1, at=AT, verdict=1, stars=5, words="Soft and warm", photos=1, product_id=7)
LI = VariableFacts(buyer_name="Li")


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, ""),
        ({"stars": None}, ""),
        ({"stars": 4}, ""),
        ({"verdict": 0}, "not_good"),
        ({"verdict": -1}, "not_good"),
        ({"changed": True}, "not_good"),
        ({"stars": 3}, "low_stars"),
        ({"stars": 1}, "low_stars"),
        ({"flags": (Reason.TEXT,)}, "flagged"),
        ({"flags": (Reason.FOLLOW_UP,)}, "flagged"),
        ({"judged": False}, "flagged"),
        ({"followed": True}, "followed"),
        ({"stands": False}, "not_standing"),
    ],
)
def test_what_is_not_plainly_good_is_a_persons(fields: dict[str, Any], why: str) -> None:
    assert why_never(replace(GOOD, **fields)) == why


@pytest.mark.parametrize(
    ("conditions", "fields", "why"),
    [
        ({}, {}, ""),
        ({}, {"stars": 4}, "stars"),
        ({"stars": {4, 0}}, {"stars": None}, ""),
        ({}, {"stars": None}, "stars"),
        ({"text": "with"}, {"words": ""}, "text"),
        ({"text": "without"}, {}, "text"),
        ({"text": "without"}, {"words": "  "}, ""),
        ({"photos": "with"}, {"photos": 0}, "photos"),
        ({"photos": "without"}, {}, "photos"),
        ({"products": {7, 8}}, {}, ""),
        ({"products": {8}}, {}, "product"),
        ({"products": {8}}, {"product_id": None}, "product"),
        ({"languages": {"ru"}}, {}, "language"),
        ({"languages": {"other"}}, {}, ""),
        ({"languages": {"ru"}}, {"words": "Тёплая"}, ""),
        ({"languages": {"zh"}}, {"words": "很好"}, ""),
        ({"languages": {"ru"}}, {"words": ""}, ""),
        ({"contains": ("warm", "cosy")}, {}, ""),
        ({"contains": ("cosy",)}, {}, "contains"),
        ({"without": ("soft",)}, {}, "without"),
        ({"without": ("cosy",)}, {}, ""),
    ],
)
def test_a_rule_is_for_what_meets_all_its_conditions(conditions: dict[str, Any], fields: dict[str, Any], why: str) -> None:
    told: dict[str, Any] = {name: frozenset(value) if isinstance(value, set) else value for name, value in conditions.items()}

    assert unmet(Conditions(**told), replace(GOOD, **fields)) == why


@pytest.mark.parametrize(
    ("text", "word", "holds"),
    [
        ("Очень доволен", "довол", True),
        ("Недоволен", "довол", False),
        ("ЁЛКА хороша", "елк", True),
        ("质量很好", "很好", True),
        ("Not bad, not  good", "not good", True),
        ("abc", "!", False),
        ("wow!", "!", True),
        ("abc", "", False),
    ],
)
def test_a_word_is_found_at_its_beginning(text: str, word: str, *, holds: bool) -> None:
    assert holds_any(searching.fold(text), [word]) is holds


def rule(own: int, since: datetime | None = AT, **conditions: Any) -> Rule:
    return Rule(id=own, name=str(own), conditions=Conditions(**conditions), blocks=Blocks(body=("Thanks",)), cap=5, since=since)


def test_the_first_rule_that_is_for_it_answers_and_none_reaches_back_unless_asked() -> None:
    rules = [rule(1, stars=frozenset({4})), rule(2, AT + timedelta(microseconds=1)), rule(3, AT), rule(4, None)]

    assert [(one.id if (one := first(rules, GOOD, back=back)) else None) for back in (False, True)] == [3, 2]
    assert first([rule(4, None)], GOOD) is None


texts = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="{}\n\0"), min_size=1, max_size=4), max_size=4, unique=True)
blocks = st.builds(lambda *each: Blocks(*map(tuple, each)), texts, texts, texts, texts)


@given(blocks, st.lists(st.integers(1, 2**62), min_size=1, max_size=30))
def test_no_wording_comes_back_before_all_others_were_said(of: Blocks, ids: list[int]) -> None:
    number, recent = wordings(of), list[str]()
    for own in ids:
        said = worded(own, of, LI, recent)
        if said is None:
            assert number == 0
            return
        assert said.wording not in recent[: number - 1]
        assert said == worded(own, of, LI, recent), "whoever asks twice hears the same"
        recent.insert(0, said.wording)
    assert len(set(recent)) == min(number, len(ids))


@given(blocks, st.integers(1, 2**62))
def test_an_answer_has_one_variant_of_each_block(of: Blocks, own: int) -> None:
    said = worded(own, of, LI, [])

    for block in of.each():
        assert said is not None
        assert any(variant in said.text for variant in block)


def test_variants_with_what_is_not_known_are_passed_over_and_a_block_without_others_makes_no_answer() -> None:
    greeting = ("Hello, {buyer_name}!", "Good day!")

    assert known(Blocks(greeting=greeting), VariableFacts()) == Blocks(greeting=greeting[1:])
    assert known(Blocks(greeting=greeting), LI) == Blocks(greeting=greeting)
    assert worded(1, Blocks(greeting=greeting[:1], body=("Thanks",)), VariableFacts(), []) is None
    said = worded(1, Blocks(greeting=greeting[:1], body=("{buyer_name}",)), VariableFacts(buyer_name="{buyer_name}"), [])
    assert said is not None
    assert said.text == "Hello, {buyer_name}! {buyer_name}", "a value is never looked at again"


def test_chinese_blocks_stand_without_spaces_between_them() -> None:
    said = worded(1, Blocks(greeting=("您好，{buyer_name}！",), body=("谢谢您的好评。",)), VariableFacts(buyer_name="李雷"), [])

    assert said is not None
    assert said.text == "您好，李雷！谢谢您的好评。"
    assert NAMES == ("greeting", "thanks", "body", "closing")
