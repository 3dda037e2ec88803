"""Words of reviews as the search compares them, and what a person typed as patterns of LIKE.

Three letters in a row are found by trigrams anywhere in a text. Shorter words are not, and in Chinese one or two characters
are a word, so each text carries them once more at its end, each by itself between spaces.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple


LONGEST_SAID = 20_000
"""Characters of one review that are searched: the first ones."""
MOST_WORDS = 8
LONGEST_WORD = 100
SHORTEST_STEM = 3
_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_HAN_RUNS = re.compile(f"[{_HAN}]+")
_HAN_ONLY = re.compile(f"[{_HAN}]{{1,2}}")
_WORDS = re.compile(r"[^\W_]+")
_SHORT = 2
_CYRILLIC = re.compile("[\u0400-\u04ff]{4,}")


class Pattern(NamedTuple):
    """What a text must be LIKE, and whether the index of trigrams can look it up."""

    like: str
    indexed: bool


def fold(text: str) -> str:
    """A text as it is compared: lower case, ё as е, full width as half width, without marks that are not seen, one space at most."""
    plain = unicodedata.normalize("NFKC", text.replace("\x00", "")).casefold().replace("ё", "е")
    seen = "".join(character for character in plain if unicodedata.category(character) != "Cf")
    return " ".join(seen.split())


def said(parts: Iterable[str]) -> str:
    """All words of a review as one folded text, with its short words and pairs of Han characters at the end."""
    whole = fold(" ".join(part[:LONGEST_SAID] for part in parts if part)[:LONGEST_SAID])
    return f" {whole} {' '.join(sorted(_by_themselves(whole)))} "


def _by_themselves(text: str) -> set[str]:
    """Every pair of neighbouring Han characters, the last one of each run, and the words of one or two letters."""
    found = {word for word in _WORDS.findall(text) if len(word) <= _SHORT}
    for run in _HAN_RUNS.findall(text):
        found.update(run[place : place + _SHORT] for place in range(len(run)))
    return found


def words(typed: str) -> list[str]:
    """The words that a person typed, folded, each once: at most eight, of at most a hundred characters."""
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in fold(typed[: MOST_WORDS * LONGEST_WORD * 2]).split()))[:MOST_WORDS]


def order_numbers(typed: str) -> list[str]:
    """The spellings of an order's number that may be meant, where the whole of what was typed is one."""
    number = typed.strip().lstrip("#№ ")
    return sorted({number, number.upper(), number.lower()} - {""})


def stemmed(found: Iterable[str]) -> list[str]:
    """The words whose endings may differ in a text: Russian ones of four letters and more."""
    return [word for word in found if _CYRILLIC.fullmatch(word)]


def patterns(found: Iterable[str], stems: Mapping[str, str]) -> list[Pattern]:
    """What a text that holds all these words is LIKE. `stems` gives the unchanging beginning of words that have one."""
    return [_pattern(_beginning(word, stems.get(word, ""))) for word in found]


def _beginning(word: str, stem: str) -> str:
    return stem if len(stem) >= SHORTEST_STEM and word.startswith(stem) else word


def _pattern(word: str) -> Pattern:
    if _HAN_ONLY.fullmatch(word):
        return Pattern(f"% {word}%", indexed=True)
    if len(word) <= _SHORT and _WORDS.fullmatch(word) and not _HAN_RUNS.search(word):
        return Pattern(f"% {word} %", indexed=True)
    return Pattern(f"%{escape(word)}%", indexed=any(len(run) > _SHORT for run in _WORDS.findall(word)))


def escape(word: str) -> str:
    """A word as LIKE takes it literally."""
    return re.sub(r"([\\%_])", r"\\\1", word)
