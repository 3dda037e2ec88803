"""What our own people found when goods came back: in which condition they are, and what was done with them. Pure."""

from typing import Final

from returns.domain.moving import State, move


CONDITIONS: Final = ("complete", "incomplete", "damaged", "used", "wrong_thing", "empty")
"""As they came; an empty one is of photos that say enough."""
MOVES: Final = ("wrong_thing", "restocked", "written_off", "repaired")
"""What a finding may do to the goods: events of the table of the goods, which says where they fit."""
_FITS: Final = {
    "wrong_thing": frozenset({"wrong_thing", "empty"}),
    "restocked": frozenset({"", "complete", "incomplete", "used"}),
    "written_off": frozenset({"", *CONDITIONS}),
    "repaired": frozenset({"", "incomplete", "damaged", "used"}),
}
"""With which conditions each of them makes sense."""
LONGEST_WORDS: Final = 1000
MOST_PHOTOS: Final = 10
"""Of one finding."""
MOST_OF_CLAIM: Final = 60
"""Photos of one claim that our own people may add."""


def offered(state: State) -> tuple[str, ...]:
    """What can be done with the goods of a claim that stands so, in order."""
    return tuple(event for event in MOVES if not (moved := move(state, event)).code and moved.after != state)


def why_not(state: State, *, condition: str, words: str, moves: str, photos: int) -> str:
    """The code of the first thing that is wrong with a finding; empty where nothing is.

    finding_unknown, finding_says_nothing (no condition and no photo), finding_words_missing (the goods are not complete, and nothing
    shows or says how), finding_words_long, too_many_photos, finding_contradicts, and the codes of the table of the goods.
    """
    if condition not in {"", *CONDITIONS} or moves not in {"", *MOVES}:
        return "finding_unknown"
    if not condition and not photos:
        return "finding_says_nothing"
    if condition not in {"", "complete"} and not words and not photos:
        return "finding_words_missing"
    if len(words) > LONGEST_WORDS:
        return "finding_words_long"
    if photos > MOST_PHOTOS:
        return "too_many_photos"
    if not moves:
        return ""
    return "finding_contradicts" if condition not in _FITS[moves] else move(state, moves).code
