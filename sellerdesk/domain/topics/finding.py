"""Which topics a text complains of, and the words that spoke for each.

A text is read clause by clause: "the box was crushed, but the size is right" complains of packaging alone.

- A *fault* ("runs small", "воняет", "少发") complains wherever it stands, unless it is denied ("не воняет").
- A *matter* ("size", "упаковка", "快递") only names a topic. It complains where its clause blames something, and, in a review that
  is bad or neutral or in the field of what was disliked, where its clause praises nothing.
- Blame that is denied praises ("not bad"), and praise that is denied blames ("не понравилась").
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from sellerdesk.domain.topics import chinese, english, russian
from sellerdesk.domain.topics.keys import TOPICS
from sellerdesk.domain.topics.words import Vocabulary


LOOKED_AT = 5_000
"""Characters of a text that are read: the first ones."""
MOST_PLACES = 5
"""Of one topic."""
_LANGUAGES = (russian.WORDS, chinese.WORDS, english.WORDS)
_SAME = {ord("ё"): "е", ord("’"): "'"}
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_GOOD, _PLAIN, _BAD = 1, 0, -1


@dataclass(frozen=True, slots=True)
class Part:
    """One text of a review. `against` says that what it names is meant as a complaint: a bad review's text, or what was disliked."""

    text: str
    against: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part speaks of a topic: from one character to before another."""

    part: int
    start: int
    end: int


def find(parts: Iterable[Part]) -> dict[str, tuple[Place, ...]]:
    """The topics that the parts complain of, in the order of `TOPICS`, with the places of the words that spoke for it."""
    found: dict[str, list[Place]] = {}
    for number, part in enumerate(parts):
        text = fold(part.text)
        for language in _LANGUAGES:
            if language.script.search(text):
                for topic, start, end in _in_language(text, language, against=part.against):
                    found.setdefault(topic, []).append(Place(number, start, end))
    return {topic: tuple(sorted(set(found[topic]), key=_order)[:MOST_PLACES]) for topic in TOPICS if topic in found}


def fold(text: str) -> str:
    """Lower case, ё as е, full width as half width; each character stays where it was."""
    lowered = "".join(low if len(low := sign.lower()) == 1 else sign for sign in text[:LOOKED_AT])
    return lowered.translate(_WIDE).translate(_SAME)


def _order(place: Place) -> tuple[int, int, int]:
    return (place.part, place.start, place.end)


class _Clauses:
    """The clauses of a text, and what each of them says on the whole."""

    def __init__(self, text: str, language: Vocabulary) -> None:
        self.text, self.language = text, language
        self.starts = [0, *(end.end() for end in language.ends.finditer(text))]
        self.moods: dict[int, int] = {}
        for words, sign in ((language.praise, _GOOD), (language.blame, _BAD)):
            for hit in words.finditer(text):
                own = -sign if self.denied(hit.start()) else sign
                clause = self.of(hit.start())
                # One thing that is wrong is a complaint, whatever is praised beside it.
                self.moods[clause] = min(own, self.moods.get(clause, own))

    def of(self, place: int) -> int:
        """The number of the clause of a place."""
        return bisect_right(self.starts, place) - 1

    def denied(self, place: int) -> bool:
        """Whether what begins here is denied in its clause."""
        return self.language.negated.search(self.text, self.starts[self.of(place)], place) is not None

    def mood(self, place: int) -> int:
        """Whether the clause praises, blames, or neither."""
        return self.moods.get(self.of(place), _PLAIN)


def _in_language(text: str, language: Vocabulary, *, against: bool) -> Iterable[tuple[str, int, int]]:
    clauses = _Clauses(text, language)
    for topic, words in language.faults.items():
        for hit in words.finditer(text):
            if not clauses.denied(hit.start()):
                yield topic, hit.start(), hit.end()
    for topic, words in language.matters.items():
        for hit in words.finditer(text):
            mood = clauses.mood(hit.start())
            if mood == _BAD or (against and mood == _PLAIN and not clauses.denied(hit.start())):
                yield topic, hit.start(), hit.end()
