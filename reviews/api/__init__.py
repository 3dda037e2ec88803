"""Reviews and their credit for programs."""

from reviews.api import credit


def hang() -> None:
    """Serve them."""
    credit.hang()
