"""Deliveries as pages show them. No text of theirs: that is the room's, and read when one of them is opened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from sellerdesk import outbox
from sellerdesk.errors import NotVisible
from sellerdesk.models import Outbound
from sellerdesk.outbox import Claimed, State


PAGE = 50
UNFINISHED = (State.QUEUED, State.CLAIMED, State.MODERATED, State.UNKNOWN, State.BY_HAND, State.DEAD)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery with its state."""

    id: int
    kind: str
    shop_id: int | None
    state: str
    attempts: int
    not_before: datetime
    reason: str
    created_at: datetime
    settled_at: datetime | None


def states(desk_id: int, ids: Iterable[int]) -> Mapping[int, Delivery]:
    """Deliveries by id, in one query: what the bubbles of a thread show."""
    rows = Outbound.objects.filter(desk_id=desk_id, pk__in=list(ids))
    return {row.pk: _shown(row) for row in rows}


def page(desk_id: int, shop_ids: Sequence[int], chosen: Sequence[str], *, shopless: bool, after: int | None) -> list[Delivery]:
    """Deliveries in these states, the youngest first, from behind an id; one more than a page tells that there are more.

    `shopless` adds those that belong to no shop, such as mail.
    """
    rows = Outbound.objects.filter(_seen(shop_ids, shopless=shopless), desk_id=desk_id, state__in=chosen)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return [_shown(row) for row in rows.order_by("-pk")[: PAGE + 1]]


def counts(desk_id: int, shop_ids: Sequence[int], *, shopless: bool) -> dict[str, int]:
    """How many are in each state that is not over."""
    rows = Outbound.objects.filter(_seen(shop_ids, shopless=shopless), desk_id=desk_id, state__in=UNFINISHED)
    return dict(rows.order_by().values_list("state").annotate(Count("pk")))


def one(desk_id: int, shop_ids: Sequence[int], outbound_id: int) -> tuple[Delivery, Claimed]:
    """One delivery of the desk, to these shops or to none, and as its carrier knows it. NotVisible."""
    row = Outbound.objects.filter(_seen(shop_ids, shopless=True), desk_id=desk_id, pk=outbound_id).first()
    if row is None:
        raise NotVisible
    return _shown(row), outbox.as_claimed(row)


def _seen(shop_ids: Sequence[int], *, shopless: bool) -> Q:
    return Q(shop_id__in=shop_ids) | (Q(shop_id=None) if shopless else Q())


def _shown(row: Outbound) -> Delivery:
    return Delivery(row.pk, row.kind, row.shop_id, row.state, row.attempts, row.not_before, row.last_error, row.created_at, row.settled_at)
