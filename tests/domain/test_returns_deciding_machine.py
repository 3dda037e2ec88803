"""A claim over all three axes under random decisions, random answers of the marketplace, and facts that come late, in any order.

The simulated marketplace keeps its own list of what happened; what the shop knows is always a fold over it. The machine holds that what
may be decided is what the tables and the marketplace allow, and that what was decided in time stands once it is told.
"""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from returns.domain import automatic, clocks
from returns.domain.actions import TOLD
from returns.domain.automatic import Claimed, Conditions
from returns.domain.axes import AXES, STEPS
from returns.domain.clocks import Clock
from returns.domain.deciding import KINDS, Choice, ClaimFacts, Wanted, choices, confirmed_by, why_not_decide
from returns.domain.facts import ACTORS, CLOCK, COMES_BACK, MARKETPLACE, SHOP, WANTS, Claim, Step, Trade
from returns.domain.folding import Course, fold
from returns.domain.letter import Case, Happened, write
from returns.domain.moving import move, reachable
from sellerdesk.domain.money import Money
from sellerdesk.domain.rules import PROFILES


BEGAN = datetime(2026, 3, 27, 12, tzinfo=UTC)
TELLS = {
    "agreed": "agreed", "agreed_outright": "agreed", "partly_agreed": "partly_agreed", "refused": "refused", "received": "received",
    "offered": "changed", "marketplace_joined": "marketplace_joined",
}  # fmt: skip
"""The step by which a marketplace tells what was decided. Money at once, of goods that were to come back, it tells as paid."""
TRADES = [
    None,
    Trade(("L1",), "placed", None, None),
    Trade(("L1",), "shipped", BEGAN - timedelta(days=2), None),
    Trade(("L1",), "delivered", BEGAN - timedelta(days=5), BEGAN - timedelta(days=2)),
]


class Deciding(RuleBasedStateMachine):
    """One claim, one decision under way at a time."""

    @initialize(
        wants=st.sampled_from(WANTS), trade=st.sampled_from(TRADES), profile=st.sampled_from(sorted(PROFILES)),
        asked=st.none() | st.integers(2, 10_000),
    )  # fmt: skip
    def begins(self, wants: str, trade: Trade | None, profile: str, asked: int | None) -> None:
        self.claim, self.trade, self.profile, self.asked = Claim(BEGAN, wants, None), trade, profile, asked
        self.now = BEGAN
        self.steps: list[Step] = []
        self.told: tuple[str, ...] | None = None
        self.under_way: tuple[Choice, datetime] | None = None

    @property
    def course(self) -> Course:
        return fold(self.claim, self.trade, self.steps)

    @property
    def clock(self) -> Clock | None:
        return clocks.clock_of(self.claim, self.course, profile=self.profile, zone=UTC)

    def facts(self) -> ClaimFacts:
        clock = self.clock
        return ClaimFacts(
            ruling="" if self.trade else "waiting", state=self.course.state, wants=self.claim.wants, told=self.told, asked_minor=self.asked,
            due_at=clock.due_at if clock else None, outcome=clock.outcome if clock else "", rules=PROFILES[self.profile],
        )  # fmt: skip

    def tell(self, step: str, by: int, at: datetime | None = None) -> Step:
        told = Step(f"T{len(self.steps):04d}", at or self.now, step, by)
        self.steps.append(told)
        return told

    @rule(minutes=st.integers(1, 60 * 24 * 6))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(step=st.sampled_from(STEPS), by=st.sampled_from(sorted(ACTORS.values())), late=st.integers(0, 60 * 24))
    def something_is_told(self, step: str, by: int, late: int) -> None:
        self.tell(step, by, self.now - timedelta(minutes=late))

    @rule(told=st.none() | st.lists(st.sampled_from([*TOLD, "unheard_of"]), max_size=4))
    def the_legal_moves_are_told(self, told: list[str] | None) -> None:
        self.told = None if told is None else tuple(told)

    @rule()
    def the_clock_runs_out(self) -> None:
        clock = self.clock
        if clock is None or not clock.outcome:
            return
        self.now = max(self.now, clock.due_at)
        assert not clock.ran_out(clock.due_at)
        ask = Wanted("ask", text="Please send a photo of it")
        just = why_not_decide(self.facts(), ask, clock.due_at)
        assert just is None or just.code != "clock_ran_out"
        late = why_not_decide(self.facts(), ask, clock.due_at + timedelta(microseconds=1))
        assert late is not None
        assert late.code == "clock_ran_out"
        self.now += timedelta(seconds=1)
        # It tells of it as its steps are called; an agreement with its own step.
        self.tell(
            {"agreed": "agreed", "refunded": "refunded", "closed": "closed", "not_sent": "closed"}[clock.outcome], CLOCK, clock.due_at
        )

    @precondition(lambda self: self.under_way is None)
    @rule(data=st.data())
    def is_decided(self, data: st.DataObject) -> None:
        offered = choices(self.facts())
        if not offered:
            return
        choice = data.draw(st.sampled_from(offered))
        wanted = self._wanted(choice)
        why = why_not_decide(self.facts(), wanted, self.now)
        clock = self.clock
        late = clock is not None and clock.outcome != "" and clock.ran_out(self.now)
        assert (why.code if why else "") == ("clock_ran_out" if late else "")
        if why is None:
            self.under_way = (choice, self.now)

    @precondition(lambda self: self.under_way is None)
    @rule(
        kind=st.sampled_from(KINDS),
        code=st.sampled_from(["", "agree", "offer", "reject1", "autorefund1"]),
        amount=st.none() | st.integers(-1, 11_000),
    )
    def is_decided_at_will(self, kind: Any, code: str, amount: int | None) -> None:
        wanted = Wanted(kind, action=code, amount_minor=amount, text="Some words that are long enough")
        if why_not_decide(self.facts(), wanted, self.now) is None:
            assert kind in {one.kind for one in choices(self.facts())}
            assert kind != "refund_part" or (self.asked is not None and amount is not None and 0 < amount < self.asked)

    @precondition(lambda self: self.under_way is not None)
    @rule(minutes=st.integers(0, 90))
    def the_marketplace_does_it(self, minutes: int) -> None:
        assert self.under_way is not None
        choice, made_at = self.under_way
        self.under_way = None
        self.now += timedelta(minutes=minutes)
        event = choice.action.event
        if not event:
            return
        before = self.course.state
        ends = all(one.at <= self.now for one in self.steps)
        outright = event == "agreed_outright" and self.claim.wants in COMES_BACK
        step = self.tell("refunded" if outright else TELLS[event], MARKETPLACE if outright else SHOP)
        taken = next(one for one in self.course.taken if one.step == step)
        if ends and choice in choices(self.facts_before(step)) and self.told is None:
            assert taken.code == ""
            assert taken.before == before
            assert confirmed_by(event, made_at, self.course.taken) is not None

    def facts_before(self, step: Step) -> ClaimFacts:
        """As it stood before the last step was told."""
        self.steps.remove(step)
        found = self.facts()
        self.steps.append(step)
        return found

    @precondition(lambda self: self.under_way is not None)
    @rule()
    def the_marketplace_refuses_it(self) -> None:
        before = self.course.state
        self.under_way = None
        assert self.course.state == before

    @invariant()
    def it_stands_where_the_tables_lead(self) -> None:
        if not hasattr(self, "claim"):
            return
        course = self.course
        assert course.state in reachable()
        for one in course.taken:
            assert one.after == (one.before if one.code else move(one.before, one.event).after)
        assert all(place in axis.states for axis, place in zip(AXES, course.state, strict=True))

    @invariant()
    def what_was_paid_stays_paid_and_what_is_closed_only_others_open(self) -> None:
        if not hasattr(self, "claim"):
            return
        standing = [one for one in self.course.taken if not one.code]
        paid = [one.event for one in standing if one.event in {"refunded", "refund_failed"}]
        assert (self.course.state.money == "paid") == (paid[-1:] == ["refunded"])
        opened = {one.event for one in standing if one.before.talk == "closed" and one.after.talk != "closed"}
        assert opened <= {"marketplace_joined", "ruled_for_buyer", "ruled_for_seller", "refund_failed"}

    @invariant()
    def in_whatever_order_it_was_told_it_is_the_same(self) -> None:
        if hasattr(self, "claim"):
            mixed = list(self.steps)
            random.Random(len(mixed)).shuffle(mixed)
            assert fold(self.claim, self.trade, mixed) == self.course

    @invariant()
    def only_what_is_legal_is_offered(self) -> None:
        if not hasattr(self, "claim"):
            return
        facts = self.facts()
        for one in choices(facts):
            assert self.told is None or one.action.code in self.told
            if self.told is None and one.action.event:
                moved = move(facts.state, one.action.event)
                assert moved.code == ""
                assert moved.after != facts.state or one.action.event == "offered"
        if self.told == ():
            assert choices(facts) == ()

    @invariant()
    def a_rule_decides_only_what_waits_for_its_first_answer(self) -> None:
        if not hasattr(self, "claim"):
            return
        facts, state = self.facts(), self.course.state
        answered = any(one.by in {SHOP, MARKETPLACE} and not one.code for one in self.course.taken)
        claimed = Claimed(
            id=1, at=BEGAN, wants=self.claim.wants, state=state, amount_minor=self.asked, currency="CNY", ruling=facts.ruling,
            answered=answered, due_at=facts.due_at, actions=self.told,
        )  # fmt: skip
        for does in automatic.DOES:
            own = automatic.Rule(
                id=1, name="r", does=does, conditions=Conditions(), cap=1, words="Please send a photo" if does == "ask" else ""
            )
            if not automatic.why_never(claimed, self.now) and not automatic.why_not_do(own, facts, None, self.now):
                assert state.money == "asked"
                assert state.talk == "shop"
                assert does in {one.kind for one in choices(facts)}

    @invariant()
    def a_letter_can_be_written(self) -> None:
        if not hasattr(self, "claim"):
            return
        clock = self.clock
        steps = [Happened(one.at, one.event, one.by) for one in self.course.taken if not one.code]
        letter = write(_case(self, clock, steps))
        assert letter.of("facts")
        assert len(letter.of("asked")) == 1
        if clock is not None:
            assert [line.at for line in letter.of("rule") if line.code in {"clock", "clock_buyer", "due", "due_buyer"}] == [clock.due_at]

    def _wanted(self, choice: Choice) -> Wanted:
        words = "Some words that are long enough" if choice.action.most else ""
        return Wanted(
            choice.kind, action=choice.action.code, comes_back=choice.comes_back, amount_minor=1 if choice.kind == "refund_part" else None,
            product_id=7 if choice.kind == "exchange" else None, text=words,
        )  # fmt: skip


def _case(machine: Deciding, clock: Clock | None, steps: Sequence[Happened]) -> Case:
    return Case(
        number="1", order="O1", product="", at=BEGAN, wants=machine.claim.wants, reason="", words="",
        amount=None if machine.asked is None else Money(machine.asked, "CNY"), state=machine.course.state, photos=0, film=False,
        listing=False, profile=machine.profile, zone=UTC, stage=clock.stage if clock else "", clock_since=clock.since if clock else None,
        due_at=clock.due_at if clock else None, outcome=clock.outcome if clock else "", steps=steps,
    )  # fmt: skip


Deciding.TestCase.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
TestAFew = Deciding.TestCase


class Longer(Deciding):
    """The same, many times."""


Longer.TestCase.settings = settings(max_examples=600, stateful_step_count=50, deadline=None)
TestMany = pytest.mark.long(Longer.TestCase)
