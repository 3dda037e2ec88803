"""What the words of a text are about: fields of meaning, each a list of words, stems and short phrases (`fields/*.txt`).

Looked up word by word, so that a text costs what its length is, however long the lists are.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final


PLACE: Final = Path(__file__).parent / "fields"
_TOP: Final = re.compile(r"\|(?![^(]*\))")
_PLAIN: Final = re.compile(r"[\w'.\- ]+[~?]?")
SHORTEST_STEM, LONGEST_HAN = 2, 6
Found = tuple[str, int]
"""A field, and where the word stands that belongs to it."""


class Fields:
    """The fields of one language."""

    def __init__(self, text: str, language: str) -> None:
        self.language = language
        self._whole: dict[str, set[str]] = defaultdict(set)
        self._stems: dict[str, set[str]] = defaultdict(set)
        self._phrases: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._patterns: list[tuple[str, re.Pattern[str]]] = []
        for name, entries in _lists(text):
            odd = [entry for entry in entries if not self._keep(name, entry)]
            if odd:
                either = "|".join(entry.replace("~", r"\w{0,14}") for entry in odd)
                self._patterns.append((name, re.compile(either if language == "zh" else rf"(?<!\w)(?:{either})(?!\w)")))

    def _keep(self, name: str, entry: str) -> bool:
        """Put an entry where it can be looked up; False for one that only a pattern can say."""
        if not _PLAIN.fullmatch(entry):
            return False
        if self.language == "zh":
            if "." in entry or "?" in entry or len(entry) > LONGEST_HAN:
                return False
            self._whole[entry].add(name)
        elif " " in entry or "-" in entry or "." in entry:
            first = re.split(r"[ \-.]", entry)[0]
            if entry.endswith("?") or first.endswith("~"):
                return False
            self._phrases[first].append((entry, name))
        elif entry.endswith("~"):
            self._stems[entry[:-1]].add(name)
        else:
            for word in {entry, entry[:-2]} if entry.endswith("?") else {entry}:
                self._whole[word.rstrip("?")].add(name)
        return True

    def of(self, plain: str, words: list[tuple[str, int]]) -> Iterator[Found]:
        """Every word of a plain text that belongs to a field. `words` are its words with their places."""
        if self.language == "zh":
            yield from self._of_han(plain)
        else:
            for word, place in words:
                yield from self._of_word(word, place, plain)
        for name, pattern in self._patterns:
            for found in pattern.finditer(plain):
                yield name, found.start()

    def _of_word(self, word: str, place: int, plain: str) -> Iterator[Found]:
        for name in self._whole.get(word, ()):
            yield name, place
        for length in range(SHORTEST_STEM, len(word) + 1):
            for name in self._stems.get(word[:length], ()):
                yield name, place
        for phrase, name in self._phrases.get(word, ()):
            if plain.startswith(phrase.rstrip("~"), place):
                yield name, place

    def _of_han(self, plain: str) -> Iterator[Found]:
        for place in range(len(plain)):
            for length in range(1, LONGEST_HAN + 1):
                for name in self._whole.get(plain[place : place + length], ()):
                    yield name, place


def _lists(text: str) -> Iterator[tuple[str, list[str]]]:
    name = ""
    for line in text.splitlines():
        if line.startswith("[") and line.endswith("]"):
            name = line[1:-1]
        elif line and not line.startswith("#"):
            yield name, [entry for entry in _TOP.split(line) if entry]


@cache
def fields(language: str) -> Fields:
    """The fields of a language, read once."""
    return Fields((PLACE / f"{language}.txt").read_text(encoding="utf-8"), language)
