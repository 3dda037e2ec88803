"""A letter to a marketplace's support: what stands in it, by which rule, in whose language, and nothing of the buyer's own."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from hypothesis import given, strategies as st

from returns.domain.axes import EVENTS
from returns.domain.clocks import ACTS
from returns.domain.facts import WANTS
from returns.domain.letter import LONGEST, MOST_STEPS, QUOTED, Case, Happened, Letter, ends_at, language_of, write
from returns.domain.moving import State, reachable
from returns.domain.reasons import REASONS
from returns.templatetags.claimed import EVENTS as WORDED
from returns.templatetags.lettered import worded
from sellerdesk.domain.money import Money
from sellerdesk.domain.rules import PROFILES


AT = datetime(2026, 3, 10, 8, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
OLD = datetime(2021, 1, 1, tzinfo=UTC)
BACK = {"stage": "awaiting_return"}
SHANGHAI = ZoneInfo("Asia/Shanghai")
CASE = Case(
    number="20431", order="77309182", product="Merino throw", at=AT, wants="refund", reason="colour", words="颜色不对", film=False,
    amount=Money(16_800, "CNY"), state=State("asked", "with_buyer", "shop"), photos=2, listing=True, profile="taobao", zone=SHANGHAI,
    stage="refund_asked", clock_since=AT, due_at=AT + 48 * HOUR, outcome="refunded", placed_at=AT - 90 * HOUR, delivered_at=AT - 20 * HOUR,
    steps=[Happened(AT + HOUR, "sent_back", 1, None, "SF123"), Happened(AT + 2 * HOUR, "refused", 2)],
)  # fmt: skip


def said(case: Case) -> str:
    made = write(case)
    with translation.override(made.language), timezone.override(case.zone):
        return worded(made)


def codes(letter: Letter, section: Any) -> list[str]:
    return [line.code for line in letter.of(section)]


@pytest.mark.parametrize(
    ("profile", "language"), [("taobao", "zh-hans"), ("wildberries", "ru"), ("ozon", "ru"), ("standard", "en"), ("", "en")]
)
def test_the_language_is_the_supports(profile: str, language: str) -> None:
    assert language_of(profile) == language


def test_facts_stand_in_their_order_with_their_moments_and_amounts() -> None:
    letter = write(CASE)

    assert codes(letter, "facts") == [
        *("claim", "order", "product", "wants_refund", "reason", "words", "placed", "delivered", "buyer:sent_back", "shop:refused"),
    ]
    assert letter.of("facts")[0].amount == Money(16_800, "CNY")
    assert codes(letter, "evidence") == ["photos", "listing", "tracking"]


def test_in_words_of_the_support_and_times_of_the_shop() -> None:
    text = said(replace(CASE, profile="standard", due_at=None, stage="", clock_since=None))

    assert "10 Mar 2026 16:30: claim 20431 was made, over ¥168.00" in text
    assert "Asia/Shanghai" in text
    assert text.endswith("Please have the goods checked for the defect before any money is paid back.")
    assert "年" in said(CASE)
    assert "Заявка" in said(replace(CASE, profile="wildberries")) or "заявк" in said(replace(CASE, profile="wildberries"))


@pytest.mark.parametrize(
    ("fields", "rules"),
    [
        ({}, [("clock", date(2022, 8, 10), 48), ("then_refunded", None, None)]),
        ({"clock_since": OLD, "due_at": OLD + 72 * HOUR}, [("clock", date(2020, 8, 10), 72), ("then_refunded", None, None)]),
        ({"due_at": AT + HOUR}, [("due", None, None), ("then_refunded", None, None)]),
        (BACK | {"due_at": AT + 168 * HOUR, "outcome": "not_sent"}, [("clock_buyer", None, 168), ("then_not_sent", None, None)]),
        (BACK | {"profile": "wildberries", "due_at": AT + 336 * HOUR, "outcome": ""}, [("clock_buyer", None, 336)]),
        ({"profile": "wildberries", "due_at": AT + 120 * HOUR, "outcome": ""}, [("due", None, None)]),
        ({"profile": "ozon", "due_at": AT + 120 * HOUR, "outcome": ""}, [("due", None, None)]),
        ({"profile": "standard", "stage": "refused", "due_at": AT + HOUR, "outcome": ""}, [("due_buyer", None, None)]),
        ({"stage": "", "due_at": None, "clock_since": None}, []),
    ],
)  # fmt: skip
def test_the_rule_is_that_of_the_clock_as_it_began(fields: dict[str, Any], rules: list[tuple[str, date | None, int | None]]) -> None:
    assert [(line.code, line.day, line.number) for line in write(replace(CASE, **fields)).of("rule")] == rules


def test_without_a_reason_goods_go_back_within_seven_days_from_the_day_after() -> None:
    signed = datetime(2026, 3, 1, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai

    assert ends_at("taobao", signed, SHANGHAI) == datetime(2026, 3, 9, tzinfo=SHANGHAI)
    assert ends_at("taobao", signed + timedelta(minutes=1), SHANGHAI) == datetime(2026, 3, 10, tzinfo=SHANGHAI)
    assert ends_at("wildberries", signed, SHANGHAI) == signed + 168 * HOUR
    assert ends_at("standard", signed, SHANGHAI) is None


def test_they_are_168_hours_though_the_clock_is_changed_meanwhile() -> None:
    berlin, signed = ZoneInfo("Europe/Berlin"), datetime(2026, 3, 26, 12, tzinfo=UTC)  # an hour is left out on the 29th

    assert ends_at("taobao", signed, berlin) == datetime(2026, 3, 26, 23, tzinfo=UTC) + 168 * HOUR


@pytest.mark.parametrize(
    ("reason", "profile", "days", "found"),
    [
        ("changed_mind", "taobao", 3, ["seven_days_cn", "in_time"]),
        ("changed_mind", "taobao", 9, ["seven_days_cn", "too_late"]),
        ("too_small", "wildberries", 8, ["seven_days_ru", "too_late"]),
        ("changed_mind", "standard", 3, []),
        ("defective", "taobao", 3, []),
        ("", "taobao", 3, []),
    ],
)
def test_it_says_whether_the_claim_came_in_time(reason: str, profile: str, days: int, found: list[str]) -> None:
    case = replace(CASE, reason=reason, profile=profile, delivered_at=AT - timedelta(days=days), stage="", due_at=None, clock_since=None)

    assert codes(write(case), "rule") == found


@pytest.mark.parametrize(
    ("state", "reason", "asked"),
    [
        (State("asked", "with_buyer", "shop"), "changed_mind", "decide"),
        (State("asked", "with_buyer", "shop"), "", "decide"),
        (State("asked", "with_buyer", "shop"), "defective", "check_defect"),
        (State("refused", "with_buyer", "buyer"), "defective", "uphold"),
        (State("agreed", "lost", "nobody"), "defective", "look_for_parcel"),
        (State("refused", "wrong", "shop"), "", "wrong_thing"),
    ],
)
def test_what_is_asked_follows_from_how_it_stands(state: State, reason: str, asked: str) -> None:
    assert codes(write(replace(CASE, state=state, reason=reason)), "asked") == [asked]


def test_of_many_steps_the_first_and_the_last_are_told() -> None:
    steps = [Happened(AT + HOUR * number, "changed", 1) for number in range(30)]
    lines = [line for line in write(replace(CASE, steps=steps)).of("facts") if ":" in line.code or line.code == "steps_between"]

    assert len(lines) == MOST_STEPS + 1
    assert (lines[6].code, lines[6].number) == ("steps_between", 18)


def test_the_evidence_that_is_there_is_listed_and_what_is_not_is_said() -> None:
    assert codes(write(replace(CASE, photos=0, film=True, listing=False, steps=(), findings=["40 brown ones"])), "evidence") == [
        "film",
        "finding",
    ]
    assert codes(write(replace(CASE, photos=0, listing=False, steps=())), "evidence") == ["no_pictures"]


@given(
    state=st.sampled_from(sorted(reachable())), wants=st.sampled_from(WANTS), reason=st.sampled_from(["", *REASONS]),
    words=st.text(max_size=900), product=st.text(max_size=900), profile=st.sampled_from([*PROFILES, "ozon"]),
    stage=st.sampled_from(["", *ACTS]), outcome=st.sampled_from(["", "refunded", "agreed", "closed", "not_sent"]),
    steps=st.lists(st.tuples(st.sampled_from(sorted(WORDED)), st.integers(1, 4), st.text(max_size=90)), max_size=40),
)  # fmt: skip
def test_whatever_the_claim_the_letter_is_whole_and_short_enough(
    state: State,
    wants: str,
    reason: str,
    words: str,
    product: str,
    profile: str,
    stage: str,
    outcome: str,
    steps: list[tuple[str, int, str]],
) -> None:
    happened = [Happened(AT, event, by, Money(100, "RUB"), tracking) for event, by, tracking in steps]
    case = replace(
        CASE, state=state, wants=wants, reason=reason, words=words, product=product, profile=profile, stage=stage, steps=happened
    )
    text = said(replace(case, outcome=outcome))

    assert len(text) <= LONGEST
    assert "20431" in text
    assert set(WORDED) <= set(EVENTS)
    assert all(len(line.text) <= QUOTED for line in write(case).lines if line.code == "words")
