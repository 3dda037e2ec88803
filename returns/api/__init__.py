"""Claims, refusals, orders at risk, signals and figures for programs."""

from returns.api import (
    automatic,
    claims,
    deciding,
    evidence,
    figure_rows,
    figures,
    letters,
    month_report,
    refusals,
    risks,
    saved,
    settings,
    signals,
    watching,
)


def hang() -> None:
    """Serve them."""
    claims.hang()
    deciding.hang()
    refusals.hang()
    figures.hang()
    figure_rows.hang()
    month_report.hang()
    risks.hang()
    letters.hang()
    watching.hang()
    signals.hang()
    automatic.hang()
    evidence.hang()
    settings.hang()
    saved.hang()
