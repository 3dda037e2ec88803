"""Reviews and their credit for programs."""

from reviews.api import credit, reviews


def hang() -> None:
    """Serve them."""
    reviews.hang()
    credit.hang()
