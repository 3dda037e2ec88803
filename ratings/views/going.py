"""What leaves the window, as a panel of two pages."""

from collections.abc import Sequence
from typing import Any

from ratings.domain.asking import horizon_asked
from ratings.domain.figures import Figure
from ratings.domain.leaving import HORIZONS, opened, shifted, together
from ratings.domain.splitting import Stars


def going(dimension: str, figure: Figure, today: int, coming: Sequence[tuple[int, Stars]], asked: str | None) -> dict[str, Any]:
    """The rows of what leaves within the days asked for, of the official figure of one dimension."""
    horizon = horizon_asked(asked)
    rows = opened(figure, coming, today + horizon)
    return {
        "leaving_of": dimension,
        "horizon": horizon,
        "horizons": HORIZONS,
        "going": rows,
        "gone": together(rows),
        "shift": shifted(figure, rows),
    }
