"""Claims, refusals and their figures for programs."""

from returns.api import claims, deciding, figures, refusals


def hang() -> None:
    """Serve them."""
    claims.hang()
    deciding.hang()
    refusals.hang()
    figures.hang()
