"""Feed: revisions merge field by field in the order of (updated_at, hash), whatever the order of arrival."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, strategies as st

from sellerdesk.domain.revisions import Revision, merge


NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def told(hours: int, digest: bytes = b"a", **fields: Any) -> Revision:
    return Revision(NOON + timedelta(hours=hours), digest, fields)


def test_latest_word_wins_field_by_field() -> None:
    merged = merge([told(2, status="shipped"), told(1, status="placed", courier="SF")])

    assert merged == {"status": "shipped", "courier": "SF"}


def test_null_clears_and_what_is_not_named_stays() -> None:
    merged = merge([told(1, courier="SF", note="fragile"), told(2, courier=None)])

    assert merged == {"courier": None, "note": "fragile"}


def test_at_one_instant_the_greater_hash_has_the_last_word() -> None:
    assert merge([told(1, b"b", note="second"), told(1, b"a", note="first")]) == {"note": "second"}


def test_lines_are_added_and_merged_but_never_dropped() -> None:
    first = told(1, lines=[{"id": "1", "product": "P", "quantity": 1}, {"id": "2", "product": "Q", "quantity": 1}])
    later = told(2, lines=[{"id": "3", "product": "R", "quantity": 1}, {"id": "1", "quantity": 2}])

    assert merge([later, first])["lines"] == [
        {"id": "1", "product": "P", "quantity": 2},
        {"id": "2", "product": "Q", "quantity": 1},
        {"id": "3", "product": "R", "quantity": 1},
    ]


def test_merging_leaves_what_was_told_as_it_was() -> None:
    first = told(1, lines=[{"id": "1", "quantity": 1}])
    merge([first, told(2, lines=[{"id": "1", "quantity": 2}])])

    assert first.fields == {"lines": [{"id": "1", "quantity": 1}]}


def test_without_lines_there_are_none() -> None:
    assert merge([told(1, title="Lamp")]) == {"title": "Lamp"}
    assert merge([]) == {}


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(["placed", "shipped", None]),
        "note": st.sampled_from(["x", "y", None]),
        "lines": st.lists(st.fixed_dictionaries({"id": st.sampled_from("123"), "quantity": st.integers(1, 3)}), max_size=3),
    },
)
REVISIONS = st.lists(
    st.builds(Revision, st.integers(0, 3).map(lambda hour: NOON + timedelta(hours=hour)), st.binary(min_size=2, max_size=2), FIELDS),
    max_size=6,
    unique_by=lambda revision: revision.content_hash,
)


@given(revisions=REVISIONS, data=st.data())
def test_merge_is_independent_of_arrival(revisions: list[Revision], data: st.DataObject) -> None:
    arrived = data.draw(st.permutations(revisions))

    assert merge(arrived) == merge(revisions)
