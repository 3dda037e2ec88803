"""Where a page goes on: every row can be told in an address, and whatever else stands there is no place."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from sellerdesk.domain.cursors import LARGEST_ID, LATEST, Cursor, cursor, micros, moment, whole


SINCE_1970 = st.datetimes(datetime(1970, 1, 1), timezones=st.just(UTC))


@given(SINCE_1970, st.integers(0, LARGEST_ID))
def test_a_place_is_read_as_it_is_told(at: datetime, own: int) -> None:
    assert cursor(Cursor(at, own).text()) == Cursor(at, own)


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_is_that_of_its_microseconds(at: datetime) -> None:
    assert moment(micros(at)) == at


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "1",
        "1-",
        "-1",
        "1--1",
        "-1-1",
        "1-1-1",
        "1.5-1",
        " 1-1",
        "1-1 ",
        "²-1",
        "1-²",
        "١-1",
        f"{LATEST + 1}-1",
        f"1-{LARGEST_ID + 1}",
    ],
)
def test_what_is_no_place_is_none(text: str) -> None:
    assert cursor(text) is None


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("007", 7), (str(LARGEST_ID), LARGEST_ID), (str(LARGEST_ID + 1), None), ("9" * 20, None)]
)
def test_an_id_is_no_larger_than_a_table_can_have(text: str, number: int | None) -> None:
    assert whole(text) == number
