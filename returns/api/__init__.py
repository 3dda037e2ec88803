"""Claims, refusals, orders at risk, signals and figures for programs."""

from returns.api import automatic, claims, deciding, evidence, figures, refusals, risks, saved, settings, signals


def hang() -> None:
    """Serve them."""
    claims.hang()
    deciding.hang()
    refusals.hang()
    figures.hang()
    risks.hang()
    signals.hang()
    automatic.hang()
    evidence.hang()
    settings.hang()
    saved.hang()
