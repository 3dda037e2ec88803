"""Claims for programs."""

from returns.api import claims, deciding


def hang() -> None:
    """Serve them."""
    claims.hang()
    deciding.hang()
