"""Conversations and their figures for programs."""

from chat.api import figures, threads


def hang() -> None:
    """Serve them."""
    threads.hang()
    figures.hang()
