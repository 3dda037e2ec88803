"""The clocks of claims: a table by the day it holds from, profile and stage (docs/contract/rulebook.md: return clocks).

A running clock keeps the rule of the shop's local day on which it began. Days are 24 hours, as everywhere in the rulebook. A clock has
not run out at its last instant: who decides then has decided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from returns.domain.facts import COMES_BACK, Claim
from returns.domain.folding import NOT_SENT_BACK, Course, Taken
from returns.domain.moving import State


Stage = Literal[
    "not_shipped", "refund_asked", "return_asked", "swap_asked", "asked_again", "refused", "awaiting_return", "coming_back", "arrived",
    "to_settle",
]  # fmt: skip
Actor = Literal["shop", "buyer"]
ALWAYS = date.min
_H, _D = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rule:
    """From a day on: how long somebody may be silent in a stage, and what then happens by itself.

    `outcome` is an event of `axes.EVENTS`, or AS_FIRST; empty where nothing does, so that the deadline is the shop's own.
    """

    holds_from: date
    allowed: timedelta
    outcome: str = ""


ACTS: Mapping[Stage, Actor] = {
    "not_shipped": "shop",
    "refund_asked": "shop",
    "return_asked": "shop",
    "swap_asked": "shop",
    "asked_again": "shop",
    "refused": "buyer",
    "awaiting_return": "buyer",
    "coming_back": "shop",
    "arrived": "shop",
    "to_settle": "shop",
}
"""Whose silence each stage is about."""
OF_SHOP = sorted(stage for stage, actor in ACTS.items() if actor == "shop")
OF_BUYER = sorted(stage for stage, actor in ACTS.items() if actor == "buyer")
ASKED: frozenset[Stage] = frozenset({"not_shipped", "refund_asked", "return_asked", "swap_asked", "asked_again"})
"""The stages in which the shop's answer is awaited."""
AS_FIRST = "as_first"
"""The outcome of a second answer that does not come is that of the first, which depends on what is wanted."""
_FIRST = {"refund": "refunded", "return": "agreed"}
_2020, _2022_07, _2022_08 = date(2020, 8, 10), date(2022, 7, 4), date(2022, 8, 10)
_OWN = (Rule(ALWAYS, 5 * _D),)
_SOON = (Rule(ALWAYS, 3 * _D),)
Table = Mapping[Stage, Sequence[Rule]]
STANDARD: Table = {
    **dict.fromkeys(("not_shipped", "refund_asked", "return_asked", "swap_asked", "asked_again"), _OWN),
    **dict.fromkeys(("arrived", "to_settle"), _SOON),
}
"""Deadlines of the shop's own: nothing happens by itself when they pass, as far as is known."""
TAOBAO: Table = {
    "not_shipped": (Rule(ALWAYS, 48 * _H, "refunded"), Rule(_2020, 24 * _H, "refunded")),
    "refund_asked": (Rule(ALWAYS, 5 * _D, "refunded"), Rule(_2020, 72 * _H, "refunded"), Rule(_2022_08, 48 * _H, "refunded")),
    "return_asked": (Rule(ALWAYS, 5 * _D, "agreed"), Rule(_2020, 72 * _H, "agreed"), Rule(_2022_08, 48 * _H, "agreed")),
    "swap_asked": (Rule(ALWAYS, 5 * _D), Rule(_2020, 72 * _H), Rule(_2022_08, 48 * _H)),
    "asked_again": (Rule(ALWAYS, 5 * _D, AS_FIRST), Rule(_2020, 72 * _H, AS_FIRST), Rule(_2022_08, 48 * _H, AS_FIRST)),
    "refused": (Rule(ALWAYS, 7 * _D, "closed"), Rule(_2020, 5 * _D, "closed")),
    "awaiting_return": (Rule(ALWAYS, 7 * _D, "not_sent"),),
    "coming_back": (Rule(ALWAYS, 10 * _D, "refunded"),),
    "arrived": (Rule(_2022_07, 3 * _D, "refunded"),),
    "to_settle": _SOON,
}
TABLES: Mapping[str, Table] = {
    "standard": STANDARD,
    "wildberries": {**STANDARD, "awaiting_return": (Rule(ALWAYS, 14 * _D),)},
    "taobao": TAOBAO,
}
"""By rule profile."""
BY_SHOP = frozenset({"standard", "wildberries"})
"""The profiles under which a shop says itself how long it takes."""


@dataclass(frozen=True, slots=True)
class OwnTimes:
    """How long a shop takes from a moment on: to decide, and to settle what came back."""

    holds_from: datetime
    decide: timedelta
    settle: timedelta


@dataclass(frozen=True, slots=True)
class Clock:
    """A running clock: since when somebody's silence counts, until when it may last, what happens then."""

    stage: Stage
    since: datetime
    due_at: datetime
    outcome: str
    told: bool = False
    """Whether the marketplace itself told the deadline."""

    @property
    def acts(self) -> Actor:
        """Whose silence it counts."""
        return ACTS[self.stage]

    def ran_out(self, now: datetime) -> bool:
        """Whether it is over: not yet at its last instant."""
        return now > self.due_at


def stage_of(state: State, wants: str, *, again: bool) -> Stage | None:
    """In which stage a claim stands; None where nobody's silence counts. `again`: the shop has answered it before."""
    if state.talk == "shop" and state.money == "asked" and state.goods not in {"arrived", "received"}:
        return "asked_again" if again else _first(state, wants)
    if state.talk == "buyer":
        return _of_the_buyer(state, wants)
    if state.talk == "shop" and state.money in {"refused", "paid"} and state.goods in {"arrived", "wrong"}:
        # Nobody waits for money any more, but somebody must look at what came.
        return "to_settle"
    if state.talk in {"closed", "marketplace"} or state.money in {"refused", "dropped", "paid", "paying"}:
        return None
    if state.goods in {"coming", "arrived"}:
        return "coming_back" if state.goods == "coming" else "arrived"
    return "to_settle" if state.talk == "shop" else None


def _first(state: State, wants: str) -> Stage:
    if state.goods == "with_shop" and wants in {"refund", "return"}:
        return "not_shipped"
    if wants == "refund":
        return "refund_asked"
    return "return_asked" if wants == "return" else "swap_asked"


def _of_the_buyer(state: State, wants: str) -> Stage | None:
    if state.money == "refused":
        return "refused"
    if state.money not in {"agreed", "partly"}:
        return None
    if state.goods == "coming":
        # Agreed, or agreed once more, to what was on its way already: the buyer has nothing left to do.
        return "coming_back"
    return "awaiting_return" if wants in COMES_BACK and state.goods in NOT_SENT_BACK else None


def is_open(state: State) -> bool:
    """Whether anything of a claim is still to come: it is not closed, and money that was settled still awaits its goods."""
    back = state.talk == "shop" and state.goods in {"received", "restocked", "written_off", "repaired"}
    settled = state.money in {"paid", "dropped"} and (back or state.talk in {"nobody", "for_buyer", "for_shop"})
    settled = settled or (state.money == "refused" and state.talk == "for_shop")
    return state.talk != "closed" and not (settled and state.goods not in {"coming", "arrived"})


def ships_until(claim: Claim, *, profile: str, zone: tzinfo) -> datetime | None:
    """Until when shipping closes a claim for goods that have not left (AS-01); None where shipping closes none."""
    if claim.wants not in _FIRST:
        return None
    rule = rule_of("not_shipped", claim.at, profile=profile, zone=zone)
    return claim.at + rule.allowed if rule is not None and rule.outcome else None


def clock_of(claim: Claim, course: Course, *, profile: str, zone: tzinfo, own: Sequence[OwnTimes] = ()) -> Clock | None:
    """The clock that runs after everything told of a claim; None where none does. `own` are the shop's own times, in any order.

    What the claim itself tells of its deadline holds while an answer of the shop is awaited.
    """
    places = _places(claim, course)
    stage, since = places[-1]
    if stage is None:
        return None
    rule = rule_of(stage, since, profile=profile, zone=zone, own=own)
    if rule is None and stage == "arrived":
        # Before 2022 the parcel's arrival began no clock of its own: the one of its sending ran on.
        sent = [at for place, at in places if place == "coming_back"]
        stage, since = "coming_back", sent[-1] if sent else since
        rule = rule_of(stage, since, profile=profile, zone=zone)
    outcome = "" if rule is None else _outcome(rule, claim.wants, course.state)
    if claim.due_at is not None and claim.due_at > since and stage in ASKED:
        return Clock(stage, since, claim.due_at, outcome, told=True)
    return None if rule is None else Clock(stage, since, since + rule.allowed, outcome)


def _outcome(rule: Rule, wants: str, state: State) -> str:
    """What comes by itself: of a second answer what comes of the first, and no money where goods are wanted for goods."""
    outcome = rule.outcome
    if outcome == AS_FIRST:
        outcome = "refunded" if state.goods == "with_shop" else _FIRST.get(wants, "")
    return outcome if outcome != "refunded" or wants in _FIRST else ""


def rule_of(stage: Stage, since: datetime, *, profile: str, zone: tzinfo, own: Sequence[OwnTimes] = ()) -> Rule | None:
    """The rule of a stage for a clock that begins then: the latest that holds on that local day; None where the profile has none.

    Where the profile leaves the time to the shop, what the shop said before that very moment counts.
    """
    said = [times for times in own if times.holds_from <= since] if profile in BY_SHOP and ACTS[stage] == "shop" else []
    if said and stage in TABLES[profile]:
        latest = max(said, key=lambda times: times.holds_from)
        return Rule(ALWAYS, latest.decide if stage in ASKED else latest.settle)
    day = since.astimezone(zone).date()
    return max((rule for rule in TABLES[profile].get(stage, ()) if rule.holds_from <= day), key=lambda rule: rule.holds_from, default=None)


def _places(claim: Claim, course: Course) -> list[tuple[Stage | None, datetime]]:
    """The stages that a claim went through, each with the moment at which it began."""
    places: list[tuple[Stage | None, datetime]] = [(stage_of(course.began, claim.wants, again=False), claim.at)]
    again = False
    for one in course.taken:
        again = again or _answers(one)
        stage = stage_of(one.after, claim.wants, again=again)
        # What the buyer asks for otherwise is asked anew.
        if not one.code and (stage != places[-1][0] or one.event == "changed"):
            places.append((stage, one.at))
    return places


def _answers(one: Taken) -> bool:
    return not one.code and one.event in {"agreed", "agreed_outright", "partly_agreed", "refused", "offered"}
