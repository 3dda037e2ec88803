"""What the words of a text are about: where each concept of the vocabulary stands, and which of them stand near one another."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from sellerdesk.domain.text_policy.folding import folded
from sellerdesk.domain.text_policy.reading import Reading, read
from sellerdesk.domain.text_policy.vocabulary import CONCEPTS


Span = tuple[int, int]
"""Begin and end, in the folded text."""

_ENDS: Final = re.compile(
    r"(?<!\bруб)(?<!\bр)(?<!\bул)(?<!\bд)(?<!\bкв)(?<!\bт)(?<!\bшт)(?<!\bтел)(?<!\bmr)(?<!\bmrs)(?<!\bno)\.(?=\s|$)|[!?…。！？;；\n]+|\.(?=[\u3400-\u9fff])"
)
_HAN = re.compile("[\u3400-\u9fff]")
_LETTERS: Final = {"ru": re.compile("[а-яё]"), "zh": _HAN, "en": re.compile("[a-z]")}
"""A language is looked for where its letters stand."""


class Hits:
    """A text read once, with what was found in it so far."""

    def __init__(self, text: str, given: Iterable[str] = ()) -> None:
        self.text = text
        self.reading: Reading = folded(read(text, given))
        self.plain = self.reading.plain
        self._ends = [found.end() for found in _ENDS.finditer(self.plain)]
        self._spoken = [language for language, letters in _LETTERS.items() if letters.search(self.plain)]
        self._found: dict[str, list[Span]] = {}

    def of(self, concept: str) -> list[Span]:
        """Where a concept stands, in order."""
        if concept not in self._found:
            patterns = [CONCEPTS[concept][language] for language in self._spoken if language in CONCEPTS[concept]]
            spans = {found.span() for pattern in patterns for found in pattern.finditer(self.plain)}
            self._found[concept] = sorted(span for span in spans if span[1] > span[0])
        return self._found[concept]

    def place(self, span: Span) -> Span:
        """Where something stands in the text itself."""
        return self.reading.place(*span)

    def is_han(self, span: Span) -> bool:
        """Whether a place begins with a Chinese character."""
        return _HAN.match(self.plain, span[0]) is not None

    def sentence(self, span: Span) -> Span:
        """The sentence, or the sentences, that a place lies in, with the stop at the end."""
        first, last = bisect_right(self._ends, span[0]), bisect_left(self._ends, span[1])
        return self._ends[first - 1] if first else 0, self._ends[last] if last < len(self._ends) else len(self.plain)

    def near(self, ones: Sequence[Span], others: Sequence[Span], reach: int, *, across: int = 0, ordered: bool = False) -> list[Span]:
        """From each of `ones` to the nearest of `others`, within `reach` characters (half of it in Chinese).

        At most `across` ends of sentences lie between them. `ordered`: the other one must come after.
        """
        starts = [start for start, _end in others]
        joined: list[Span] = []
        for one in ones:
            after = bisect_left(starts, one[0])
            candidates = others[after : after + 2] if ordered else others[max(0, after - 2) : after + 2]
            limit = reach // 2 if self.is_han(one) else reach
            close = [
                other for other in candidates if other != one and self._apart(one, other) <= limit and self._between(one, other) <= across
            ]
            if close:
                other = min(close, key=lambda each: self._apart(one, each))
                joined.append((min(one[0], other[0]), max(one[1], other[1])))
        return joined

    @staticmethod
    def _apart(one: Span, other: Span) -> int:
        return max(0, other[0] - one[1], one[0] - other[1])

    def _between(self, one: Span, other: Span) -> int:
        """How many sentences end between two places."""
        return abs(bisect_right(self._ends, one[0]) - bisect_right(self._ends, other[0]))

    @staticmethod
    def without(ones: Iterable[Span], others: Sequence[Span], before: int = 0) -> list[Span]:
        """Those that no other overlaps, nor ends within `before` characters before them."""
        starts = [start for start, _end in others]
        return [
            one
            for one in ones
            if not any(
                other[1] + before > one[0] for other in others[max(0, bisect_left(starts, one[1]) - 3) : bisect_left(starts, one[1])]
            )
        ]


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same places, in order, none overlapping another."""
    apart: list[Span] = []
    for start, end in sorted(spans):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], end))
        elif end > start:
            apart.append((start, end))
    return apart
