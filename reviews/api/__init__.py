"""Reviews for programs."""

from reviews.api import answering


def hang() -> None:
    """Serve them."""
    answering.hang()
