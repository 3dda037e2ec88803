"""Reviews for programs."""

from reviews.api import appeals, offers


def hang() -> None:
    """Serve them."""
    appeals.hang()
    offers.hang()
