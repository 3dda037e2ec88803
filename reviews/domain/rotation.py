"""Answers put together from building blocks, so that neighbours do not read alike. Pure.

Which variants a review gets follows from its id alone, but for those that were said of late: they are passed over. So whoever knows
what was said before knows what will be said.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from math import gcd, prod
from typing import Final

from sellerdesk.domain.replies import filling, values
from sellerdesk.domain.replies.values import VariableFacts
from sellerdesk.domain.scripts import lang_of


NAMES: Final = ("greeting", "thanks", "body", "closing")
"""The blocks, in the order in which they are read."""
REMEMBERED: Final = 400
"""So many answers back are not said again while there is another wording."""
_MASK = 2**64 - 1
_HAN_END = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]$")


@dataclass(frozen=True, slots=True)
class Blocks:
    """The variants of each block; a block without any is left out of the answer."""

    greeting: tuple[str, ...] = ()
    thanks: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()

    def each(self) -> tuple[tuple[str, ...], ...]:
        """The blocks that have variants."""
        return tuple(block for block in (self.greeting, self.thanks, self.body, self.closing) if block)


@dataclass(frozen=True, slots=True)
class Worded:
    """An answer, and the name of its wording: the same for whoever it is to."""

    text: str
    wording: str


def wordings(blocks: Blocks) -> int:
    """How many different answers the blocks make."""
    parts = blocks.each()
    return prod(map(len, parts)) if parts else 0


def known(blocks: Blocks, facts: VariableFacts) -> Blocks | None:
    """The variants whose variables are all known of this buyer; None where a block has none left."""
    language = language_of(blocks)
    kept = {name: tuple(one for one in getattr(blocks, name) if _is_known(one, facts, language)) for name in NAMES}
    return None if any(getattr(blocks, name) and not kept[name] for name in NAMES) else Blocks(**kept)


def worded(review_id: int, blocks: Blocks, facts: VariableFacts, recent: Sequence[str]) -> Worded | None:
    """The answer to a review; None where the blocks make none for it. `recent` are the wordings given last, the newest first.

    The first in the review's own order that is not among them; where all are, the one that was said longest ago.
    """
    left = known(blocks, facts)
    parts = left.each() if left is not None else ()
    if not parts:
        return None
    chosen = _choose(review_id, parts, recent)
    return Worded(filling.filled("".join(_joined(chosen)), facts, language_of(blocks)), _name(chosen))


def language_of(blocks: Blocks) -> str:
    """The language in which answers are written: ru, zh, else en."""
    return lang_of("\n".join(variant for block in blocks.each() for variant in block)) or "en"


def _is_known(variant: str, facts: VariableFacts, language: str) -> bool:
    return all(values.value(part.text, facts, language) for part in filling.parse(variant) if part.kind == "variable")


def _choose(review_id: int, parts: Sequence[Sequence[str]], recent: Sequence[str]) -> list[str]:
    number = prod(map(len, parts))
    start, step = _course(review_id, number)
    places = {name: place for place, name in reversed([*enumerate(recent)])}
    oldest: list[str] = []
    longest = -1
    for turn in range(min(number, len(places) + 1)):
        chosen = _at((start + turn * step) % number, parts)
        place = places.get(_name(chosen))
        if place is None:
            return chosen
        if place > longest:
            oldest, longest = chosen, place
    return oldest


def _course(review_id: int, number: int) -> tuple[int, int]:
    """Where a review begins among so many wordings, and how it goes on: a step that comes to all of them."""
    mixed = _mix(review_id)
    step = 1 + (mixed >> 32) % max(number - 1, 1)
    while gcd(step, number) != 1:
        step += 1
    return mixed % number, step


def _at(place: int, parts: Sequence[Sequence[str]]) -> list[str]:
    chosen = []
    for part in parts:
        place, own = divmod(place, len(part))
        chosen.append(part[own])
    return chosen


def _name(chosen: Collection[str]) -> str:
    return blake2b("\n".join(chosen).encode(), digest_size=8).hexdigest()


def _joined(chosen: Sequence[str]) -> list[str]:
    """A space between the blocks, but not after Chinese."""
    return [chosen[0], *(one if _HAN_END.search(before) else f" {one}" for before, one in pairwise(chosen))]


def _mix(number: int) -> int:
    """Ids that follow one another scattered (splitmix64)."""
    mixed = (number + 0x9E3779B97F4A7C15) & _MASK
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
    return mixed ^ (mixed >> 31)
