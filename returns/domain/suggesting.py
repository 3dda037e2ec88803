"""A reason suggested for a buyer's own words in Russian, Chinese or English, and which of the words it was read from."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A reason and the words of the text that speak for it, as the buyer wrote them, in their order."""

    reason: str
    words: tuple[str, ...]


# What one phrase has taken, a shorter one does not count again: "not working" is not "working".
READ = 4_000
"""So many characters of a text are read: nobody explains longer why a thing goes back, and a load must not wait for who does."""
WORDS = Path(__file__).with_name("reason_words.txt")
_LATIN = re.compile(r"[^\W_]+(?:[/'’-][^\W_]+)*")


def suggest(text: str) -> Suggestion | None:
    """The reason that most of a text's words speak for; None where none does. Of as many, the one named first.

    It is a suggestion: a person, or the marketplace's own code, decides.
    """
    found = _found(text[:READ])
    votes: dict[str, list[tuple[int, int]]] = {}
    for begins, ends, reason in found:
        votes.setdefault(reason, []).append((begins, ends))
    if not votes:
        return None
    best = max(votes, key=lambda one: (len(votes[one]), -min(votes[one])[0]))
    return Suggestion(best, tuple(text[begins:ends] for begins, ends in sorted(votes[best])))


def _found(text: str) -> list[tuple[int, int, str]]:
    """Where which reason is spoken of, the longest phrases first, none over another."""
    folded = _folded(text)
    words = [(match.start(), match.end()) for match in _LATIN.finditer(folded)]
    hits = [hit for reason, phrase in _phrases() for hit in _hits(folded, words, reason, phrase)]
    taken: list[tuple[int, int, str]] = []
    for begins, ends, reason in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0])):
        if all(ends <= other[0] or begins >= other[1] for other in taken):
            taken.append((begins, ends, reason))
    return taken


def _hits(folded: str, words: list[tuple[int, int]], reason: str, phrase: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    if _is_han(phrase[0]):
        yield from ((match.start(), match.end(), reason) for match in re.finditer(re.escape(phrase[0]), folded))
        return
    for place in range(len(words) - len(phrase) + 1):
        here = words[place : place + len(phrase)]
        if all(_is(folded[begins:ends], part, last=part is phrase[-1]) for (begins, ends), part in zip(here, phrase, strict=True)):
            yield here[0][0], here[-1][1], reason


def _is(word: str, part: str, *, last: bool) -> bool:
    """Whether a word is a part of a phrase: one with a star, and the last, are beginnings; with ! behind it a word is whole."""
    if part == "*":
        return True
    if part.endswith("!"):
        return word == part[:-1]
    return word.startswith(part.rstrip("*")) if last or part.endswith("*") else word == part


@cache
def _phrases() -> tuple[tuple[str, tuple[str, ...]], ...]:
    lines = [line.partition(":") for line in WORDS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return tuple((reason, tuple(phrase.split())) for reason, _, listed in lines for phrase in listed.split(";"))


def _folded(text: str) -> str:
    """One case, ё as е, width folded, of the same length: places in it are places in the text."""
    return "".join(_letter(letter) for letter in text)


@cache
def _letter(letter: str) -> str:
    one = unicodedata.normalize("NFKC", letter).casefold().replace("ё", "е").replace("’", "'")
    return one if len(one) == 1 else letter


def _is_han(part: str) -> bool:
    return "\u4e00" <= part[0] <= "\u9fff"
