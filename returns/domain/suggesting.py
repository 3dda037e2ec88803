"""A reason suggested for a buyer's own words in Russian, Chinese or English, and which of the words it was read from."""

from dataclasses import dataclass
from pathlib import Path

from returns.domain import phrases


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A reason and the words of the text that speak for it, as the buyer wrote them, in their order."""

    reason: str
    words: tuple[str, ...]


READ = 4_000
"""So many characters of a text are read: nobody explains longer why a thing goes back, and a load must not wait for who does."""
WORDS = Path(__file__).with_name("reason_words.txt")


def suggest(text: str) -> Suggestion | None:
    """The reason that most of a text's words speak for; None where none does. Of as many, the one named first.

    It is a suggestion: a person, or the marketplace's own code, decides.
    """
    found = phrases.found(text[:READ], phrases.read(WORDS))
    votes: dict[str, list[tuple[int, int]]] = {}
    for begins, ends, reason in found:
        votes.setdefault(reason, []).append((begins, ends))
    if not votes:
        return None
    best = max(votes, key=lambda one: (len(votes[one]), -min(votes[one])[0]))
    return Suggestion(best, tuple(text[begins:ends] for begins, ends in sorted(votes[best])))
