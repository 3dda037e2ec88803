"""Orders at risk and signals for programs."""

from returns.api import risks, signals


def hang() -> None:
    """Serve them."""
    risks.hang()
    signals.hang()
