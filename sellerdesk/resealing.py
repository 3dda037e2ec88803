"""Every column that holds something sealed, and how all of it gets under the newest key."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from sellerdesk import sealing
from sellerdesk.commands import command


BATCH = 200


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column whose texts are sealed. With `keys` it is a JSON object of which only these values are."""

    model: Callable[[], type[models.Model]]
    """Gives the table; asked when it is needed, since rooms register before all tables are known."""
    column: str
    keys: tuple[str, ...] = ()
    was_open: bool = False
    """Whether it held open texts once: those are sealed by the same walk."""

    @property
    def label(self) -> str:
        """Its name for people."""
        return f"{self.model()._meta.label_lower}.{self.column}"


@dataclass(slots=True)
class Walked:
    """What became of one column's texts."""

    label: str
    seen: int = 0
    resealed: int = 0
    unreadable: list[int] = field(default_factory=list)
    """Ids of rows whose text no key opens: it must be entered anew."""


_columns: dict[tuple[str, str], SealedColumn] = {}


def add_column(name: str, column: SealedColumn) -> None:
    """Tell of a sealed column, under a name of its own. Whoever seals a column registers it in ready()."""
    if _columns.setdefault((name, column.column), column) is not column:
        raise ValueError(f"{name}.{column.column} is registered twice.")


def columns() -> list[SealedColumn]:
    """All that are registered."""
    return [_columns[key] for key in sorted(_columns)]


def rotate(column: SealedColumn, *, now: datetime) -> Walked:
    """Seal anew, in batches of its own transaction each, what the newest key did not seal.

    Cut off, it is run again and does the rest; run twice, it finds nothing to do. A text that no key opens stays as it is.
    """
    walked, after = Walked(column.label), 0
    while (last := _batch(column=column, after=after, walked=walked, now=now)) is not None:
        after = last
    return walked


@command
def _batch(*, column: SealedColumn, after: int, walked: Walked, now: datetime) -> int | None:
    """One batch of rows behind an id; the last one's id, None where there are no more."""
    rows = list(column.model()._default_manager.select_for_update().filter(pk__gt=after).order_by("pk")[:BATCH])
    for row in rows:
        _one(column, row, walked)
    return rows[-1].pk if rows else None


def _one(column: SealedColumn, row: Any, walked: Walked) -> None:
    value = getattr(row, column.column)
    try:
        anew = {**value, **{key: _anew(column, value[key], walked) for key in column.keys if value.get(key)}} if column.keys else None
        new: Any = anew if column.keys else _anew(column, value, walked)
    except sealing.Unsealable:
        walked.unreadable.append(row.pk)
        return
    if new != value:
        setattr(row, column.column, new)
        row.save(update_fields=[column.column])
        walked.resealed += 1


def _anew(column: SealedColumn, kept: str, walked: Walked) -> str:
    if not kept:
        return kept
    walked.seen += 1
    is_open = column.was_open and not kept.startswith(sealing.MARK)
    if not is_open and sealing.is_newest(kept):
        return kept
    return sealing.seal(kept if is_open else sealing.unseal(kept))
