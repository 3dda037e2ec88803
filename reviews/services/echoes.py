"""What loads find of answers that were written here: those that the marketplace tells of, and those that have become pointless."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from reviews.models import OwnAnswer
from sellerdesk import outbox, setwise
from sellerdesk.domain.searching import fold
from sellerdesk.feed.batch import Batch
from sellerdesk.feed.fact import Fact
from sellerdesk.models import Outbound


LIVE = list(OwnAnswer.LIVE)
WAITS = frozenset({"queued", "by_hand"})
"""States in which an answer can be called off."""


@dataclass(slots=True)
class Own:
    """An answer of ours that the marketplace has not told of."""

    id: int
    state: str
    text: str
    outbound: int | None
    outside_id: str | None

    def is_told_by(self, fact: Fact) -> bool:
        """Whether what was told of the same target is this one: by its id, by its words, or since ours is there and there is one only."""
        return fact.outside_id == self.outside_id or fold(fact.data["text"]) == fold(self.text) or self.state in {"sent", "moderated"}


def none_unheard(batch: Batch, table: str = "reviews_ownanswer") -> bool:
    """Whether the shop has told of all that was written here, as in a load of history. To plan a join costs three times as much."""
    sql = f"SELECT 1 FROM {table} WHERE desk_id = %s AND shop_id = %s AND told_record IS NULL LIMIT 1"
    return not setwise.rows(sql, [batch.shop.desk_id, batch.shop.id])


def hold(batch: Batch, mine: Sequence[Own]) -> frozenset[int]:
    """Lock the deliveries of these answers; which they are. Before anything is written."""
    found = [one.outbound for one in mine if one.outbound is not None]
    if found:
        outbox.hold(batch.shop.desk_id, found)
    return frozenset(found)


def adopt(batch: Batch, mine: Sequence[Own], told: Mapping[int, Fact]) -> None:
    """Those among them that these facts tell of, by id, are there: each is shown once, and its delivery ends."""
    ours = [own for own in mine if own.id in told]
    if not ours:
        return
    setwise.change(
        "UPDATE reviews_ownanswer AS o SET outside_id = v.outside_id, told_record = v.record, sent_at = v.at, state = 'sent', reason = ''"
        " FROM {told} AS v (id, outside_id, record, at) WHERE o.id = v.id",
        "bigint, text, bigint, timestamptz",
        [(own.id, told[own.id].outside_id, told[own.id].record, told[own.id].at) for own in ours],
    )
    outbox.told(batch.shop.desk_id, [own.outbound for own in ours if own.outbound is not None], now=batch.now)


def call_off(batch: Batch, mine: Sequence[Own], over: Mapping[int, str], held: Collection[int]) -> None:
    """What no worker has begun is not sent, for the reason that `over` tells by id.

    One that was written since `hold` is passed over: its worker asks again (`delivering.leaving`).
    """
    ours = [own for own in mine if own.id in over and own.outbound in held]
    if not ours:
        return
    gone = _cancelled(batch.shop.desk_id, [own.outbound for own in ours if own.outbound is not None], batch.now)
    setwise.change(
        "UPDATE reviews_ownanswer AS o SET state = 'cancelled', reason = v.reason FROM {told} AS v (id, reason) WHERE o.id = v.id",
        "bigint, text",
        [(own.id, over[own.id]) for own in ours if own.outbound in gone],
    )


def _cancelled(desk_id: int, outbound_ids: Sequence[int], now: datetime) -> set[int]:
    waiting = Outbound.objects.filter(desk_id=desk_id, pk__in=outbound_ids, state__in=[outbox.State.QUEUED, outbox.State.BY_HAND])
    ids = set(waiting.values_list("pk", flat=True))
    for outbound_id in sorted(ids):
        outbox.cancel(desk_id, outbound_id, now=now)
    return ids
