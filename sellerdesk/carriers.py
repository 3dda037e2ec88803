"""Which rooms owe what to the outside: what a delivery holds, and what its room writes when its fate is known.

The outbox knows rows, the ports know marketplaces; rooms register here in ready() what lies between.
"""

from datetime import datetime
from typing import Protocol

from sellerdesk.marketplaces.ports import Parcel, Receipt
from sellerdesk.outbox import Claimed, Outcome


class Carrier(Protocol):
    """One kind of delivery (`Outbound.kind`) of one room."""

    kind: str

    def parcel(self, claimed: Claimed, /) -> Parcel | None:
        """What to deliver, read afresh; None where there is nothing to deliver any more. Outside transactions."""

    def settled(self, claimed: Claimed, outcome: Outcome, receipt: Receipt | None, reason: str, /, *, now: datetime) -> None:
        """Write what became of an attempt, inside the command that settles the delivery.

        `receipt` is there with SENT alone. `reason` is a sentence for a person, with DEAD and LATER. A delivery under moderation is
        settled as SENT with `receipt.fate == "moderated"`, and once more when the moderator is done.
        """


_carriers: dict[str, Carrier] = {}


def register(carrier: Carrier) -> None:
    """Add a kind of delivery. Belongs in an app's ready()."""
    if _carriers.setdefault(carrier.kind, carrier) is not carrier:
        raise ValueError(f"Deliveries of the kind {carrier.kind} have a carrier already.")


def carrier(kind: str) -> Carrier | None:
    """Who carries deliveries of this kind; None where nobody has registered."""
    return _carriers.get(kind)
