"""Rulebook 9 for splits: between which days, and into which causes, a difference may be taken apart.

A split tells what came and what went by itself, so two splits that share a day tell what lies between their other days.
The days of a line are therefore thinned out until between every two of them each cause told has no marks or at least five;
causes of which marks come one at a time would leave hardly a day, so these are told together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ratings.domain.opening import opens
from ratings.domain.splitting import Flow, Reason, added


Groups = tuple[tuple[Reason, ...], ...]
Flows = Mapping[Reason, Flow]
"""What came and went on one day, by cause."""
GROUPS: tuple[Groups, ...] = (
    ((Reason.NEW,), (Reason.EFFECTIVE,), (Reason.LEFT,), (Reason.STRUCK,), (Reason.CAP,)),
    ((Reason.NEW,), (Reason.EFFECTIVE,), (Reason.LEFT,), (Reason.STRUCK, Reason.CAP)),
    ((Reason.NEW,), (Reason.EFFECTIVE,), (Reason.LEFT, Reason.STRUCK, Reason.CAP)),
    ((Reason.NEW, Reason.EFFECTIVE), (Reason.LEFT, Reason.STRUCK, Reason.CAP)),
)
"""The finest first."""
KEEPS = 2
"""A finer one is taken where it leaves at least half of the days that the coarsest leaves."""


@dataclass(frozen=True, slots=True)
class Telling:
    """The days of a line between which differences are told, and which causes are told together."""

    days: tuple[bool, ...]
    groups: Groups


def telling(told: Sequence[bool], flows: Sequence[Flows]) -> Telling:
    """For a line of days that ends today: between which days differences are told, and how causes are put together.

    `told` are the days that may be told by themselves (`opening.told_days`), `flows` what came and went on each.
    """
    marks = [{reason: flow.marks for reason, flow in day.items()} for day in flows]
    coarsest = Telling(_thinned(told, marks, GROUPS[-1]), GROUPS[-1])
    for groups in GROUPS[:-1]:
        days = _thinned(told, marks, groups)
        if KEEPS * sum(days) >= sum(coarsest.days):
            return Telling(days, groups)
    return coarsest


def grouped(flows: Sequence[Flows], groups: Groups) -> dict[tuple[Reason, ...], Flow]:
    """What came and went on several days together."""
    return {group: added(day[reason] for day in flows for reason in group if reason in day) for group in groups}


def _thinned(told: Sequence[bool], marks: Sequence[Mapping[Reason, int]], groups: Groups) -> tuple[bool, ...]:
    """Walked back from today: a day is kept where no group has one to four marks since the last one kept."""
    kept = [False] * len(told)
    held = dict.fromkeys(groups, 0)
    for place in range(len(told) - 1, -1, -1):
        if told[place] and all(not marks or opens(marks) for marks in held.values()):
            kept[place] = True
            held = dict.fromkeys(groups, 0)
        for group in groups:
            held[group] += sum(marks[place].get(reason, 0) for reason in group)
    return tuple(kept)


def nearest(days: Sequence[bool], place: int) -> int | None:
    """The day told that is nearest to a place of the line, of two the earlier; None where none is told."""
    told = [one for one, is_told in enumerate(days) if is_told]
    return min(told, key=lambda one: (abs(one - place), one)) if told else None
