"""What may leave, and who is meant by @."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from chat.domain.mentions import mentioned
from chat.domain.outgoing import LATEST, MEGABYTE, Limits, Outgoing, is_whole, leaves_at, tidy, why_not_go
from sellerdesk.domain.leaving import TAKE_BACK


NOW = datetime(2026, 3, 31, 9, 0, tzinfo=UTC)
LIMITS = Limits(text=5, files=2, together=MEGABYTE)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("message", "code", "figure"),
    [
        (Outgoing(" \u00a0\n"), "message_empty", 0),
        (Outgoing("123456"), "text_too_long", 5),
        (Outgoing("a\0"), "text_has_signs", 0),
        (Outgoing("", [1, 1, 1]), "too_many_files", 2),
        (Outgoing("", [MEGABYTE, 1]), "files_too_large", 1),
        (Outgoing("a", (), NOW), "later_is_past", 0),
        (Outgoing("a", (), NOW + LATEST + SECOND), "later_is_too_far", 30),
        (Outgoing("a", (), NOW + SECOND, done=True), "later_stays_open", 0),
    ],
)
def test_why_not(message: Outgoing, code: str, figure: int) -> None:
    fault = why_not_go(message, LIMITS, NOW)

    assert fault is not None
    assert (fault.code, fault.figure) == (code, figure)


@pytest.mark.parametrize(
    "message",
    [Outgoing("12345"), Outgoing("", [MEGABYTE]), Outgoing("", [1, 1]), Outgoing("a", (), NOW + LATEST), Outgoing("a", done=True)],
)
def test_up_to_the_limit_it_may(message: Outgoing) -> None:
    assert why_not_go(message, LIMITS, NOW) is None


def test_when_it_leaves() -> None:
    assert leaves_at(None, NOW) == NOW + TAKE_BACK
    assert leaves_at(NOW + SECOND, NOW) == NOW + SECOND


@given(st.text())
def test_a_tidy_text_is_tidy_and_keeps_what_is_seen(text: str) -> None:
    once = tidy(text)

    assert tidy(once) == once
    assert "\r" not in once
    assert [sign for sign in once if sign.isalnum()] == [sign for sign in text if sign.isalnum()]
    assert is_whole(once) == is_whole(text)


PEOPLE = {1: "Ann", 2: "Anna Lee", 3: "王小雨", 4: "Иван", 5: "ann"}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("@Anna Lee, look", {2}),
        ("@ann!", {1, 5}),
        ("@Anna", set()),
        ("@ann and (@ИВАН)", {1, 4, 5}),
        ("@王小雨看一下", {3}),
        ("＠王小雨", {3}),
        ("Ann", set()),
        ("mail@Ann", {1, 5}),
        ("@@Ann", {1, 5}),
        ("@", set()),
    ],
)
def test_who_is_meant(text: str, ids: set[int]) -> None:
    assert mentioned(text, PEOPLE) == ids


@given(st.text(alphabet="@＠aAnЛ王 ", max_size=60))
def test_only_who_is_named_is_meant(text: str) -> None:
    assert all(PEOPLE[who].casefold() in text.casefold() for who in mentioned(text, PEOPLE))
