"""Ratings for programs."""

from ratings.api import forecasts, moved


def hang() -> None:
    """Serve them."""
    moved.hang()
    forecasts.hang()
