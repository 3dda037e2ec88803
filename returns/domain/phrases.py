"""Phrases of a list found in a text in Russian, Chinese or English, in whatever case, and where they stand.

Russian and English phrases are words of which the last is a beginning, and any with a star behind it; a star alone is any word; a word
with ! behind it is whole. Chinese ones, and numbers, are found wherever they stand. ё is е.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path


Phrase = tuple[str, tuple[str, ...]]
"""What a phrase speaks for, and its parts."""
_LATIN = re.compile(r"[^\W_]+(?:[/'’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Listed:
    """The phrases of a list: those that stand anywhere, and the others by the first two letters of their first word."""

    anywhere: tuple[Phrase, ...]
    begun: Mapping[str, tuple[Phrase, ...]]

    def each(self) -> Iterator[Phrase]:
        """All of them, in no order."""
        yield from self.anywhere
        for phrases in self.begun.values():
            yield from phrases


def found(text: str, listed: Listed) -> list[tuple[int, int, str]]:
    """Where what is spoken of, from where to where: the longest phrases first, none over another.

    What one phrase has taken, a shorter one does not count again: "not working" is not "working".
    """
    folded = _folded(text)
    taken: list[tuple[int, int, str]] = []
    for begins, ends, kind in sorted(_hits(folded, listed), key=lambda hit: (hit[0] - hit[1], hit[0])):
        if all(ends <= other[0] or begins >= other[1] for other in taken):
            taken.append((begins, ends, kind))
    return taken


@cache
def read(path: Path) -> Listed:
    """The phrases of a file: lines of "kind: phrase; phrase", with # before what is none."""
    lines = [line.partition(":") for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    phrases = [(kind, tuple(phrase.split())) for kind, _, listed in lines for phrase in listed.split(";")]
    begun: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        if not _stands_anywhere(phrase):
            begun[phrase[1][0].strip("!*")[:_KEY]].append(phrase)
    return Listed(tuple(filter(_stands_anywhere, phrases)), {key: tuple(own) for key, own in begun.items()})


_KEY = 2
"""Letters of a word by which its phrases are found: few enough for the shortest word, and they leave few phrases to compare."""


def _stands_anywhere(phrase: Phrase) -> bool:
    """Nothing stands between words of Han characters, nor between them and a number."""
    return _is_han(phrase[1][0]) or phrase[1][0].isdigit()


def _hits(folded: str, listed: Listed) -> Iterator[tuple[int, int, str]]:
    for kind, (phrase, *_) in listed.anywhere:
        if phrase in folded:
            # A number is no part of a longer one.
            pattern = re.escape(phrase) if _is_han(phrase) else rf"(?<!\d){phrase}(?!\d)"
            yield from ((match.start(), match.end(), kind) for match in re.finditer(pattern, folded))
    words = [(match.start(), match.end()) for match in _LATIN.finditer(folded)]
    for place, (begins, _ends) in enumerate(words):
        for kind, parts in _begun(folded[begins : begins + _KEY], listed):
            here = words[place : place + len(parts)]
            if len(here) == len(parts) and _are(folded, here, parts):
                yield begins, here[-1][1], kind


def _begun(letters: str, listed: Listed) -> Iterator[Phrase]:
    """The phrases whose first word may be one that begins so."""
    for length in range(1, len(letters) + 1):
        yield from listed.begun.get(letters[:length], ())


def _are(folded: str, words: Sequence[tuple[int, int]], parts: Sequence[str]) -> bool:
    """Whether words of a text are the parts of a phrase, of which the last may go on."""
    last = len(parts) - 1
    pairs = zip(words, parts, strict=True)
    return all(_is(folded[begins:ends], part, last=at == last) for at, ((begins, ends), part) in enumerate(pairs))


def _is(word: str, part: str, *, last: bool) -> bool:
    """Whether a word is a part of a phrase: one with a star, and the last, are beginnings; with ! behind it a word is whole."""
    if part == "*":
        return True
    if part.endswith("!"):
        return word == part[:-1]
    return word.startswith(part.rstrip("*")) if last or part.endswith("*") else word == part


def _folded(text: str) -> str:
    """One case, ё as е, width folded, of the same length: places in it are places in the text."""
    return "".join(_letter(letter) for letter in text)


@cache
def _letter(letter: str) -> str:
    one = unicodedata.normalize("NFKC", letter).casefold().replace("ё", "е").replace("’", "'")
    return one if len(one) == 1 else letter


def _is_han(part: str) -> bool:
    return "\u4e00" <= part[0] <= "\u9fff"
