"""A claim is a fold: from its beginning through everything told of it, in the order in which it happened."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from returns.domain.facts import BUYER, CLOCK, COMES_BACK, MARKETPLACE, SHOP, Claim, Step, Trade
from returns.domain.moving import Moved, State, move


LINE_UNKNOWN = "line_unknown"
BEFORE_CLAIM = "before_claim"
STATUS_EVENTS = {"agreed": "agreed", "refused": "refused", "with_marketplace": "marketplace_joined", "closed": "closed"}
"""What a status tells where no step has told it. `open` tells nothing."""
_SETTLED: Mapping[str, Callable[[State], bool]] = {
    "agreed": lambda state: state.money in {"agreed", "partly", "paying", "paid", "failed"},
    "refused": lambda state: state.money == "refused",
    "with_marketplace": lambda state: state.talk == "marketplace",
    "closed": lambda state: state.talk == "closed",
}
"""Whether a claim stands already as a status says: of a part that was agreed a marketplace says `agreed`, too."""
NOT_SENT_BACK = frozenset({"with_buyer", "going"})
"""Where the goods are while a buyer has yet to send them."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One step of a claim and what it did; with a `code` it did nothing."""

    at: datetime
    event: str
    by: int
    before: State
    after: State
    code: str = ""
    step: Step | None = None
    """None where the claim's own status told it."""


@dataclass(frozen=True, slots=True)
class _Meanwhile:
    """How far the order came after the claim. `in_time`: before the time to ship was over."""

    at: datetime
    event: str
    in_time: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """A whole claim: how it began, its steps in order, how it stands."""

    began: State
    taken: tuple[Taken, ...]
    state: State


def why_not_place(claim: Claim, trade: Trade | None) -> str:
    """The ruling on a claim: empty, "waiting" for its order, or line_unknown. A waiting claim is worked on: its clock runs."""
    if trade is None:
        return "waiting"
    return LINE_UNKNOWN if claim.line is not None and claim.line not in trade.lines else ""


def began(claim: Claim, trade: Trade | None) -> State:
    """How a claim begins. Where the goods were then is told by the order; of one that nobody knows they are with the buyer."""
    return State("asked", _goods(claim, trade), "shop")


def _goods(claim: Claim, trade: Trade | None) -> str:
    if trade is None:
        return "with_buyer"
    if trade.shipped_at is not None and trade.shipped_at > claim.at:
        return "with_shop"
    if trade.delivered_at is not None and trade.delivered_at > claim.at:
        return "going" if trade.shipped_at is not None or trade.status in _LEFT else "with_shop"
    if trade.delivered_at is not None or trade.status in _ARRIVED:
        return "with_buyer"
    return "going" if trade.shipped_at is not None or trade.status in _LEFT else "with_shop"


_ARRIVED = frozenset({"delivered", "completed"})
_LEFT = frozenset({"shipped", "refused", *_ARRIVED})


def _on_its_way(claim: Claim, trade: Trade | None, ships_until: datetime | None) -> list[_Meanwhile]:
    """What became of the order after the claim, by its own moments."""
    if trade is None:
        return []
    found = []
    if trade.shipped_at is not None and trade.shipped_at > claim.at:
        found.append(_Meanwhile(trade.shipped_at, "shipped", ships_until is not None and trade.shipped_at <= ships_until))
    if trade.delivered_at is not None and trade.delivered_at > claim.at:
        found.append(_Meanwhile(trade.delivered_at, "delivered"))
    return found


def event_of(step: str, by: int, wants: str, state: State) -> str:
    """What a told step means where it happens.

    An agreement to what does not come back leaves nobody anything to do; what the shop or the marketplace changes is an offer; a
    claim that the clock closes while the buyer should send something has ended unsent.
    """
    if step == "agreed" and wants not in COMES_BACK:
        return "agreed_outright"
    if step == "changed" and by != BUYER:
        return "offered"
    if step == "closed" and by == CLOCK and wants in COMES_BACK and state.money in {"agreed", "partly"} and state.goods in NOT_SENT_BACK:
        return "not_sent"
    return step


def fold(claim: Claim, trade: Trade | None, steps: Sequence[Step], *, ships_until: datetime | None = None) -> Course:
    """Everything told of one claim, in whatever order, by (`at`, id by code point); its status after the steps of each of its moments,
    what became of its order before them.

    `ships_until`: who ships until then closes a claim that nobody has answered (AS-01); None where that is no rule.

    A step dated before its claim is refused (before_claim), and so is one that the tables refuse. A status that the claim has
    reached already, or that the tables refuse, does nothing.
    """
    state = first = began(claim, trade)
    taken: list[Taken] = []
    for told in _in_order(claim, steps, _on_its_way(claim, trade, ships_until)):
        one = _taken(claim, first, state, told)
        if one is not None:
            taken.append(one)
            state = one.after
    return Course(first, tuple(taken), state)


def _in_order(claim: Claim, steps: Sequence[Step], meanwhile: Sequence[_Meanwhile]) -> list[Step | _Meanwhile | datetime]:
    """The steps, what became of the order, and the moments at which the claim's status was told."""
    ordered: list[Step | _Meanwhile | datetime] = [*sorted(steps, key=lambda one: (one.at, one.finding, one.outside_id))]
    if claim.status_at is not None and claim.status in STATUS_EVENTS:
        # The last one first: so each is put in where it stands among the steps alone.
        for moment in reversed((claim.status_at, *claim.status_again)):
            ordered.insert(sum(one.at <= moment for one in steps), moment)
    for one in reversed(meanwhile):
        ordered.insert(sum((other if isinstance(other, datetime) else other.at) < one.at for other in ordered), one)
    return ordered


def _taken(claim: Claim, first: State, state: State, told: Step | _Meanwhile | datetime) -> Taken | None:
    if isinstance(told, Step):
        return _step(claim, state, told)
    if isinstance(told, datetime):
        return _status(claim, state, told)
    event = "shipped_in_time" if told.in_time and state == first else told.event
    after = move(state, event).after
    return None if after == state else Taken(told.at, event, SHOP if event != "delivered" else MARKETPLACE, state, after)


def _step(claim: Claim, state: State, step: Step) -> Taken:
    event = event_of(step.step, step.by, claim.wants, state)
    moved = Moved(state, BEFORE_CLAIM) if step.at < claim.at else move(state, event)
    return Taken(step.at, event, step.by, state, moved.after, moved.code, step)


def _status(claim: Claim, state: State, at: datetime) -> Taken | None:
    assert claim.status is not None
    # Whoever tells whole claims tells an old status with every change: after a ruling it is no new call for the marketplace.
    is_old = claim.status == "with_marketplace" and at != claim.status_at and state.talk in {"for_buyer", "for_shop"}
    if is_old or _SETTLED[claim.status](state):
        return None
    event = event_of(STATUS_EVENTS[claim.status], MARKETPLACE, claim.wants, state)
    moved = move(state, event)
    return None if moved.code else Taken(at, event, MARKETPLACE, state, moved.after)
