"""What may be decided about a claim, and why not: every kind, the last instant, lengths, amounts, the second person."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from returns.domain.actions import TOLD
from returns.domain.axes import STEPS
from returns.domain.deciding import (
    KINDS,
    Choice,
    ClaimFacts,
    Wanted,
    choices,
    chosen,
    confirmed_by,
    leaves_at,
    needs_second,
    pays,
    step_of,
    still_meant,
    tidy,
    version,
    why_not_decide,
)
from returns.domain.facts import BUYER, CLOCK, MARKETPLACE, SHOP, WANTS, Claim, Step, Trade
from returns.domain.folding import Taken, fold
from returns.domain.moving import State, move
from sellerdesk.domain.rules import PROFILES


NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
DUE = NOW + timedelta(hours=1)
SECOND = timedelta(seconds=1)
ASKED = State("asked", "with_buyer", "shop")


def facts(wants: str = "refund", state: State = ASKED, **fields: Any) -> ClaimFacts:
    return replace(ClaimFacts("", state, wants, None, 1250, DUE, "refunded", PROFILES["taobao"]), **fields)


def offered(**fields: Any) -> list[str]:
    return [f"{one.kind} {one.action.event or '-'}{' back' if one.comes_back else ''}" for one in choices(facts(**fields))]


@pytest.mark.parametrize(
    ("wants", "state", "expected"),
    [
        (
            "refund", "asked with_buyer shop",
            ("refund agreed_outright, return offered back, refund_part offered back, refund_part partly_agreed, exchange offered back,"
            " exchange offered, reship offered, repair offered back, reject refused, ask -, escalate marketplace_joined"),
        ),
        (
            "return", "asked with_buyer shop",
            ("refund agreed_outright, return agreed back, refund_part partly_agreed back, refund_part offered, exchange offered back,"
            " exchange offered, reship offered, repair offered back, reject refused, ask -, escalate marketplace_joined"),
        ),
        (
            "exchange", "asked with_buyer shop",
            ("refund agreed_outright, return offered back, refund_part offered back, refund_part offered, exchange agreed back,"
            " exchange agreed_outright, reship offered, repair offered back, reject refused, ask -, escalate marketplace_joined"),
        ),
        ("refund", "asked with_shop shop",
         ("refund agreed_outright, refund_part partly_agreed, exchange offered, reship offered, reject refused, ask -,"
         " escalate marketplace_joined")),
        ("return", "agreed arrived shop",
         "refund agreed_outright, reject refused, receive received, escalate marketplace_joined"),
        ("return", "refused with_buyer buyer",
         "refund agreed_outright, return agreed back, refund_part partly_agreed back, escalate marketplace_joined"),
        ("refund", "paid kept closed", "escalate marketplace_joined"),
    ],
)  # fmt: skip
def test_what_is_wanted_is_agreed_to_and_all_else_is_an_offer(wants: str, state: str, expected: str) -> None:
    assert ", ".join(offered(wants=wants, state=State(*state.split()))) == expected


def test_a_part_needs_a_known_whole() -> None:
    assert not any(one.startswith("refund_part") for one in offered(asked_minor=None))


def test_what_the_marketplace_tells_is_all_there_is() -> None:
    assert offered(told=[]) == []
    assert offered(told=["rejectcustom", "approve1", "autorefund1", "confirmreturngoodcc1", "unheard_of"]) == [
        "refund agreed_outright", "return agreed back", "reject refused", "receive received",
    ]  # fmt: skip
    assert {choices(facts(told=[code]))[0].kind for code in TOLD} == {"refund", "return", "reject", "receive"}


@pytest.mark.parametrize("wants", ["refund", "return", "exchange", "repair", "reship"])
def test_whatever_is_offered_is_a_step_that_the_axes_take(wants: str) -> None:
    for one in choices(facts(wants=wants)):
        assert one.kind in KINDS
        assert not one.action.event or not move(ASKED, one.action.event).code


def why(wanted: Wanted, now: datetime = NOW, **fields: Any) -> str:
    found = why_not_decide(facts(**fields), wanted, now)
    return found.code if found else ""


@pytest.mark.parametrize(
    ("wanted", "fields", "code"),
    [
        (Wanted("refund"), {}, ""),
        (Wanted("refund"), {"ruling": "waiting"}, ""),
        (Wanted("refund"), {"ruling": "line_unknown"}, "claim_rejected"),
        (Wanted("receive"), {}, "not_offered"),
        (Wanted("refund"), {"told": ["approve1"]}, "not_offered"),
        (Wanted("return"), {"told": ["approve1", "approve2"]}, "choice_missing"),
        (Wanted("return", "approve2"), {"told": ["approve1", "approve2"]}, ""),
        (Wanted("refund", amount_minor=1), {}, "amount_unwanted"),
        (Wanted("refund_part", comes_back=False), {}, "amount_missing"),
        (Wanted("refund_part", amount_minor=100), {}, "choice_missing"),
        (Wanted("refund_part", comes_back=False, amount_minor=0), {}, "amount_not_part"),
        (Wanted("refund_part", comes_back=False, amount_minor=1250), {}, "amount_not_part"),
        (Wanted("refund_part", comes_back=False, amount_minor=1249), {}, ""),
        (Wanted("exchange", comes_back=True), {}, "article_missing"),
        (Wanted("exchange", comes_back=True, product_id=7), {}, ""),
        (Wanted("refund", product_id=7), {}, "article_unwanted"),
        (Wanted("reject"), {}, "text_missing"),
        (Wanted("reject", text="x"), {}, "too_short"),
        (Wanted("reject", text="x" * 2), {}, ""),
        (Wanted("reject", text="x" * 200), {}, ""),
        (Wanted("reject", text="x" * 201), {}, "too_long"),
        (Wanted("refund", text="x" * 201), {}, "too_long"),
        (Wanted("reject", "rejectcustom", text="x" * 9), {"told": ["rejectcustom"]}, "too_short"),
        (Wanted("reject", "rejectcustom", text="x" * 10), {"told": ["rejectcustom"]}, ""),
        (Wanted("reject", "rejectcustom", text="x" * 1001), {"told": ["rejectcustom"]}, "too_long"),
        (Wanted("reject", "reject1", text="Because"), {"told": ["reject1"]}, "text_unwanted"),
        (Wanted("escalate", text="x" * 2000), {}, ""),
        (Wanted("ask"), {}, "text_missing"),
    ],
)
def test_why_not(wanted: Wanted, fields: dict[str, Any], code: str) -> None:
    assert why(wanted, **fields) == code


@pytest.mark.parametrize(
    ("now", "outcome", "code"),
    [(DUE, "refunded", ""), (DUE + SECOND, "refunded", "clock_ran_out"), (DUE + SECOND, "", ""), (DUE - SECOND, "refunded", "")],
)
def test_at_the_last_instant_it_is_decided_and_a_second_later_what_happened_by_itself_stands(
    now: datetime, outcome: str, code: str
) -> None:
    assert why(Wanted("refund"), now, outcome=outcome) == code


@pytest.mark.parametrize(("left", "waits"), [(3600, 10), (15, 10), (14, 9), (6, 1), (5, 0), (0, 0)])
def test_it_leaves_in_time_to_arrive_before_the_clock_runs_out(left: int, waits: int) -> None:
    assert leaves_at(DUE - left * SECOND, facts()) == DUE - left * SECOND + waits * SECOND
    assert leaves_at(DUE, facts(outcome="")) == leaves_at(DUE, facts(due_at=None)) == DUE + 10 * SECOND


@pytest.mark.parametrize(
    ("kind", "amount", "limit", "needed"),
    [
        ("refund", 1250, None, False), ("refund", 1250, 1250, False), ("refund", 1251, 1250, True), ("return", 1251, 1250, True),
        ("refund_part", 1251, 1250, True), ("refund", None, 1250, True), ("refund", None, None, False), ("reject", None, 0, False),
        ("exchange", None, 0, False),
    ],
)  # fmt: skip
def test_a_second_person_is_needed_above_the_limit(kind: Any, amount: int | None, limit: int | None, needed: bool) -> None:
    assert needs_second(kind, amount, limit) is needed


def test_what_a_decision_gives_back() -> None:
    assert (pays("refund", None, 1250), pays("return", None, 1250), pays("refund_part", 300, 1250), pays("reject", None, 1250)) == (
        1250, 1250, 300, None,
    )  # fmt: skip


def taken(event: str, by: int = SHOP, at: datetime = NOW, code: str = "") -> Taken:
    return Taken(at, event, by, ASKED, ASKED, code)


@pytest.mark.parametrize(
    ("event", "course", "found"),
    [
        ("agreed_outright", [taken("refunded", MARKETPLACE)], True),
        ("agreed_outright", [taken("refunded", CLOCK)], False),
        ("agreed_outright", [taken("agreed_outright", at=NOW - SECOND)], False),
        ("agreed_outright", [taken("refunded", code="already_paid")], False),
        ("refused", [taken("changed", BUYER), taken("refused")], True),
        ("refused", [taken("agreed")], False),
        ("", [taken("agreed")], False),
    ],
)
def test_what_confirms_a_decision(event: str, course: list[Taken], found: bool) -> None:
    assert (confirmed_by(event, NOW, course) is not None) is found


def test_a_decision_may_lose_its_meaning() -> None:
    choice = chosen(facts(), Wanted("refund"))
    assert choice is not None
    assert still_meant(facts(), choice.kind, choice.action.code, comes_back=choice.comes_back)
    assert not still_meant(facts(state=State("paid", "kept", "nobody")), choice.kind, choice.action.code, comes_back=choice.comes_back)


def test_a_version_differs_with_each_telling_and_move() -> None:
    assert len({version(NOW, NOW), version(NOW, DUE), version(DUE, NOW)}) == 3


class Deciding(RuleBasedStateMachine):
    """A claim that the shop decides again and again, while buyer, marketplace and clock do what they like and the marketplace answers so
    or so. What is offered is always a step that the axes take; what the marketplace took is always recognised."""

    steps: list[Step]
    made: tuple[Choice, datetime] | None

    @initialize(wants=st.sampled_from(WANTS), status=st.sampled_from(["placed", "shipped", "delivered"]))
    def begins(self, wants: str, status: str) -> None:
        shipped = None if status == "placed" else NOW - timedelta(days=3)
        self.trade = Trade(("L1",), status, shipped, NOW - timedelta(days=1) if status == "delivered" else None)
        self.claim, self.now, self.steps, self.made = Claim(NOW, wants, None), NOW, [], None
        self.fold()

    def fold(self) -> None:
        self.course = fold(self.claim, self.trade, self.steps)
        self.facts = facts(wants=self.claim.wants, state=self.course.state, due_at=None)

    def tell(self, step: str, by: int) -> Taken:
        self.now += SECOND
        self.steps.append(Step(f"T{len(self.steps):04}", self.now, step, by))
        self.fold()
        if self.made and not still_meant(self.facts, self.made[0].kind, self.made[0].action.code, comes_back=self.made[0].comes_back):
            self.made = None
        return self.course.taken[-1]

    @precondition(lambda self: self.made is None)
    @rule(pick=st.integers(0, 20))
    def decides(self, pick: int) -> None:
        offered = choices(self.facts)
        if offered:
            choice = offered[pick % len(offered)]
            assert chosen(self.facts, Wanted(choice.kind, choice.action.code, choice.comes_back)) == choice
            self.made = choice, self.now

    @precondition(lambda self: self.made is not None)
    @rule(taken=st.booleans())
    def is_answered(self, taken: bool) -> None:
        assert self.made is not None
        choice, made_at = self.made
        self.made = None
        told = step_of(choice.kind, choice.action.event)
        if taken and told:
            assert self.tell(told, SHOP).code == ""
            assert confirmed_by(choice.action.event, made_at, self.course.taken) is not None

    @rule(step=st.sampled_from(["sent_back", "changed", "withdrawn", "marketplace_joined"]))
    def the_buyer_does_something(self, step: str) -> None:
        self.tell(step, BUYER)

    @rule(step=st.sampled_from(STEPS))
    def the_marketplace_does_something(self, step: str) -> None:
        self.tell(step, MARKETPLACE)

    @rule(step=st.sampled_from(["refunded", "agreed", "closed"]))
    def something_happens_by_itself(self, step: str) -> None:
        self.tell(step, CLOCK)

    @invariant()
    def whatever_is_offered_is_taken_by_the_axes(self) -> None:
        for one in choices(self.facts):
            assert not one.action.event or not move(self.course.state, one.action.event).code


TestDeciding = Deciding.TestCase
TestDeciding.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)


def test_words_leave_tidied() -> None:
    assert tidy(" a\r\nb\x07\r ") == "a\nb"
