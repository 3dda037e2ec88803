"""The same public answer again and again: marketplaces hide them, and buyers see that nobody read what they wrote."""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Final


SHORTEST: Final = 40
"""Letters and figures of a text that can be a repetition. “Thank you!” may be said to everybody."""
TIMES: Final = 5
"""As many public answers of this wording make another one a repetition."""
WITHIN: Final = timedelta(days=7)
_LETTERS = re.compile(r"[^\W_]+")


def fold(text: str, names: Iterable[str] = ()) -> str:
    """A text as repetitions are compared: its letters and figures, without the buyer's names; empty where it is too short to count."""
    plain = text.casefold()
    for name in sorted({one.casefold() for one in names if one.strip()}, key=len, reverse=True):
        plain = plain.replace(name, " ")
    said = "".join(_LETTERS.findall(plain))
    return said if len(said) >= SHORTEST else ""


def is_repeated(text: str, given: int) -> bool:
    """Whether a text that was `given` so many times within `WITHIN` is one too many."""
    return given >= TIMES and bool(fold(text))
