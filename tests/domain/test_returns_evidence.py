"""What lies here and what does not; which findings are taken; which reason holds; how long a shop takes; filters there and back."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from returns.domain import clocks, filters, findings, refusal_filters
from returns.domain.choosing import Choice, holds
from returns.domain.clocks import OwnTimes, is_open, rule_of
from returns.domain.evidence import Picture, picture
from returns.domain.facts import Claim
from returns.domain.moving import State, move, reachable


AT = datetime(2026, 3, 10, tzinfo=UTC)
H = timedelta(hours=1)


@pytest.mark.parametrize(
    "address",
    [
        "/static/%2e%2e/admin/",
        "/static/..%2fx.png",
        "/static/../x.png",
        "/static/./x.png",
        "/static/\\..\\x",
        "/static//evil.example/x",
        "/static/a.png?next=//evil",
        "/static/a.png#x",
        "/static/a b.png",
        "/static/",
        "/static/.hidden",
        "/STATIC/a.png",
        "/static/a.png\n",
        "https://[broken",
        "javascript:alert(1)",
        "data:image/svg+xml,x",
        "",
        "https://",
        "//\\evil.example/x",
    ],
)
def test_what_is_neither_ours_nor_on_the_web_is_nothing(address: str) -> None:
    assert picture(address) == Picture(address)


def test_our_own_files_lie_here_and_others_are_links() -> None:
    assert picture("/static/demo/mug-home.3f2a.svg") == Picture("/static/demo/mug-home.3f2a.svg", lies_here=True)
    assert picture("//photos.example/1.webp") == Picture("https://photos.example/1.webp", host="photos.example")


@pytest.mark.parametrize(
    ("goods", "expected"),
    [
        ("with_buyer", ()),
        ("arrived", ("wrong_thing",)),
        ("received", ("wrong_thing", "restocked", "written_off", "repaired")),
        ("wrong", ("written_off",)),
        ("written_off", ()),
        ("lost", ("written_off",)),
    ],
)
def test_what_can_be_done_with_the_goods_is_what_their_table_says(goods: str, expected: tuple[str, ...]) -> None:
    assert findings.offered(State("agreed", goods, "shop")) == expected


@given(
    st.sampled_from(sorted(reachable())), st.sampled_from(["", *findings.CONDITIONS]), st.sampled_from(findings.MOVES), st.integers(0, 3)
)
def test_a_finding_that_is_taken_moves_as_the_table_says(state: State, condition: str, moves: str, photos: int) -> None:
    if not findings.why_not(state, condition=condition, words="so", moves=moves, photos=photos):
        assert not move(state, moves).code
        assert not (moves == "restocked" and condition in {"damaged", "wrong_thing", "empty"})


def test_a_reason_holds_while_the_same_is_told() -> None:
    assert holds(Choice("too_small", "other"), "other") == "too_small"
    assert holds(Choice("too_small", "other"), "used") == ""
    assert holds(None, "used") == ""


def test_own_times_hold_from_their_moment_on_and_only_where_the_shop_says_them() -> None:
    own = [OwnTimes(AT, 2 * H, 3 * H), OwnTimes(AT - H, 4 * H, 5 * H)]

    def allowed(stage: clocks.Stage, since: datetime, profile: str = "standard") -> timedelta | None:
        rule = rule_of(stage, since, profile=profile, zone=UTC, own=own)
        return rule.allowed if rule else None

    assert allowed("refund_asked", AT) == 2 * H
    assert allowed("refund_asked", AT - timedelta(microseconds=1)) == 4 * H
    assert allowed("refund_asked", AT - 2 * H) == timedelta(days=5)
    assert allowed("arrived", AT, "wildberries") == 3 * H
    assert allowed("awaiting_return", AT, "wildberries") == timedelta(days=14)
    assert allowed("coming_back", AT) is None
    assert allowed("refund_asked", AT, "taobao") == timedelta(hours=48)


def test_shipping_closes_nothing_but_money_asked_back_from_taobao() -> None:
    for profile, wants, expected in (("taobao", "refund", AT + 24 * H), ("taobao", "exchange", None), ("standard", "refund", None)):
        assert clocks.ships_until(Claim(AT, wants, None), profile=profile, zone=UTC) == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State("refused", "with_buyer", "for_shop"), False),
        (State("refused", "coming", "for_shop"), True),
        (State("refused", "kept", "buyer"), True),
    ],
)
def test_a_ruling_for_the_shop_ends_a_claim(state: State, expected: bool) -> None:
    assert is_open(state) is expected


@given(st.dictionaries(st.sampled_from(["show", "reason", "wants", "product", "days", "q", "after", "stage"]), st.text(max_size=12)))
def test_any_address_is_read_and_told_as_it_is_read(address: dict[str, str]) -> None:
    claims, refusals = filters.read(address), refusal_filters.read(address)
    assert filters.read(filters.told(claims)) == claims
    assert refusal_filters.read(refusal_filters.told(refusals)) == refusals
