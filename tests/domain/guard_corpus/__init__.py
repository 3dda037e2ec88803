"""The labelled corpus that the guard learns from: `en.txt`, `ru.txt`, `zh.txt`; how it is written is said in `read`."""

from pathlib import Path
from typing import Final, NamedTuple


LANGUAGES: Final = ("en", "ru", "zh")
KINDS: Final = frozenset({"contact", "inducement", "pressure", "personal", "insult", "other_shop"})


class Phrase(NamedTuple):
    """A public answer, its language, the kinds that are to be found in it (none: innocent), and the family it was written in."""

    text: str
    language: str
    kinds: frozenset[str]
    family: str


def read(language: str) -> list[Phrase]:
    """The phrases of one language: `# family` begins a family, every other line is `kinds|text`, `-` for an innocent one."""
    family = ""
    found: list[Phrase] = []
    for line in (Path(__file__).parent / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            family = line[2:]
        elif line.strip():
            kinds, text = line.split("|", 1)
            found.append(Phrase(text, language, frozenset() if kinds == "-" else frozenset(kinds.split(","))
, family))
    return found
