"""Ratings for programs."""

from ratings.api import forecasts


def hang() -> None:
    """Serve them."""
    forecasts.hang()
