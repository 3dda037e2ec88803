"""Orders at risk at their exact instants, by what is told of them; and the letters that are ready."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st

from returns.domain import risk_letters
from returns.domain.risk_filters import RiskFilter, read, told
from returns.domain.risk_letters import CASES, LANGUAGES, Case, case_of, language_of, letter
from returns.domain.risks import (
    LAPSES,
    RISKS,
    SPANS,
    Order,
    Risk,
    Spans,
    at_risk,
    basis_of,
    begins,
    passed,
    risk_of,
    subject_of,
    why_over,
)  # fmt: skip
from sellerdesk.domain.rules import PROFILES
from sellerdesk.domain.scripts import lang_of


T = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
H, D, TICK = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)
WATCHED: dict[Risk, timedelta | None] = {"note": 2 * H, "ship": 12 * H, "quiet": 5 * D, "late": 10 * D}
PLACED = Order(placed_at=T, status="placed")
SHIPPED = replace(PLACED, status="shipped", shipped_at=T)


def names(order: Order, now: datetime, spans: Spans = WATCHED) -> list[str]:
    return [one.risk for one in at_risk(order, spans, now)]


@pytest.mark.parametrize(
    ("order", "moment", "before", "then"),
    [
        (replace(PLACED, note="n"), T + 2 * H, [], ["note"]),
        (replace(PLACED, ship_by=T + 48 * H), T + 36 * H, [], ["ship"]),
        (SHIPPED, T + 5 * D, [], ["quiet"]),
        (SHIPPED, T + 10 * D, ["quiet"], ["late"]),
        (SHIPPED, T + 10 * D + LAPSES, ["late"], []),
        (replace(PLACED, note="n"), T + 2 * H + LAPSES, ["note"], []),
    ],
)
def test_a_risk_begins_and_lapses_at_its_instant(order: Order, moment: datetime, before: list[str], then: list[str]) -> None:
    assert names(order, moment - TICK) == before
    assert names(order, moment) == then


def test_at_the_deadline_itself_it_is_not_passed() -> None:
    assert not passed("ship", T, T)
    assert passed("ship", T, T + TICK)
    assert not passed("note", T, T + D)


def test_what_was_placed_close_to_its_deadline_waits_since_it_was_placed() -> None:
    [found] = at_risk(replace(PLACED, ship_by=T + H), WATCHED, T)
    [late] = at_risk(replace(PLACED, ship_by=T - H), WATCHED, T)

    assert (found.since, found.due_at) == (T, T + H)
    assert late.since == T - H


def test_a_note_is_due_at_the_latest_when_the_goods_must_leave() -> None:
    [note, _ship] = at_risk(replace(PLACED, note="n", ship_by=T + 3 * H), WATCHED, T + 2 * H)

    assert note.due_at == T + 3 * H


ENDS = [
    ({"status": "delivered"}, "delivered"),
    ({"delivered_at": T}, "delivered"),
    ({"completed_at": T}, "delivered"),
    ({"status": "refused", "delivered_at": T}, "refused"),
    ({"refused": True}, "refused"),
    ({"status": "cancelled", "refused": True}, "cancelled"),
    ({"struck_at": T, "status": "cancelled"}, "struck"),
]


@pytest.mark.parametrize(("told_of", "end"), ENDS)
def test_an_order_whose_way_is_over_is_at_no_risk(told_of: dict[str, Any], end: str) -> None:
    for order in (replace(PLACED, note="n", ship_by=T, **told_of), replace(SHIPPED, **told_of)):
        assert names(order, T + 20 * D) == []
        assert why_over("late", "", order, WATCHED, T) == end


@pytest.mark.parametrize(
    ("risk", "order", "spans", "now", "why"),
    [
        ("ship", SHIPPED, WATCHED, T, "shipped"),
        ("note", SHIPPED, WATCHED, T, "shipped"),
        ("note", replace(PLACED, note="other"), WATCHED, T, "changed"),
        ("note", replace(PLACED, note="n"), {**WATCHED, "note": None}, T, "not_watched"),
        ("note", replace(PLACED, note="n"), WATCHED, T + 2 * H + LAPSES, "lapsed"),
        ("note", replace(PLACED, note="n"), {**WATCHED, "note": D}, T, "changed"),
    ],
)
def test_why_it_is_over(risk: Risk, order: Order, spans: Spans, now: datetime, why: str) -> None:
    assert why_over(risk, "n", order, spans, now) == why


def test_a_parcel_without_news_becomes_a_late_one() -> None:
    assert why_over("quiet", basis_of("quiet", SHIPPED), SHIPPED, WATCHED, T + 10 * D) == "later"


moments = st.integers(0, 100 * 24 * 60).map(lambda minutes: T + timedelta(minutes=minutes))
orders = st.builds(
    Order, placed_at=moments, status=st.sampled_from(["placed", "shipped", "delivered", "completed", "refused", "cancelled"]),
    ship_by=st.none() | moments, shipped_at=st.none() | moments, delivered_at=st.none() | moments, completed_at=st.none() | moments,
    struck_at=st.none() | moments, note=st.sampled_from(["", "n"]), refused=st.booleans(),
)  # fmt: skip
watching = st.fixed_dictionaries({risk: st.none() | st.integers(0, 90 * 24).map(lambda hours: hours * H) for risk in RISKS})


@given(orders, watching, moments)
def test_between_its_beginning_and_its_turn_a_risk_is_there(order: Order, spans: Spans, now: datetime) -> None:
    found = at_risk(order, spans, now)

    assert len({one.risk for one in found}) == len(found) <= 2
    for one in found:
        assert one.since <= now < one.turns_at
        begun = begins(one.risk, order, spans)
        assert begun is not None
        assert begun <= one.since
        # Until its turn time changes nothing of it: the sweep may leave it alone.
        assert one in at_risk(order, spans, one.turns_at - TICK)
        assert one not in at_risk(order, spans, one.turns_at)
        assert one.basis == basis_of(one.risk, order) != ""


@given(orders, watching, moments)
def test_what_is_not_there_says_why(order: Order, spans: Spans, now: datetime) -> None:
    there = set(names(order, now, spans))

    assert all(why_over(risk, basis_of(risk, order), order, spans, now) for risk in RISKS if risk not in there)


@given(st.integers(0, 2**62))
def test_a_subject_is_read_as_it_is_written(own: int) -> None:
    assert risk_of(subject_of(own)) == (own if own < 10**18 else None)
    assert risk_of(f"claim:{own}") is None


def test_every_profile_watches_everything() -> None:
    assert set(SPANS) == set(PROFILES) == set(risk_letters.USUAL)
    assert all(set(spans) == set(RISKS) for spans in SPANS.values())


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_is_in_its_language_and_names_the_order(case: Case, language: str) -> None:
    for named in (True, False):
        text = letter(case, language, named=named, tracked=True)
        assert lang_of(text) == {"en": ""}.get(language, language)
        assert "{order_no}" in text
        assert ("{buyer_name}" in text) is named
        assert ("{track_no}" in text) is (case in {"quiet", "late"})


def test_the_language_is_the_buyers() -> None:
    assert language_of(["", "zh", "ru"], "wildberries") == "zh"
    assert [language_of([""], rules) for rules in ("taobao", "wildberries", "standard")] == ["zh", "ru", "en"]


def test_shipping_has_a_letter_before_and_one_after() -> None:
    assert [case_of("ship", passed=late) for late in (False, True)] == ["ship_soon", "ship_late"]
    assert {case_of(risk, passed=False) for risk in RISKS if risk != "ship"} == {"note", "quiet", "late"}


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ({}, RiskFilter()),
        ({"risk": "ship", "fate": "refused"}, RiskFilter(risk="ship")),
        (
            {"show": "closed", "risk": "late", "written": "1", "fate": "refused"},
            RiskFilter(closed=True, risk="late", written=True, fate="refused"),
        ),
        ({"show": "closed", "written": "x", "risk": "x", "fate": "x", "after": "x"}, RiskFilter(closed=True)),
    ],
)
def test_a_filter_is_read_and_told(query: dict[str, str], asked: RiskFilter) -> None:
    assert read(query) == asked
    assert read(told(asked, after=None)) == asked
