"""The clocks of claims: each at its exact second, by the rule of its first day, under every profile."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from returns.domain.axes import EVENTS
from returns.domain.clocks import ACTS, ALWAYS, AS_FIRST, TABLES, Clock, Stage, clock_of, is_open, rule_of, stage_of
from returns.domain.facts import ACTORS, WANTS, Claim, Step, Trade
from returns.domain.folding import fold
from returns.domain.moving import State, reachable
from sellerdesk.domain.rules import PROFILES


SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
AT = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
H, D, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)
PLACED, SENT = Trade(("L1",), "placed", None, None), Trade(("L1",), "shipped", AT - 9 * D, None)


def clock(
    *steps: str, wants: str = "return", at: datetime = AT, profile: str = "taobao", trade: Trade | None = None, zone: ZoneInfo = SHANGHAI,
    due_at: datetime | None = None,
) -> Clock | None:  # fmt: skip
    """The clock after steps spelt "step/by@hours after the claim"."""
    told = []
    for number, spelt in enumerate(steps):
        what, _, after = spelt.partition("@")
        name, _, by = what.partition("/")
        told.append(Step(f"T{number}", at + H * float(after), name, ACTORS[by or "seller"]))
    claim = Claim(at, wants, None, due_at)
    return clock_of(claim, fold(claim, trade, told), profile=profile, zone=zone)


BACK = "sent_back/buyer@3"
CASES = [
    # (steps, what else, stage, since in hours after the claim, allowed, outcome)
    ((), {"trade": PLACED, "wants": "refund"}, "not_shipped", 0, 24 * H, "refunded"),
    ((), {"trade": SENT, "wants": "refund"}, "refund_asked", 0, 48 * H, "refunded"),
    ((), {"wants": "return"}, "return_asked", 0, 48 * H, "agreed"),
    ((), {"wants": "exchange", "trade": PLACED}, "swap_asked", 0, 48 * H, ""),
    (("changed/buyer@5",), {}, "return_asked", 5, 48 * H, "agreed"),
    (("refused@1",), {}, "refused", 1, 5 * D, "closed"),
    (("refused@1", "refused@4"), {}, "refused", 1, 5 * D, "closed"),
    (("refused@1", "changed/buyer@2"), {}, "asked_again", 2, 48 * H, "agreed"),
    (("refused@1", "changed/buyer@2"), {"wants": "refund"}, "asked_again", 2, 48 * H, "refunded"),
    (("refused@1", "changed/buyer@2"), {"wants": "repair"}, "asked_again", 2, 48 * H, ""),
    (("refused@1", "changed/buyer@2"), {"trade": PLACED}, "asked_again", 2, 48 * H, "refunded"),
    (("agreed@1",), {}, "awaiting_return", 1, 7 * D, "not_sent"),
    (("partly_agreed@1",), {}, "awaiting_return", 1, 7 * D, "not_sent"),
    (("agreed@1", BACK), {}, "coming_back", 3, 10 * D, "refunded"),
    (("agreed@1", BACK, "signed/marketplace@9"), {}, "arrived", 9, 3 * D, "refunded"),
    (("agreed@1", BACK, "signed/marketplace@9", "received@10"), {}, "to_settle", 10, 3 * D, ""),
    (("agreed@1", "refund_failed/marketplace@2"), {"wants": "refund"}, "to_settle", 2, 3 * D, ""),
    # Nobody has answered yet: that the parcel left already puts nothing off.
    ((BACK,), {}, "return_asked", 0, 48 * H, "agreed"),
    ((BACK, "agreed@4"), {}, "coming_back", 4, 10 * D, "refunded"),
    (("agreed@1", BACK, "agreed@4"), {}, "coming_back", 3, 10 * D, "refunded"),
    # Goods for goods: no money is paid back by itself.
    (("agreed@1", BACK), {"wants": "exchange"}, "coming_back", 3, 10 * D, ""),
    (("agreed@1", BACK, "signed/marketplace@9"), {"wants": "repair"}, "arrived", 9, 3 * D, ""),
    # What arrives after a refusal, or after the money, is somebody's to look at; nothing comes of silence.
    (("refused@1", BACK, "signed/marketplace@5"), {}, "to_settle", 5, 3 * D, ""),
    (("agreed@1", BACK, "refunded/clock@4", "signed/marketplace@5"), {}, "to_settle", 5, 3 * D, ""),
    # A step that does not stand begins nothing.
    (("refund_failed@2",), {}, "return_asked", 0, 48 * H, "agreed"),
]


@pytest.mark.parametrize(("steps", "facts", "stage", "since", "allowed", "outcome"), CASES)
def test_every_stage(steps: tuple[str, ...], facts: dict[str, Any], stage: Stage, since: float, allowed: timedelta, outcome: str) -> None:
    found = clock(*steps, **facts)

    begun = AT + H * since
    assert found == Clock(stage, begun, begun + allowed, outcome)
    assert found.acts == ACTS[stage]


@pytest.mark.parametrize(
    ("steps", "wants"),
    [
        (("agreed@1",), "refund"),
        (("partly_agreed@1",), "refund"),
        (("marketplace_joined/marketplace@1",), "return"),
        (("withdrawn/buyer@1",), "return"),
        (("refunded/clock@1",), "return"),
        (("refused@1", BACK), "return"),
        (("ruled_for_buyer/marketplace@1",), "return"),
        (("agreed@1", BACK, "refunded/clock@4"), "return"),
    ],
)
def test_where_nobodys_silence_counts(steps: tuple[str, ...], wants: str) -> None:
    assert clock(*steps, wants=wants) is None


def test_a_clock_lasts_to_its_last_instant() -> None:
    found = clock()
    assert found is not None

    assert found.due_at == AT + 48 * H
    assert not found.ran_out(found.due_at - SECOND)
    assert not found.ran_out(found.due_at)
    assert found.ran_out(found.due_at + SECOND)


EDGES = [
    ("not_shipped", date(2020, 8, 10), 48 * H, 24 * H),
    ("refund_asked", date(2020, 8, 10), 5 * D, 72 * H),
    ("refund_asked", date(2022, 8, 10), 72 * H, 48 * H),
    ("return_asked", date(2020, 8, 10), 5 * D, 72 * H),
    ("return_asked", date(2022, 8, 10), 72 * H, 48 * H),
    ("swap_asked", date(2022, 8, 10), 72 * H, 48 * H),
    ("asked_again", date(2020, 8, 10), 5 * D, 72 * H),
    ("refused", date(2020, 8, 10), 7 * D, 5 * D),
    ("arrived", date(2022, 7, 4), None, 3 * D),
]


@pytest.mark.parametrize(("stage", "day", "before", "after"), EDGES)
def test_a_clock_keeps_the_rule_of_the_local_day_on_which_it_began(
    stage: Stage, day: date, before: timedelta | None, after: timedelta
) -> None:
    midnight = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)

    last, first = (rule_of(stage, moment, profile="taobao", zone=SHANGHAI) for moment in (midnight - SECOND, midnight))

    assert (last.allowed if last else None) == before
    assert first is not None
    assert first.allowed == after


def test_the_day_is_the_shops() -> None:
    """10 August has begun in Shanghai while it is still the 9th in UTC and Berlin."""
    moment = datetime(2020, 8, 9, 16, 0, tzinfo=UTC)

    assert clock(at=moment, trade=PLACED, wants="refund") == Clock("not_shipped", moment, moment + 24 * H, "refunded")
    assert clock(at=moment, trade=PLACED, wants="refund", zone=BERLIN) == Clock("not_shipped", moment, moment + 48 * H, "refunded")


def test_before_2022_the_parcels_arrival_began_no_clock_of_its_own() -> None:
    begun = datetime(2022, 7, 1, tzinfo=UTC)
    steps = ("agreed@1", BACK, "signed/marketplace@9")

    assert clock(*steps, at=begun) == Clock("coming_back", begun + 3 * H, begun + 3 * H + 10 * D, "refunded")
    assert clock("agreed@1", "signed/marketplace@9", at=begun) == Clock("coming_back", begun + 9 * H, begun + 9 * H + 10 * D, "refunded")
    # The parcel left under the old rule and arrives under the new one: its own clock begins then.
    later = clock("agreed@1", BACK, "signed/marketplace@96", at=begun)
    assert later == Clock("arrived", begun + 96 * H, begun + 96 * H + 3 * D, "refunded")


@pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 10, 24)])
def test_days_are_24_hours_over_a_change_of_the_clock(day: date) -> None:
    begun = datetime(day.year, day.month, day.day, 12, tzinfo=BERLIN)

    found = clock("agreed@0", at=begun.astimezone(UTC), zone=BERLIN)

    assert found is not None
    assert found.due_at - found.since == 7 * D
    assert found.due_at.astimezone(BERLIN).hour != 12


def test_a_told_deadline_holds_while_an_answer_is_awaited() -> None:
    due = AT + 7 * H

    assert clock(due_at=due) == Clock("return_asked", AT, due, "agreed", told=True)
    assert clock("refused@1", "changed/buyer@2", due_at=due) == Clock("asked_again", AT + 2 * H, due, "agreed", told=True)
    assert clock("refused@1", "changed/buyer@8", due_at=due) == Clock("asked_again", AT + 8 * H, AT + 56 * H, "agreed")
    assert clock("agreed@1", due_at=due) == Clock("awaiting_return", AT + H, AT + H + 7 * D, "not_sent")
    assert clock(due_at=due, profile="standard") == Clock("return_asked", AT, due, "", told=True)


@pytest.mark.parametrize("profile", ["standard", "wildberries"])
def test_elsewhere_deadlines_are_the_shops_own_and_nothing_happens_by_itself(profile: str) -> None:
    assert clock(profile=profile) == Clock("return_asked", AT, AT + 5 * D, "")
    assert clock("agreed@1", BACK, "signed/marketplace@9", profile=profile) == Clock("arrived", AT + 9 * H, AT + 9 * H + 3 * D, "")
    assert clock("refused@1", profile=profile) is None
    assert clock("agreed@1", BACK, profile=profile) is None
    assert clock(BACK, profile=profile) == Clock("return_asked", AT, AT + 5 * D, "")


def test_wildberries_gives_a_buyer_14_days_to_bring_it_back() -> None:
    assert clock("agreed@1", profile="wildberries") == Clock("awaiting_return", AT + H, AT + H + 14 * D, "")
    assert clock("agreed@1", profile="standard") is None


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("asked with_buyer shop", True),
        ("refused with_buyer buyer", True),
        ("refused with_buyer closed", False),
        ("paid kept nobody", False),
        ("paid kept for_buyer", False),
        ("paid kept marketplace", True),
        ("paid coming nobody", True),
        ("paid arrived shop", True),
        ("paid received shop", False),
        ("agreed received shop", True),
        ("agreed with_buyer for_buyer", True),
    ],
)
def test_what_is_still_open(state: str, expected: bool) -> None:
    assert is_open(State(*state.split())) is expected


def test_the_table_is_one() -> None:
    assert TABLES.keys() == PROFILES.keys()
    for table in TABLES.values():
        assert table.keys() <= ACTS.keys()
        for rules in table.values():
            assert [rule.holds_from for rule in rules] == sorted({rule.holds_from for rule in rules})
            assert all(rule.outcome in {"", AS_FIRST, *EVENTS} and rule.allowed > timedelta(0) for rule in rules)
    # Every stage of the shop's has a deadline under every profile, but what is on its way: there nothing is to be done yet.
    for name, table in TABLES.items():
        shops = {stage for stage, actor in ACTS.items() if actor == "shop"} - ({"coming_back"} if name != "taobao" else set())
        assert {stage for stage in shops if table[stage][0].holds_from == ALWAYS} >= shops - {"arrived"}


@given(st.sampled_from(sorted(reachable())), st.sampled_from(WANTS), st.booleans())
def test_every_state_has_a_stage_or_none_and_what_is_over_has_none(state: State, wants: str, again: bool) -> None:
    stage = stage_of(state, wants, again=again)

    assert stage is None or stage in ACTS
    if state.talk in {"closed", "marketplace"}:
        assert stage is None
    if state.talk == "shop" and state.money == "asked":
        assert stage is not None
        assert ACTS[stage] == "shop"
