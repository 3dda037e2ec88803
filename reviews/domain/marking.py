"""Where the words of a text spoke for something: laid on the text, so that they can be marked in it."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple


TONE: Final = "tone"
"""What a place spoke for, where that is the tone; otherwise it is the key of a topic."""


class Spoken(NamedTuple):
    """A place in a text, from `start` to before `end`, and what it spoke for."""

    start: int
    end: int
    why: str


class Piece(NamedTuple):
    """A piece of a text, and all that it spoke for, each once, the tone first; nothing for the words between."""

    text: str
    whys: tuple[str, ...]


def pieces(text: str, spoken: Iterable[Spoken]) -> list[Piece]:
    """A text cut where a place begins or ends. The pieces put together are the text; places that lie beyond it are cut off."""
    inside = [one for one in within(spoken, 0, len(text)) if one.start < one.end]
    cuts = sorted({0, len(text), *(one.start for one in inside), *(one.end for one in inside)})
    found = []
    for start, end in pairwise(cuts):
        whys = dict.fromkeys(one.why for one in inside if one.start <= start and end <= one.end)
        found.append(Piece(text[start:end], tuple(sorted(whys, key=lambda why: why != TONE))))
    return found


def within(spoken: Iterable[Spoken], start: int, end: int) -> list[Spoken]:
    """The places of a part of a text, counted from where the part begins."""
    return [
        Spoken(max(one.start, start) - start, min(one.end, end) - start, one.why) for one in spoken if one.start < end and one.end > start
    ]


def apart(spoken: Sequence[Spoken], parts: Sequence[str]) -> list[list[Spoken]]:
    """Places in parts that were read as one text, with one sign between two of them, as places in each."""
    found, begins = [], 0
    for part in parts:
        found.append(within(spoken, begins, begins + len(part)))
        begins += len(part) + 1
    return found
