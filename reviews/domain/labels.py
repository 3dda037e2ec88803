"""The desk's own labels on reviews: how they are spelt, and how many there may be."""

from typing import Final

from sellerdesk.domain.searching import fold as folded


LONGEST: Final = 40
MOST_OF_REVIEW: Final = 20
MOST_OF_DESK: Final = 200


def spelt(typed: str) -> str:
    """A label as it is kept: without signs that are not seen, one space at most; empty where nothing is left."""
    return " ".join("".join(sign for sign in typed if sign.isprintable() or sign.isspace()).split())


def fold(typed: str) -> str:
    """What makes two spellings one label: the search's folding, so that Размер and размер are the same."""
    return folded(spelt(typed))
