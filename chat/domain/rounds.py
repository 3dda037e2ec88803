"""Rounds (CH-01): from the buyer's first message that nobody has answered to a person's answer. Pure.

Each question has one end: the earliest answer, or the earliest "done", that is meant for it. An answer that the marketplace told of
is meant for all that was asked before it; one that was written here, and a "done", for what its author had seen. Questions with one
end are one round. An automatic answer ends nothing. A question that was taken back was none.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from chat.domain.facts import BUYER, SHOP


class Spoken(NamedTuple):
    """One message as rounds need it. `covers` is of one written here: the newest arrival that its author had seen; None of others."""

    id: int
    at: datetime
    sender: int
    arrival: int
    removed: bool = False
    covers: int | None = None
    automatic: bool = False
    stands: bool = True
    """Whether one written here has left, or will by itself."""
    agent: int | None = None
    names_order: bool = False


class Done(NamedTuple):
    """Somebody had seen all up to `arrival` and said that nothing more is needed."""

    at: datetime
    arrival: int


class Round(NamedTuple):
    """One round. Answered, done without an answer, or neither yet."""

    asked_at: datetime
    answered_at: datetime | None = None
    agent: int | None = None
    done_at: datetime | None = None
    automatic_at: datetime | None = None
    after_sale: bool = False


class _End(NamedTuple):
    """What ends questions: its moment, who, and whether it is an answer at all."""

    at: datetime
    place: int
    agent: int | None
    is_answer: bool


def fold(messages: Iterable[Spoken], done: Iterable[Done]) -> list[Round]:
    """The rounds of one thread, the earliest first. No two begin at one instant: of such the one that ended last stands for both;
    where they ended together, the one that holds the last question.
    """
    spoken = sorted(messages, key=lambda one: (one.at, one.sender, one.id))
    ends = _Ends(spoken, done)
    groups: dict[_End | None, tuple[datetime, int]] = {}
    for place, one in enumerate(spoken):
        if one.sender == BUYER and not one.removed:
            end = ends.of(one)
            groups[end] = (groups[end][0] if end in groups else one.at, place)
    named_from = next((place for place, one in enumerate(spoken) if one.names_order), len(spoken))
    automatic = [one.at for one in spoken if one.sender == SHOP and one.automatic and one.stands]
    rounds: dict[datetime, Round] = {}
    for end, (asked_at, last) in groups.items():
        one_round = _round(end, asked_at, automatic, after_sale=last >= named_from)
        rival = rounds.get(asked_at)
        if rival is None or _ended(one_round) >= _ended(rival):
            rounds[asked_at] = one_round
    return [rounds[asked_at] for asked_at in sorted(rounds)]


def _round(end: _End | None, asked_at: datetime, automatic: Sequence[datetime], *, after_sale: bool) -> Round:
    ended_at = None if end is None else max(end.at, asked_at)
    place = bisect_left(automatic, asked_at)
    first = automatic[place] if place < len(automatic) and (ended_at is None or automatic[place] <= ended_at) else None
    if end is not None and end.is_answer:
        return Round(asked_at, answered_at=ended_at, agent=end.agent, automatic_at=first, after_sale=after_sale)
    return Round(asked_at, done_at=ended_at, automatic_at=first, after_sale=after_sale)


def _ended(one: Round) -> tuple[bool, datetime]:
    ended_at = one.answered_at or one.done_at
    return ended_at is None, ended_at or one.asked_at


class _Ends:
    """Finds what ends a question."""

    def __init__(self, spoken: Sequence[Spoken], done: Iterable[Done]) -> None:
        answers = [one for one in spoken if one.sender == SHOP and not one.automatic and one.stands]
        self._told = [_End(one.at, one.id, None, is_answer=True) for one in answers if one.covers is None]
        self._told_at = [one.at for one in self._told]
        seen = [(one.covers, _End(one.at, one.id, one.agent, is_answer=True)) for one in answers if one.covers is not None]
        seen += [(one.arrival, _End(one.at, -one.arrival, None, is_answer=False)) for one in done]
        seen.sort(key=lambda pair: pair[0])
        self._covers = [covers for covers, _ in seen]
        # From the back, so that each place knows the earliest of all that cover as much or more.
        self._earliest: list[_End] = []
        for _, end in reversed(seen):
            self._earliest.append(min(end, self._earliest[-1], key=_moment) if self._earliest else end)
        self._earliest.reverse()

    def of(self, question: Spoken) -> _End | None:
        """The end of a question; None where it has none. Who answered here wins over what was told of the same instant."""
        place, seen = bisect_left(self._told_at, question.at), bisect_left(self._covers, question.arrival)
        told = self._told[place] if place < len(self._told) else None
        here = self._earliest[seen] if seen < len(self._earliest) else None
        if told is None or here is None:
            return told or here
        return here if max(here.at, question.at) <= told.at else told


def _moment(end: _End) -> tuple[datetime, bool, int]:
    """Ends in order; at one instant an answer comes before a "done"."""
    return end.at, not end.is_answer, end.place
