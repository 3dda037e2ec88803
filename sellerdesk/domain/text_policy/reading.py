"""A text as the finders read it: full width as half width, lower case, without marks that are not seen, and the way back."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final


LONGEST_READ: Final = 20_000
"""Characters that are looked at: the first ones. No marketplace takes more."""
GIVEN: Final = "\ue000"
"""Stands for each character of what is known and harmless: a private character that no pattern names."""
_UNSEEN = {"Cf", "Mn", "Me"}
_ALIKE = str.maketrans("авекмнорстухі", "abekmhopctyxi")
_MARKED_NUMBER = re.compile(r"[\w-]{3,}")


@dataclass(frozen=True, slots=True)
class Reading:
    """`plain` is the text to be searched; its character n comes from place `at[n]` of the text itself."""

    plain: str
    at: tuple[int, ...]
    whole: int

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of `plain` stands in the text itself, with what is not seen inside it."""
        return self.at[start], (self.at[end - 1] + 1 if end > start else self.at[start])

    def alike(self) -> str:
        """`plain` with Cyrillic letters that look like Latin ones as these: a messenger's name is often spelt so."""
        return self.plain.translate(_ALIKE)


def read(text: str, given: Iterable[str] = ()) -> Reading:
    """Read a text; every one of `given` (order and tracking numbers, articles, titles) is masked where it stands by itself."""
    letters: list[str] = []
    at: list[int] = []
    for place, character in enumerate(text[:LONGEST_READ]):
        if unicodedata.category(character) in _UNSEEN:
            continue
        half = unicodedata.normalize("NFKC", character)
        low = (half if len(half) == 1 else character).lower()
        letters.append(low if len(low) == 1 else character)
        at.append(place)
    plain = "".join(letters)
    for known in sorted({one.strip().lower() for one in given if one.strip()}, key=len, reverse=True):
        plain = _masked(plain, known)
    return Reading(plain, tuple(at), min(len(text), LONGEST_READ))


def _masked(plain: str, known: str) -> str:
    """`plain` with one known thing masked, however its digits are grouped; inside a longer number it is another thing."""
    if len(known) < 3 or not _MARKED_NUMBER.search(known):
        return plain
    if any(letter.isdigit() for letter in known):
        solid = [letter for letter in known if letter.isalnum()]
        spelled = r"[\s\-_/.]{0,2}".join(re.escape(letter) for letter in solid)
        pattern = rf"(?<![0-9+]){spelled}(?![0-9])"
    else:
        pattern = rf"(?<!\w){re.escape(known)}(?!\w)"
    return re.sub(pattern, lambda found: GIVEN * len(found[0]), plain)
