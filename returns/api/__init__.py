"""Figures, orders at risk and signals for programs."""

from returns.api import figures, risks, signals


def hang() -> None:
    """Serve them."""
    figures.hang()
    risks.hang()
    signals.hang()
