"""Claims and refusals for programs."""

from returns.api import claims, deciding, refusals


def hang() -> None:
    """Serve them."""
    claims.hang()
    deciding.hang()
    refusals.hang()
