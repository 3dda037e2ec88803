"""What persons decide about deliveries: carried over by hand, called off, sent again, found there or not. Commands, all audited."""

from datetime import datetime

from sellerdesk import audit, commands, outbox
from sellerdesk.delivery import settling
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import NotVisible
from sellerdesk.marketplaces.ports import Receipt
from sellerdesk.models import Outbound
from sellerdesk.outbox import DEAD_DELIVERY, UNKNOWN_DELIVERY, Outcome


@commands.command
def done_there(*, desk_id: int, outbound_id: int, actor: Actor, now: datetime) -> None:
    """A person has carried it over. Stale where it does not wait for that any more."""
    row = _row(desk_id, outbound_id)
    outbox.done_there(desk_id, outbound_id, now=now)
    settling.close(desk_id, outbound_id, DEAD_DELIVERY, "done_there", now)
    _tell(row, Outcome.DONE, Receipt("sent", at=now), "delivery.done_there", actor, now)


@commands.command
def call_off(*, desk_id: int, outbound_id: int, actor: Actor, now: datetime) -> None:
    """It is not to be sent after all. Stale where it is on its way already."""
    row = _row(desk_id, outbound_id)
    outbox.cancel(desk_id, outbound_id, now=now)
    settling.close(desk_id, outbound_id, DEAD_DELIVERY, "called_off", now)
    _tell(row, Outcome.CANCELLED, None, "delivery.called_off", actor, now)


@commands.command
def send_again(*, desk_id: int, outbound_id: int, actor: Actor, now: datetime) -> None:
    """Try anew what failed or waits for a hand. Stale where it does neither."""
    row = _row(desk_id, outbound_id)
    outbox.again(desk_id, outbound_id, now=now)
    settling.close(desk_id, outbound_id, DEAD_DELIVERY, "sent_again", now)
    _tell(row, Outcome.LATER, None, "delivery.sent_again", actor, now)


@commands.command
def looked(*, desk_id: int, outbound_id: int, arrived: bool, actor: Actor, now: datetime) -> None:
    """A person has looked whether an unknown delivery is there. It is, or it is sent again. Stale where it is in doubt no more."""
    row = _row(desk_id, outbound_id)
    outbox.resolve(desk_id, outbound_id, arrived=arrived, now=now)
    settling.close(desk_id, outbound_id, UNKNOWN_DELIVERY, "is_there" if arrived else "sent_again", now)
    outcome, receipt = (Outcome.SENT, Receipt("sent", at=now)) if arrived else (Outcome.LATER, None)
    _tell(row, outcome, receipt, "delivery.is_there" if arrived else "delivery.sent_again", actor, now)


def _row(desk_id: int, outbound_id: int) -> Outbound:
    row = Outbound.objects.filter(desk_id=desk_id, pk=outbound_id).first()
    if row is None:
        raise NotVisible
    return row


def _tell(row: Outbound, outcome: Outcome, receipt: Receipt | None, what: str, actor: Actor, now: datetime) -> None:
    settling.tell_room(outbox.as_claimed(row), outcome, receipt, "", now=now)
    audit.record(row.desk_id, actor, what, outbox.subject(row.pk), {"state": row.state}, {"state": outcome.value}, now)
