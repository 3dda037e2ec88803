"""Ratings for programs."""

from ratings.api import moved


def hang() -> None:
    """Serve them."""
    moved.hang()
