"""Where a claim stands, and where an event takes it."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from returns.domain.axes import AXES, EVENTS


class State(NamedTuple):
    """The three axes of one claim."""

    money: str
    goods: str
    talk: str


class Moved(NamedTuple):
    """What an event does: the state after it, or the code of the first axis that refuses it, and then nothing moves."""

    after: State
    code: str = ""


BEGINNINGS = tuple(State("asked", goods, "shop") for goods in ("with_shop", "going", "with_buyer"))
"""How a claim may begin: something is asked for, the shop is to answer, and the goods are somewhere between the two."""


def move(state: State, event: str) -> Moved:
    """All three axes at once: where one of them refuses, none moves. An unknown state or event is a KeyError."""
    answers = [axis.cells[place, event] for axis, place in zip(AXES, state, strict=True)]
    for answer in answers:
        if answer.startswith("!"):
            return Moved(state, answer[1:])
    return Moved(State(*answers))


@cache
def reachable() -> frozenset[State]:
    """Every state that some course of events leads to."""
    found: set[State] = set()
    ahead = set(BEGINNINGS)
    while ahead:
        found |= ahead
        ahead = set(_after(ahead)) - found
    return frozenset(found)


def steps() -> frozenset[tuple[str, State, State]]:
    """Every (event, before, after) that may happen."""
    return frozenset((event, state, moved.after) for state in reachable() for event in EVENTS if not (moved := move(state, event)).code)


def _after(states: Iterable[State]) -> Iterable[State]:
    return (move(state, event).after for state in states for event in EVENTS)
