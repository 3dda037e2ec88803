"""What became of one attempt to carry something of a room out, as the room writes it down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sellerdesk.marketplaces.ports import Receipt
from sellerdesk.outbox import Outcome


_STATES: Final[Mapping[str, str]] = {
    "sent": "sent",
    "done": "sent",
    "moderated": "moderated",
    "queued": "queued",
    "unknown": "unknown",
    "by_hand": "by_hand",
    "dead": "refused",
    "cancelled": "refused",
}


@dataclass(frozen=True, slots=True)
class Fate:
    """`outcome` is the delivery's, or "moderated"; the rest is there where the marketplace said it."""

    outcome: str
    reason: str = ""
    outside_id: str = ""
    at: datetime | None = None
    failed_files: Sequence[str] = ()

    @property
    def state(self) -> str:
        """What a room's row comes to by it. What a person called off is refused as well: no text is lost, it may be sent again."""
        return _STATES[self.outcome]


def of(outcome: Outcome, receipt: Receipt | None, reason: str) -> Fate:
    """The fate that a carrier is told of."""
    if receipt is None:
        return Fate(outcome.value, reason)
    told = "moderated" if receipt.fate == "moderated" else outcome.value
    return Fate(told, reason, receipt.outside_id, receipt.at, receipt.failed_files)
