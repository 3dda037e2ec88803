"""A buyer's text in pieces, what an address asks of the inbox, and the order of a thread's lines."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from chat.domain import filters, showing
from chat.domain.filters import Cursor, Filter
from chat.domain.ordering import lines
from sellerdesk.domain.searching import patterns, words


TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
MOMENTS = st.datetimes(min_value=datetime(1970, 1, 2), timezones=st.just(UTC))
NOW = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)


@given(st.text())
def test_nothing_is_lost_and_nothing_turns(text: str) -> None:
    pieces = showing.pieces(text)

    assert "".join(piece.text for piece in pieces if piece.kind != "turn") == "".join(sign for sign in text if sign not in TURNS)
    assert not set(TURNS) & set("".join(piece.text for piece in pieces))


@given(st.text(alphabet="htps:/ab.@-xn\u202eя?= ", max_size=60))
def test_a_link_leads_to_plain_letters_over_https(text: str) -> None:
    for piece in showing.pieces(text):
        if piece.kind == "link":
            assert piece.text.isascii()
            assert piece.text.startswith("https://")
            assert "@" not in piece.text.split("/")[2]
            assert piece.text in text


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("ёлка", "Ёлка и елку", ["Ёлка"]),
        ("差", "色差很大", ["差"]),
        ("xl", "Size XL", ["XL"]),
        ("a+b (c", "A+B (c)", ["A+B", "(c"]),
        ("nothing", "else", []),
    ],
)
def test_what_was_typed_is_marked_as_it_was_written(typed: str, text: str, found: list[str]) -> None:
    finder = showing.finder(patterns(words(typed), {}))

    marked = [piece.text for piece in showing.pieces(text, finder) if piece.kind == "found"]
    assert marked == found


def test_an_excerpt_begins_shortly_before_what_was_found() -> None:
    pieces = showing.excerpt("x " * 500 + "needle " + "y " * 500, showing.finder(patterns(["needle"], {})))

    assert pieces[0].text.startswith("…")
    assert [piece.text for piece in pieces if piece.kind == "found"] == ["needle"]
    assert sum(len(piece.text) for piece in pieces) <= showing.EXCERPT + 1


@given(
    st.builds(
        Filter,
        tab=st.sampled_from(filters.TABS),
        side=st.sampled_from(filters.SIDES),
        product=st.none() | st.integers(1, 2**63 - 1),
        who=st.none() | st.integers(0, 2**63 - 1),
        grouped=st.booleans(),
        words=st.just("два слова"),
        after=st.none() | st.builds(Cursor, st.sampled_from(filters.PARTS), MOMENTS, st.integers(1, 2**63 - 1)),
    )
)
def test_an_address_tells_what_was_asked(asked: Filter) -> None:
    assert filters.read(filters.told(asked, after=asked.after)) == asked


@given(st.dictionaries(st.sampled_from(["show", "sale", "product", "who", "group", "q", "after"]), st.text(max_size=40)))
def test_a_spoilt_address_is_never_an_error(told: dict[str, str]) -> None:
    asked = filters.read(told)

    assert filters.read(filters.told(asked, after=asked.after)) == asked


@dataclass
class Said:
    at: datetime
    arrival: int
    is_buyers: bool = True

    @property
    def is_ours(self) -> bool:
        return not self.is_buyers


def kinds(messages: list[Said], seen: int | None) -> list[str]:
    return [line.kind for line in lines(messages, [], [], zone=ZoneInfo("Europe/Moscow"), unread_after=seen)]


def test_days_are_the_readers_and_unread_is_what_came_after_the_answer() -> None:
    messages = [Said(NOW - timedelta(hours=3), 1), Said(NOW - timedelta(hours=2), 2, is_buyers=False), Said(NOW, 3), Said(NOW, 4)]

    # Half past one in Moscow is another day.
    assert kinds(messages, 0) == ["day", "message", "message", "day", "unread", "message", "message"]
    assert kinds(messages, 3) == ["day", "message", "message", "day", "message", "unread", "message"]
    assert "unread" not in kinds(messages, 4)
    assert "unread" not in kinds(messages, None)
    assert "unread" not in kinds([*messages, Said(NOW, 5, is_buyers=False)], 0)
