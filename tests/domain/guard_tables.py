"""How the later sets of labelled public answers are written down: a table of `kinds | text` for each language."""

from collections.abc import Iterator

from tests.domain.guard_phrases import Phrase


def phrases(*, ru: str, zh: str, en: str) -> tuple[Phrase, ...]:
    """The phrases of a set's three tables."""
    return (*_read("ru", ru, joint=" "), *_read("zh", zh, joint=""), *_read("en", en, joint=" "))


def _read(language: str, table: str, *, joint: str) -> Iterator[Phrase]:
    for row in table.strip().replace("\n  ", joint).splitlines():
        kinds, text = row.split(" | ", 1)
        yield Phrase(text, language, frozenset() if kinds == "-" else frozenset(kinds.split(",")))
