"""Phrases of a list found in a text in Russian, Chinese or English, in whatever case, and where they stand.

Russian and English phrases are words of which the last is a beginning, and any with a star behind it; a star alone is any word; a word
with ! behind it is whole. Chinese ones, and numbers, are found wherever they stand. ё is е.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path


Listed = tuple[tuple[str, tuple[str, ...]], ...]
"""What each phrase speaks for, and its parts."""
_LATIN = re.compile(r"[^\W_]+(?:[/'’-][^\W_]+)*")


def found(text: str, listed: Listed) -> list[tuple[int, int, str]]:
    """Where what is spoken of, from where to where: the longest phrases first, none over another.

    What one phrase has taken, a shorter one does not count again: "not working" is not "working".
    """
    folded = _folded(text)
    words = [(match.start(), match.end()) for match in _LATIN.finditer(folded)]
    hits = [hit for kind, phrase in listed for hit in _hits(folded, words, kind, phrase)]
    taken: list[tuple[int, int, str]] = []
    for begins, ends, kind in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0])):
        if all(ends <= other[0] or begins >= other[1] for other in taken):
            taken.append((begins, ends, kind))
    return taken


@cache
def read(path: Path) -> Listed:
    """The phrases of a file: lines of "kind: phrase; phrase", with # before what is none."""
    lines = [line.partition(":") for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return tuple((kind, tuple(phrase.split())) for kind, _, listed in lines for phrase in listed.split(";"))


def _hits(folded: str, words: Sequence[tuple[int, int]], kind: str, phrase: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    if _is_han(phrase[0]) or phrase[0].isdigit():
        # Nothing stands between words of Han characters, nor between them and a number; a number is no part of a longer one.
        pattern = re.escape(phrase[0]) if _is_han(phrase[0]) else rf"(?<!\d){phrase[0]}(?!\d)"
        yield from ((match.start(), match.end(), kind) for match in re.finditer(pattern, folded))
        return
    for place in range(len(words) - len(phrase) + 1):
        here = words[place : place + len(phrase)]
        if all(_is(folded[begins:ends], part, last=part is phrase[-1]) for (begins, ends), part in zip(here, phrase, strict=True)):
            yield here[0][0], here[-1][1], kind


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
