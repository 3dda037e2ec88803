"""Putting things of a list in order, one step at a time. Pure."""

from collections.abc import Sequence
from typing import TypeVar


One = TypeVar("One")


def swapped(order: Sequence[One], at: int, *, up: bool) -> tuple[list[One], int] | None:
    """The list with the one at `at` (from 0) and the one before it (`up`) or behind it in each other's place, and where it stands then.

    None where it is the first or the last already.
    """
    to = at - 1 if up else at + 1
    if not 0 <= to < len(order):
        return None
    found = list(order)
    found[at], found[to] = found[to], found[at]
    return found, to
