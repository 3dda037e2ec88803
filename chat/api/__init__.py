"""Conversations, what is done with them, and their figures for programs."""

from chat.api import acting, complaints, figures, inbox, later, settings, threads


def hang() -> None:
    """Serve them."""
    threads.hang()
    inbox.hang()
    acting.hang()
    later.hang()
    settings.hang()
    figures.hang()
    complaints.hang()
