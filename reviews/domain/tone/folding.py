"""A text as its tone is judged, each sign with the place where it stands in what the buyer wrote."""

import unicodedata
from functools import lru_cache
from typing import NamedTuple


LOOKED_AT = 2_000
"""Signs of a text that are judged: the first ones. Who is angry says so before."""
LONGEST_RUN = 3
"""Of one sign in a row: "!!!!!!!" says no more than "!!!"."""


class Folded(NamedTuple):
    """`places[i]` is where the sign `text[i]` stands in the text as it was written."""

    text: str
    places: list[int]


def fold(written: str) -> Folded:
    """Lower case, ё as е, full width as half width, one space at most and none at the ends; unseen signs are left out."""
    signs: list[str] = []
    places: list[int] = []
    last, run = " ", LONGEST_RUN
    for place, character in enumerate(written[:LOOKED_AT]):
        for sign in _plain(character):
            run = run + 1 if sign == last else 1
            if run <= (1 if sign == " " else LONGEST_RUN):
                signs.append(sign)
                places.append(place)
            last = sign
    if signs and signs[-1] == " ":
        del signs[-1], places[-1]
    return Folded("".join(signs), places)


@lru_cache(maxsize=20_000)
def _plain(character: str) -> str:
    if character.isspace() or unicodedata.category(character) == "Cc":
        return " "
    plain = unicodedata.normalize("NFKC", character).casefold().replace("ё", "е")
    seen = "".join(sign for sign in plain if unicodedata.category(sign) not in _UNSEEN)
    return "".join(" " if sign.isspace() else sign for sign in seen)


_UNSEEN = frozenset({"Cf", "Mn", "Me"})
