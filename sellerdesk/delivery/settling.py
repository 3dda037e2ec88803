"""Writing what became of a delivery: the row, the room, and whoever has to look at it, in one command."""

from dataclasses import dataclass
from datetime import datetime

from sellerdesk import carriers, commands, outbox, work
from sellerdesk.marketplaces.ports import Receipt
from sellerdesk.outbox import Claimed, Outcome


SHOWN = frozenset({Outcome.SENT, Outcome.MODERATED, Outcome.DONE})
"""For the room it left us; whether a moderator still looks is said by the receipt."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of an attempt or of a question. `person` asks for somebody to look at a doubt."""

    outcome: Outcome
    receipt: Receipt | None = None
    reason: str = ""
    not_before: datetime | None = None
    tried: bool = True
    person: bool = False


@commands.command
def settle(*, claimed: Claimed, ending: Ending, now: datetime) -> None:
    """Write an ending by compare-and-set and tell the room. Stale where another has settled it since."""
    outbox.settle(claimed, ending.outcome, now=now, error=ending.reason, not_before=ending.not_before, tried=ending.tried)
    if ending.person:
        outbox.open_item(claimed.desk_id, claimed.id, outbox.UNKNOWN_DELIVERY, claimed.shop_id, now=now)
    if ending.outcome.value == claimed.state:
        return
    if claimed.state == Outcome.UNKNOWN.value:
        close(claimed.desk_id, claimed.id, outbox.UNKNOWN_DELIVERY, "found_out", now)
    tell_room(claimed, ending.outcome, ending.receipt, ending.reason, now=now)


def close(desk_id: int, outbound_id: int, kind: str, outcome: str, now: datetime) -> None:
    """Nobody has to look at it any more."""
    work.close_items(desk_id, kind, [outbox.subject(outbound_id)], outcome, now)


def tell_room(claimed: Claimed, outcome: Outcome, receipt: Receipt | None, reason: str, *, now: datetime) -> None:
    """Have the room write what became of it, inside the same command."""
    carrier = carriers.carrier(claimed.kind)
    if carrier is not None:
        carrier.settled(claimed, Outcome.SENT if outcome in SHOWN else outcome, receipt, reason, now=now)
