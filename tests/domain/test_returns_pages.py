"""What pages of claims are made of: the list's address, what a buyer sent, and a word for everything that can be."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st

from returns.domain.axes import DERIVED, GOODS, MONEY, STEPS, TALK
from returns.domain.clocks import ACTS, AS_FIRST, ASKED, TABLES
from returns.domain.evidence import Picture, pictures
from returns.domain.facts import ACTORS, SHOP, WANTS
from returns.domain.filters import VIEWS, Filter, View, read, told
from returns.domain.reasons import REASONS
from returns.queries.listing import Row
from returns.queries.reading import Claim, Happened
from returns.templatetags import claimed
from returns.views import pages
from sellerdesk.domain.cursors import Cursor, cursor


NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)


@given(
    st.sampled_from(VIEWS),
    st.none()
    | st.builds(Cursor, st.datetimes(datetime(1970, 1, 1), datetime(9999, 1, 1), timezones=st.just(UTC)), st.integers(0, 2**63 - 1)),
)
def test_a_filter_is_read_as_it_is_told(view: View, after: Cursor | None) -> None:
    asked = Filter(view, after)

    assert read(told(asked)) == asked


@pytest.mark.parametrize(
    "text", ["", "1", "-", "x-1", "1-x", "-1-1", "9" * 19 + "-1", "1-" + "9" * 20, "1-9223372036854775808", "²-1", "999999999999999999-1"]
)
def test_what_is_no_place_is_none(text: str) -> None:
    assert cursor(text) is None
    assert read({"show": "nonsense", "after": text}) == Filter()


def test_pictures_are_shown_in_place_only_where_they_lie_here() -> None:
    said = [
        "/static/demo/a.svg",
        "/static/../secret",
        "//photos.example/1.webp",
        "https://x.example/a?b",
        "javascript:alert(1)",
        "http://[",
        "a.png",
    ]

    assert pictures(said) == [
        Picture("/static/demo/a.svg", lies_here=True),
        Picture("/static/../secret"),
        Picture("https://photos.example/1.webp", host="photos.example"),
        Picture("https://x.example/a?b", host="x.example"),
        Picture("javascript:alert(1)"),
        Picture("http://["),
        Picture("a.png"),
    ]


def test_everything_has_a_word() -> None:
    assert claimed.WANTS.keys() == set(WANTS)
    assert claimed.REASONS.keys() == {*REASONS, ""}
    assert claimed.MONEY.keys() == set(MONEY.states)
    assert claimed.GOODS.keys() == set(GOODS.states)
    assert claimed.TALK.keys() == set(TALK.states)
    assert claimed.EVENTS.keys() == {*STEPS, *DERIVED}
    assert claimed.ACTORS.keys() == set(ACTORS.values())
    assert claimed.TODO_OF.keys() == ACTS.keys() - ASKED
    assert pages.VIEWS.keys() == set(VIEWS)


def row(**fields: Any) -> Row:
    facts: dict[str, Any] = {
        "id": 1, "shop_id": 1, "number": "CL1", "at": NOW, "wants": "return", "reason": "", "text": "", "amount_minor": None,
        "amount_currency": "", "money": "asked", "goods": "with_buyer", "talk": "shop", "stage": "return_asked", "clock_since": NOW,
        "due_at": NOW, "moved_at": NOW, "is_open": True, "ruling": "", "buyer": "", "product": "", "image": "",
        "decision": "",
    }  # fmt: skip
    return Row(**{**facts, **fields})


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Decide"),
        ({"stage": "arrived"}, "Check the parcel"),
        ({"stage": "", "talk": "marketplace"}, "with the marketplace"),
        ({"is_open": False}, "closed"),
        ({"is_open": False, "ruling": "line_unknown"}, "Rejected"),
        ({"ruling": "waiting"}, "Decide"),
    ],
)
def test_what_a_row_waits_for(fields: dict[str, object], said: str) -> None:
    assert claimed.to_do(row(**fields)) == said


def claim(**fields: Any) -> Claim:
    facts: dict[str, Any] = dict.fromkeys(Claim.__dataclass_fields__, "") | {
        "amount_minor": 16800, "amount_currency": "CNY", "stage": "return_asked", "due_at": NOW + timedelta(hours=2), "told_due_at": None,
    }  # fmt: skip
    return Claim(**{**facts, **fields})


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"due_at": None}, ""),
        ({"outcome": "refunded"}, "At 14:00 the marketplace pays ¥168.00 back by itself."),
        ({"outcome": "refunded", "amount_minor": None}, "At 14:00 the marketplace pays everything back by itself."),
        ({"outcome": "agreed"}, "At 14:00 the marketplace agrees to the return by itself."),
        ({"outcome": "closed"}, "At 14:00 the claim is closed by itself, unless the buyer does something."),
        ({"outcome": "not_sent"}, "At 14:00 the claim is closed by itself, unless the buyer sends the goods back."),
        ({"stage": "awaiting_return"}, "Until 14:00 the buyer can bring the goods back."),
        ({"told_due_at": NOW + timedelta(hours=2)}, "The marketplace wants an answer by 14:00. What happens then is not known."),
        ({}, "To be done by 14:00. As far as is known, nothing happens by itself then."),
        ({"outcome": "agreed", "due_at": NOW}, "At 12:00 the marketplace agrees to the return by itself."),
        (
            {"outcome": "agreed", "due_at": NOW - timedelta(seconds=1)},
            "The time ran out at 11:59. What the marketplace has done by itself is told with its next facts.",
        ),
    ],
)
def test_what_happens_by_itself_is_said_with_moment_and_amount(fields: dict[str, object], said: str) -> None:
    assert claimed.by_itself(claim(**fields), NOW) == said


@pytest.mark.parametrize(("minor", "said"), [(4200, "pays ¥42.00 back"), (None, "pays the agreed part back")])
def test_what_was_agreed_in_part_is_not_said_to_be_paid_whole(minor: int | None, said: str) -> None:
    part = Happened(NOW, "partly_agreed", SHOP, "", minor, "CNY" if minor else "", "", "")
    too_late = Happened(NOW, "partly_agreed", SHOP, "", 9900, "CNY", "", "claim_over")

    assert said in claimed.by_itself(claim(outcome="refunded", money="partly", course=(part, too_late)), NOW)


def test_every_outcome_of_every_clock_can_be_said() -> None:
    for table in TABLES.values():
        for rules in table.values():
            for rule in rules:
                if rule.outcome not in {"", AS_FIRST}:
                    assert claimed.by_itself(claim(outcome=rule.outcome), NOW).startswith("At ")
