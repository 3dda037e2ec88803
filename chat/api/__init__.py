"""Conversations, what is done with them, and their figures for programs."""

from chat.api import acting, complaints, figures, files, inbox, later, rounds, settings, threads, words


def hang() -> None:
    """Serve them."""
    threads.hang()
    files.hang()
    words.hang()
    inbox.hang()
    acting.hang()
    later.hang()
    settings.hang()
    figures.hang()
    complaints.hang()
    rounds.hang()
