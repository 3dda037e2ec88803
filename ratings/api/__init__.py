"""Ratings for programs."""

from ratings.api import causes, forecasts, moved, notes, settings


def hang() -> None:
    """Serve them."""
    moved.hang()
    forecasts.hang()
    causes.hang()
    notes.hang()
    settings.hang()
