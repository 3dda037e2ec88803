"""Claims, refusals, orders at risk, signals and figures for programs."""

from returns.api import claims, deciding, figures, refusals, risks, signals


def hang() -> None:
    """Serve them."""
    claims.hang()
    deciding.hang()
    refusals.hang()
    figures.hang()
    risks.hang()
    signals.hang()
