"""What an address or a program asks for: anything else is left at the usual."""

from datetime import date

from ratings.domain.figures import DIMENSIONS
from ratings.domain.leaving import HORIZONS


USUAL_DAYS = 30


def dimension_asked(given: str | None) -> str:
    """One of the four; the first unless another is named."""
    return next((name for name in DIMENSIONS if name == given), DIMENSIONS[0])


def horizon_asked(given: str | None) -> int:
    """How many days ahead: 30, 60 or 90."""
    return next((one for one in HORIZONS if str(one) == given), HORIZONS[0])


def day_asked(given: str | None) -> int | None:
    """A day such as 2026-03-31 as an ordinal; None for anything else."""
    try:
        return date.fromisoformat(given or "").toordinal()
    except ValueError:
        return None


def days_asked(start: str | None, end: str | None) -> tuple[int | None, int | None]:
    """The first day and the last day."""
    return day_asked(start), day_asked(end)
