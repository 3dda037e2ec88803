"""A worker's turn with a shop's uploads: measured, read, loaded batch by batch, gone on with wherever it was cut off."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from django.db import OperationalError

from sellerdesk.feed import loading
from sellerdesk.feed.ahead import one_ahead
from sellerdesk.feed.fact import Fact, Malformed
from sellerdesk.models import Upload
from sellerdesk.shops import ShopFacts
from sellerdesk.upload import content, files, leasing
from sellerdesk.upload.domain.mapping import ColumnMapping
from sellerdesk.upload.domain.sniffing import Form
from sellerdesk.upload.domain.unusable import Unusable


TURN = 90.0
"""Seconds after which a turn ends and other work of the worker goes first; below the time after which its message is given to another."""
RENEWED_EVERY = 5.0
SKIPPED_BETWEEN = 10_000
"""Records that are passed over between two looks at the clock."""
PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
"""Seconds between two tries of a batch that had to wait for the shop too long."""
_WAITED_TOO_LONG = {"55P03", "40P01", "57014"}
"""Postgres: a lock was not to be had in time, a deadlock, a statement that took too long."""

Clock = Callable[[], datetime]
Records = list[Fact | Malformed]
_log = structlog.get_logger(__name__)


class _Stopped(Exception):
    """Somebody asked to stop."""


class _TurnOver(Exception):
    """The rest is for the next turn."""


@dataclass(slots=True)
class _Turn:
    """One worker's turn with one upload."""

    row: Upload
    shop: ShopFacts
    clock: Clock
    seconds: float
    began: float = field(default_factory=time.monotonic)
    renewed: float = field(default_factory=time.monotonic)
    position: int = 0

    def alive(self, *, moved: bool = False, always: bool = False) -> None:
        """Renew the lease now and then. Raises _Stopped, LeaseLost."""
        if always or time.monotonic() - self.renewed >= RENEWED_EVERY:
            self.renewed = time.monotonic()
            if leasing.renew(row=self.row, position=self.position, moved=moved, now=self.clock()):
                raise _Stopped

    def over(self) -> bool:
        """Whether the turn has taken its time."""
        return time.monotonic() - self.began >= self.seconds


def run(*, shop: ShopFacts, clock: Clock, seconds: float = TURN) -> bool:
    """Take a turn with the shop's next upload; returns whether there may be more to do at once."""
    row = leasing.claim(shop=shop, now=clock())
    if row is None:
        return False
    turn = _Turn(row, shop, clock, seconds, position=row.position)
    try:
        state, code, facts = _outcome(turn)
        if state == Upload.State.QUEUED:
            leasing.give_back(row=row, now=clock())
        else:
            leasing.end(row=row, state=state, code=code, facts=facts, now=clock())
    except (leasing.LeaseLost, loading.Overtaken):
        _log.warning("upload_lease_lost", upload=row.pk, shop_id=shop.id)
        return False
    return True


def _outcome(turn: _Turn) -> tuple[Upload.State, str, dict[str, str | int]]:
    """Do the work; gives how the upload stands then, with the code and facts of a refusal. Raises LeaseLost, Overtaken."""
    try:
        _work(turn)
    except Unusable as unusable:
        return Upload.State.REFUSED, unusable.code, unusable.facts
    except FileNotFoundError:
        _log.exception("upload_file_gone", upload=turn.row.pk, shop_id=turn.shop.id)
        return Upload.State.REFUSED, "file_gone", {}
    except _Stopped:
        return Upload.State.CANCELLED, "", {}
    except _TurnOver:
        return Upload.State.QUEUED, "", {}
    return Upload.State.DONE, "", {}


def _work(turn: _Turn) -> None:
    row, path = turn.row, files.path_of(turn.row.pk)
    form = Form.of(row.form)
    if row.wrapping and row.content is None:
        _measure(turn)
    mapping = ColumnMapping.of(row.mapping) if row.mapping else None
    load = leasing.open_load(row=row, shop=turn.shop, now=turn.clock())
    with content.opened(path, row.wrapping, form) as opened:
        pieces = content.cut(opened, mapping, turn.shop)
        for place in range(load.counts.read):
            next(pieces, None)
            if place % SKIPPED_BETWEEN == 0:
                turn.alive()
        # The turn begins here: what goes on far behind would do nothing else.
        turn.began = time.monotonic()
        told = content.made(pieces, form, mapping, turn.shop)
        with closing(one_ahead(loading.in_batches(told))) as batches:
            for batch in batches:
                _apply(turn, load, batch)
                turn.position = opened.counted.taken
                turn.alive(moved=True, always=True)
                if turn.over():
                    raise _TurnOver
    turn.position = opened.counted.taken
    turn.alive(moved=True, always=True)


def _measure(turn: _Turn) -> None:
    """Unpack to the end before anything is loaded: a bomb or a damaged archive is refused whole."""
    size = 0
    for taken in content.measure(files.path_of(turn.row.pk), turn.row.wrapping):
        size = taken
        turn.alive()
    leasing.renew(row=turn.row, position=0, moved=False, content=size, now=turn.clock())


def _apply(turn: _Turn, load: loading.Load, batch: Records) -> None:
    """Load one batch; where the shop is busy with other loads for long, try again, then leave the rest to the next turn."""
    for pause in _pauses():
        try:
            loading.apply_batch(load=load, records=batch, now=turn.clock())
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", None) not in _WAITED_TOO_LONG:
                raise
            _log.warning("upload_waits_for_shop", upload=turn.row.pk, shop_id=turn.shop.id)
        else:
            return
        turn.alive(always=True)
        if turn.over():
            raise _TurnOver
        time.sleep(pause)


def _pauses() -> Iterator[float]:
    yield from PAUSES
    while True:
        yield PAUSES[-1]
