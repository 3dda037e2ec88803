"""Two rounds that the scorer never learned from: written before the guard was asked about them, and kept out of the training since.

Their author also wrote the corpus and knows the guard, so they flatter: they show that nothing is lost,
not how good the guard is on strangers.
`kinds|text`, `-` for an innocent one.
"""

from pathlib import Path

from tests.domain.guard_phrases import LANGUAGES, Phrase


def _read(language: str) -> list[Phrase]:
    lines = (Path(__file__).parent / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|", 1) for line in lines]
    return [Phrase(text, language, frozenset() if kinds == "-" else frozenset(kinds.split(","))) for kinds, text in rows]


PHRASES = tuple(phrase for language in LANGUAGES for phrase in _read(language))
