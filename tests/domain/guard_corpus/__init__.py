"""The labelled corpus that the scorer learns from: one file a round and language, and the second and third set in that form.

`# family` begins a family, every other line is `kinds|text`, `-` for an innocent one. `guard_train` reads the files.
"""

from pathlib import Path
from typing import Final, NamedTuple


LANGUAGES: Final = ("en", "ru", "zh")


class Phrase(NamedTuple):
    """A public answer, its language, the kinds that are to be found in it (none: innocent), and the family that it was written in."""

    text: str
    language: str
    kinds: frozenset[str]
    family: str


def read(language: str) -> list[Phrase]:
    """The phrases of all rounds in one language."""
    found: list[Phrase] = []
    for path in sorted(Path(__file__).parent.glob(f"*{language}.txt")):
        family = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# "):
                family = line[2:]
            elif line.strip():
                kinds, text = line.split("|", 1)
                found.append(Phrase(text, language, frozenset() if kinds == "-" else frozenset(kinds.split(",")), family))
    return found
