"""Which rooms owe what to the outside: what a delivery holds, and what its room writes when its fate is known.

The outbox knows rows, the ports know marketplaces; rooms register here in ready() what lies between.
"""

from datetime import datetime
from typing import Protocol

from sellerdesk.domain import permissions
from sellerdesk.marketplaces.ports import Parcel, Receipt
from sellerdesk.outbox import Claimed, Outcome
from sellerdesk.rooms import Words


class Carrier(Protocol):
    """One kind of delivery (`Outbound.kind`) of one room."""

    kind: str

    def parcel(self, claimed: Claimed, /) -> Parcel | None:
        """What to deliver, read afresh; None where there is nothing to deliver any more. Outside transactions.

        A Refusal is the end of it: its sentence is what a person reads.
        """

    def settled(self, claimed: Claimed, outcome: Outcome, receipt: Receipt | None, reason: str, /, *, now: datetime) -> None:
        """Write what became of an attempt, inside the command that settles the delivery.

        `receipt` is there with SENT alone. `reason` is a sentence for a person, with DEAD and LATER. A delivery under moderation is
        settled as SENT with `receipt.fate == "moderated"`, and once more when the moderator is done: SENT with "sent", or DEAD.
        What a person has carried over is SENT too. BY_HAND says that it waits for a person, CANCELLED that a person called it off
        on the page of deliveries. LATER may come after DEAD, when a person sends it again.
        """


_carriers: dict[str, Carrier] = {}
_handling: dict[str, str] = {}
_labels: dict[str, Words] = {}


def register(carrier: Carrier, *, may: str = permissions.DELIVERIES_MANAGE, label: Words = "") -> None:
    """Add a kind of delivery. Belongs in an app's ready().

    Who holds `may` can carry its deliveries over by hand, call them off, and send them again; `label` names one ("message").
    """
    if _carriers.setdefault(carrier.kind, carrier) is not carrier:
        raise ValueError(f"Deliveries of the kind {carrier.kind} have a carrier already.")
    _handling[carrier.kind], _labels[carrier.kind] = may, label


def name(kind: str, label: Words) -> None:
    """Say what one delivery of a kind that goes to no marketplace is called. Belongs in ready()."""
    _labels[kind] = label


def forget(kind: str) -> None:
    """Undo `register`; nothing happens where nobody has registered."""
    for registry in (_carriers, _handling, _labels):
        registry.pop(kind, None)


def handling(kind: str) -> str:
    """The permission to handle deliveries of this kind, which all who manage deliveries have besides."""
    return _handling.get(kind, permissions.DELIVERIES_MANAGE)


def label(kind: str) -> str:
    """What one delivery of this kind is called, in the reader's language."""
    return str(_labels.get(kind) or kind)


def labels() -> dict[str, Words]:
    """All kinds of deliveries that somebody has named."""
    return {kind: said for kind, said in _labels.items() if said}


def carrier(kind: str) -> Carrier | None:
    """Who carries deliveries of this kind; None where nobody has registered."""
    return _carriers.get(kind)
