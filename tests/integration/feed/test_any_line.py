"""Whatever a line says: it gets one of four answers, the same one the second time, and takes no other line with it."""

import json
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from sellerdesk.feed.sentences import CODES, sentence
from sellerdesk.models import FeedRecord
from tests.factories.feed import FULL, Record, feed_shop, line, load, order


pytestmark = pytest.mark.django_db
FRESH = count(1)

words = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=20),
    st.sampled_from(
        ["", "\x00", "\ud800", "\udc00\ud800", "\ufffe", "\u202e", "O1", "R1", "L1", "good", "2026-03-10T12:00:00Z", "%s", "'; --"]
    ),
)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.integers(0, 6),
    st.floats(),
    words,
)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4), max_leaves=12)


@st.composite
def spoilt(draw: st.DrawFn) -> Record:
    """A good record of any type with some fields replaced, dropped or added."""
    record: dict[str, Any] = dict(FULL[draw(st.sampled_from(sorted(FULL)))])
    for name in draw(st.lists(st.sampled_from(sorted(record)), max_size=3)):
        record[name] = draw(values)
    for name in draw(st.lists(st.sampled_from(sorted(record)), max_size=1)):
        del record[name]
    return record | draw(st.dictionaries(words, values, max_size=2))


def as_line(record: Any, escaped: bool) -> bytes:
    """The record as JSON; what has no UTF-8 is written with escapes."""
    text = json.dumps(record, ensure_ascii=escaped)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(record).encode()


lines = st.one_of(
    st.builds(as_line, spoilt(), st.booleans()),
    st.builds(as_line, values, st.booleans()),
    st.binary(max_size=60).filter(bytes.strip),
    st.builds(lambda whole, cut: whole[:cut] or b"?", st.builds(as_line, spoilt(), st.booleans()), st.integers(1, 200)),
)
few = settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(max_examples=2_000, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


@few
@given(st.lists(lines, max_size=40))
def test_no_line_hurts_another(told: list[bytes]) -> None:
    hold(told)


@pytest.mark.long
@pytest.mark.timeout(1200)
@many
@given(st.lists(lines, max_size=40))
def test_very_many_lines_hurt_no_other(told: list[bytes]) -> None:
    hold(told)


def hold(told: list[bytes]) -> None:
    """Load the lines around a good one, twice."""
    shop = feed_shop()
    good = line(order(f"GOOD-{next(FRESH)}"))

    counts, answers = load(shop, *told, good)
    again, _ = load(shop, *told, good)

    assert counts.read == counts.applied + counts.unchanged + counts.waiting + counts.rejected == len(told) + 1
    assert (again.unchanged, again.released) == (len(told) + 1, 0)
    assert answers[-1].ruling == ""
    for row in FeedRecord.objects.filter(shop_id=shop.id):
        assert row.code in CODES | {"", "malformed"}
        if row.code:
            assert f"({row.code})" not in sentence(row.code, row.detail), "the fallback for a code without a sentence"
