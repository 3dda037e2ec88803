"""Reviews for programs."""

from reviews.api import reviews


def hang() -> None:
    """Serve them."""
    reviews.hang()
