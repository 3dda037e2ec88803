"""When deliveries that are owed may leave: until then, whoever wrote them can take them back."""

from collections.abc import Iterable
from datetime import datetime

from sellerdesk.models import Outbound


def due_at(desk_id: int, outbound_id: int) -> datetime | None:
    """The first moment at which a worker may take a delivery, or may have taken it; None where it is forgotten."""
    return Outbound.objects.filter(desk_id=desk_id, id=outbound_id).values_list("not_before", flat=True).first()


def first_due_at(desk_id: int, outbound_ids: Iterable[int | None]) -> datetime | None:
    """The same of those deliveries that no worker has taken yet: when the first may be taken. None where there are none."""
    ids = [one for one in outbound_ids if one is not None]
    waiting = Outbound.objects.filter(desk_id=desk_id, id__in=ids, state=Outbound.State.QUEUED, attempts=0)
    return waiting.order_by("not_before").values_list("not_before", flat=True).first()
