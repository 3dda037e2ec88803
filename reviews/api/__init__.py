"""Reviews, their answers and their credit for programs."""

from reviews.api import answering, credit, reviews


def hang() -> None:
    """Serve them."""
    reviews.hang()
    answering.hang()
    credit.hang()
