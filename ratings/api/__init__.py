"""Ratings for programs."""

from ratings.api import causes, forecasts, moved, not_counted, notes, settings


def hang() -> None:
    """Serve them."""
    moved.hang()
    not_counted.hang()
    forecasts.hang()
    causes.hang()
    notes.hang()
    settings.hang()
