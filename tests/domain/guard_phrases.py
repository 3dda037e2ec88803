"""Labelled phrases: what the guard must catch in each, and near misses that sellers really write. Written before the guard.

The lines are in `guard_phrases_ru.txt`, `_zh`, `_en`: kinds, `|`, the phrase. `-` is an innocent phrase.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final


KINDS: Final = frozenset({"contact", "inducement", "pressure", "personal", "insult", "other_shop"})
LANGUAGES: Final = ("ru", "zh", "en")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase, its language, and the kinds that must be caught in it; none for an innocent one."""

    text: str
    language: str
    kinds: frozenset[str]


def _read(language: str) -> list[Phrase]:
    lines = (Path(__file__).parent / f"guard_phrases_{language}.txt").read_text(encoding="utf-8").splitlines()
    return [_phrase(line, language) for line in lines if line.strip()]


def _phrase(line: str, language: str) -> Phrase:
    kinds, text = line.split("|", 1)
    return Phrase(text, language, frozenset() if kinds == "-" else frozenset(kinds.split(",")))


PHRASES: Final = tuple(phrase for language in LANGUAGES for phrase in _read(language))
