"""How the desk stands: what is late and why, in words, for the people who keep it. Rooms add their lines in ready(); the kernel knows none.

A line says one thing: what is so, whether somebody must do something, what, and where the rows are. The same lines are amber or red for
a person and figures for a program; those are in `gauges`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

import structlog
from django.utils.translation import gettext as _

from sellerdesk.rooms import Words


GOOD: Final = "good"
SOON: Final = "soon"
"""Later than usual; it mends itself, or there is time."""
LATE: Final = "late"
"""Somebody has to do something."""
LEVELS: Final = (GOOD, SOON, LATE)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which desk and of which of its shops, by id with their names."""

    desk_id: int
    desk_slug: str
    shops: Mapping[int, str]
    now: datetime

    @property
    def shop_ids(self) -> list[int]:
        """The ids of the shops."""
        return list(self.shops)


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `said` is what is so, `do` what to do about it, `href` where the rows are (`link` says what is there)."""

    label: Words
    level: str
    said: str
    do: str = ""
    href: str = ""
    link: str = ""


class Tell(Protocol):
    """A source of lines."""

    def __call__(self, asked: Asked, /) -> Sequence[Line]:
        """The lines, in order; none where there is nothing to tell. A fixed number of bounded queries."""


@dataclass(slots=True)
class _Hung:
    sources: dict[int, tuple[Words, Tell]] = field(default_factory=dict)


_hung = _Hung()


def add_line(label: Words, tell: Tell, *, place: int) -> None:
    """Add a source of lines at a place of its own; `label` names it where it breaks."""
    if _hung.sources.setdefault(place, (label, tell)) != (label, tell):
        raise ValueError(f"Place {place} is taken.")


def lines(asked: Asked) -> list[Line]:
    """All lines, from the top. A source that breaks is told as a line of its own: the rest still stands."""
    told: list[Line] = []
    for place in sorted(_hung.sources):
        label, tell = _hung.sources[place]
        try:
            told += tell(asked)
        except Exception:  # noqa: BLE001 - whatever a room does, the page stands
            _log.exception("standing_line_broken", place=place)
            told.append(Line(label, LATE, _("This could not be found out."), _("The log of the web process says why.")))
    return told


def worst(told: Sequence[Line]) -> str:
    """The level of the whole."""
    return max((line.level for line in told), key=LEVELS.index, default=GOOD)
