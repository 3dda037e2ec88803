"""Who gets the next item of work. Pure.

Of those who may have it and are below their limit, the one with the fewest open items; of several, the one whose last turn is
longest ago; of people who never had one, the one who came first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """An item and who gets it; `turn` is the number of that giving, higher than all before."""

    item: int
    person: int
    turn: int


def share(
    items: Iterable[tuple[int, frozenset[int]]], *, loads: Mapping[int, int], turns: Mapping[int, int], most: int, last_turn: int
) -> list[Given]:
    """Give each item, in order, to one of those who may have it; what nobody is free for is left out.

    `loads` are the open items that people have, `turns` the numbers of their last turns, `most` the limit for each.
    """
    having, taken, given = dict(loads), dict(turns), []
    for item, may in items:
        free = [person for person in may if having.get(person, 0) < most]
        if not free:
            continue
        person = min(free, key=lambda one: (having.get(one, 0), taken.get(one, 0), one))
        last_turn += 1
        having[person] = having.get(person, 0) + 1
        taken[person] = last_turn
        given.append(Given(item, person, last_turn))
    return given
