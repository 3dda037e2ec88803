"""The three axes: every state answers every event, what the tables say is what happens, and nothing is out of reach."""

from itertools import product

import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from returns.domain import drawing
from returns.domain.actions import OWN as OWN_ACTIONS, TOLD, Action, legal
from returns.domain.axes import AXES, EVENTS, GOODS, MONEY, OWN, STEPS, TALK, TOLD_CODES, Axis, read
from returns.domain.facts import WANTS
from returns.domain.moving import BEGINNINGS, State, move, reachable, steps
from returns.management.commands.returns_states import PAGE
from sellerdesk.feed.schema import TYPES
from sellerdesk.feed.sentences import CODES
from tests.architecture.test_words import ROOT


@pytest.mark.parametrize("axis", AXES, ids=lambda axis: axis.name)
def test_every_state_answers_every_event(axis: Axis) -> None:
    assert axis.cells.keys() == set(product(axis.states, EVENTS))
    assert {answer for answer in axis.cells.values() if not answer.startswith("!")} == set(axis.states)
    assert set(axis.rows) <= set(EVENTS)


@pytest.mark.parametrize("axis", AXES, ids=lambda axis: axis.name)
def test_every_state_can_be_reached(axis: Axis) -> None:
    place = AXES.index(axis)

    assert {state[place] for state in reachable()} == set(AXES[place].states)


def test_the_steps_are_those_of_the_feed() -> None:
    for name in STEPS:
        TYPES["claim_step"].fields["step"].check(name)
    assert len(set(EVENTS)) == len(EVENTS)
    assert TOLD_CODES <= CODES


@pytest.mark.parametrize(
    ("table", "event"),
    [("a b\nagreed b c", "agreed"), ("a b\nnobody_knows = =", "nobody_knows"), ("a b\nagreed =", "zip")],
)
def test_a_table_with_a_slip_is_refused(table: str, event: str) -> None:
    with pytest.raises(ValueError, match=event):
        read("money", table)


COURSES = [
    # (begins, events, ends): "!code" behind an event that is refused
    ("asked with_buyer shop", "agreed sent_back signed received refunded closed restocked", "paid restocked closed"),
    ("asked with_buyer shop", "agreed_outright refunded closed", "paid kept closed"),
    ("asked with_buyer shop", "refused agreed sent_back", "agreed coming nobody"),
    ("asked with_buyer shop", "refused changed partly_agreed refund_failed", "failed with_buyer shop"),
    ("asked with_buyer shop", "refused marketplace_joined ruled_for_buyer refunded", "paid kept for_buyer"),
    ("asked with_buyer shop", "refused marketplace_joined ruled_for_seller closed", "refused with_buyer closed"),
    ("asked with_buyer shop", "agreed not_sent agreed!claim_over", "dropped not_sent closed"),
    ("asked with_buyer shop", "agreed sent_back lost signed wrong_thing refused", "refused wrong buyer"),
    ("asked with_shop shop", "refunded refused!already_paid", "paid with_shop nobody"),
    ("asked going shop", "withdrawn received", "dropped received closed"),
    ("asked with_buyer shop", "agreed pay_started withdrawn!being_paid refund_failed refunded", "paid kept nobody"),
    ("asked with_buyer shop", "agreed received sent_back!already_back repaired restocked written_off", "agreed written_off shop"),
    ("asked with_buyer shop", "refund_failed!not_agreed ruled_for_buyer refused!already_ruled", "agreed with_buyer for_buyer"),
    ("asked with_buyer shop", "lost!not_on_the_way restocked!not_back", "asked with_buyer shop"),
    ("asked with_buyer shop", "received written_off restocked!put_away", "asked written_off shop"),
    ("asked with_buyer shop", "closed marketplace_joined ruled_for_buyer", "agreed with_buyer for_buyer"),
]


@pytest.mark.parametrize(("begins", "events", "ends"), COURSES)
def test_courses(begins: str, events: str, ends: str) -> None:
    state = State(*begins.split())
    for told in events.split():
        event, _, code = told.partition("!")
        moved = move(state, event)
        assert moved.code == code, (state, event)
        assert not code or moved.after == state
        state = moved.after

    assert state == State(*ends.split())


def test_an_axis_that_refuses_stops_all() -> None:
    """Goods may come back to a closed claim; but money and talk refuse to agree to it, so nothing moves."""
    closed = State("dropped", "received", "closed")

    assert move(closed, "agreed") == (closed, "claim_over")
    assert move(State("agreed", "restocked", "shop"), "sent_back") == (State("agreed", "restocked", "shop"), "already_back")


def test_paid_money_is_paid_once() -> None:
    """Whatever happened, between two payments one has failed."""
    for event, before, after in steps():
        if event == "refunded":
            assert before.money != "paid"
            assert after.money == "paid"
        if before.money == "paid" and after.money != "paid":
            assert event == "refund_failed"


class Claims(RuleBasedStateMachine):
    """Any events in any order: axes never leave their tables, and what is over stays over but by the marketplace or the money."""

    @initialize(state=st.sampled_from(BEGINNINGS))
    def begin(self, state: State) -> None:
        self.state = state

    @rule(event=st.sampled_from(EVENTS))
    def happen(self, event: str) -> None:
        moved = move(self.state, event)
        for axis, before, after in zip(AXES, self.state, moved.after, strict=True):
            if moved.code or event not in axis.rows:
                assert after == before
        if moved.code:
            assert any(axis.cells[place, event] == f"!{moved.code}" for axis, place in zip(AXES, self.state, strict=True))
        if self.state.talk == "closed" and moved.after.talk != "closed":
            assert event in {"marketplace_joined", "ruled_for_buyer", "ruled_for_seller", "refund_failed"}
        if not moved.code and event in OWN:
            assert moved.after.money == self.state.money or event == "pay_started"
        self.state = moved.after

    @invariant()
    def is_a_state(self) -> None:
        assert self.state in reachable()
        assert self.state.money in MONEY.states
        assert self.state.goods in GOODS.states
        assert self.state.talk in TALK.states

    @rule(wants=st.sampled_from(WANTS), told=st.none() | st.lists(st.sampled_from([*TOLD, "later_version"]), max_size=4))
    def ask(self, wants: str, told: list[str] | None) -> None:
        for action in legal(self.state, wants, told):
            if told is not None:
                assert action.code in told
            else:
                assert not move(self.state, action.event).code


TestClaims = Claims.TestCase
TestClaims.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)


@pytest.mark.parametrize(
    ("state", "wants", "codes"),
    [
        ("asked with_buyer shop", "return", "agree agree_outright agree_partly offer reject escalate"),
        ("asked with_buyer shop", "exchange", "agree agree_outright offer reject escalate"),
        ("asked with_shop shop", "reship", "agree_outright offer reject escalate"),
        ("refused with_buyer buyer", "return", "agree agree_outright agree_partly escalate"),
        ("agreed coming nobody", "return", "agree agree_partly reject confirm_received escalate"),
        ("paid kept closed", "refund", "escalate"),
        ("paid arrived marketplace", "return", "confirm_received"),
    ],
)
def test_what_may_be_done_where_the_marketplace_tells_nothing(state: str, wants: str, codes: str) -> None:
    assert [action.code for action in legal(State(*state.split()), wants, None)] == codes.split()


def test_told_actions_are_the_only_ones() -> None:
    over = State("refused", "with_buyer", "closed")

    assert legal(over, "return", []) == ()
    assert [action.code for action in legal(over, "return", ["autorefund1", "approve9", "rejectcustom"])] == ["autorefund1", "rejectcustom"]
    assert TOLD["rejectcustom"] == Action("rejectcustom", "refused", 10, 1000)
    assert {action.event for action in (*OWN_ACTIONS, *TOLD.values())} <= set(EVENTS)


def test_the_page_of_the_documentation_is_fresh() -> None:
    """Drawn by `./desk manage returns_states`."""
    assert (ROOT / PAGE).read_text(encoding="utf-8") == drawing.page()


def test_the_page_draws_stays_moves_and_refusals() -> None:
    lines = drawing.page().splitlines()

    assert "| `sent_back` | coming | coming | coming | = |" in next(line for line in lines if line.startswith("| `sent_back`"))
    assert next(line for line in lines if line.startswith("| `refunded`")).count("(already_paid)") == 1
    assert "from 2022-08-10 48 h → `refunded`" in next(line for line in lines if line.startswith("| `refund_asked`"))
