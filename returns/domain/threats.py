"""Words of a buyer that speak of court or of somebody who was hurt: such a claim is a person's, whatever a rule says."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from returns.domain import phrases


Kind = Literal["court", "injury"]
WORDS: Final = Path(__file__).with_name("threat_words.txt")
READ: Final = 8_000
"""A text that is longer is read by a person: whoever calls asks `is_too_long` first."""


@dataclass(frozen=True, slots=True)
class Threat:
    """What is spoken of, and the words that say so, as the buyer wrote them, in their order."""

    kind: Kind
    words: tuple[str, ...]


def is_too_long(text: str) -> bool:
    """Whether a text is longer than is read here."""
    return len(text) > READ


def threats(text: str) -> tuple[Threat, ...]:
    """Which of court and injury a text speaks of; empty where of neither. It is meant to find too much rather than too little.

    A text in Russian, Chinese or English, of which the first `READ` characters are read.
    """
    said: dict[str, list[tuple[int, int]]] = {}
    for begins, ends, kind in sorted(phrases.found(text[:READ], phrases.read(WORDS))):
        said.setdefault(kind, []).append((begins, ends))
    kinds: tuple[Kind, ...] = ("court", "injury")
    return tuple(Threat(kind, tuple(text[begins:ends] for begins, ends in said[kind])) for kind in kinds if kind in said)
