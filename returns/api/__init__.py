"""Claims and refusals for programs."""

from returns.api import claims, refusals


def hang() -> None:
    """Serve them."""
    claims.hang()
    refusals.hang()
