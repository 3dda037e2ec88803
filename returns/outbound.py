"""Decisions about claims on their way out: what lies between the outbox, the marketplace's port and this room's tables."""

from datetime import datetime

from returns.services import decision_fates
from returns.services.deciding import KIND
from sellerdesk import fates
from sellerdesk.marketplaces.ports import DecisionOut, Parcel, Receipt
from sellerdesk.outbox import Claimed, Outcome


class DecisionCarrier:
    """Carries decisions about claims."""

    kind = KIND

    def parcel(self, claimed: Claimed, /) -> Parcel | None:
        """The decision as it is now; None where it must not be sent any more."""
        found = decision_fates.leaving(claimed.desk_id, claimed.payload["decision"], claimed.id)
        if found is None:
            return None
        return DecisionOut(
            claim=found.claim,
            action=found.action,
            step=found.step,
            key=found.key,
            text=found.text,
            amount_minor=found.amount_minor,
            currency=found.currency,
            comes_back=found.comes_back,
            product=found.product,
            written_at=found.written_at,
        )

    def settled(self, claimed: Claimed, outcome: Outcome, receipt: Receipt | None, reason: str, /, *, now: datetime) -> None:
        """Write the fate of the decision; the claim waits again where it was refused."""
        decision_fates.settle(claimed.desk_id, claimed.payload["decision"], claimed.id, fates.of(outcome, receipt, reason), now)
