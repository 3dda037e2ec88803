"""What the reviews room sends: appeals, between the outbox, the marketplace's port and the room's own tables."""

from datetime import datetime

from reviews.domain.appeals import letter
from reviews.services import appeal_outcomes
from reviews.services.appeal_outcomes import Fate
from reviews.services.appealing import DELIVERY
from sellerdesk.marketplaces.ports import AppealOut, Parcel, Receipt
from sellerdesk.outbox import Claimed, Outcome


class AppealCarrier:
    """Carries appeals."""

    kind = DELIVERY

    def parcel(self, claimed: Claimed, /) -> Parcel | None:
        """The appeal as it is now; None where it is over. One that a person has given up may be opened and shows nothing."""
        found = appeal_outcomes.leaving(claimed.desk_id, claimed.payload["appeal"], claimed.id)
        if found is None:
            return None
        row, review = found
        return AppealOut(
            subject=review.outside_id,
            reason=row.reason,
            detail=row.detail,
            text=letter(row.statement, row.passages, row.quotes),
            key=f"appeal-{row.desk_id}-{row.pk}",
            written_at=row.made_at,
        )

    def settled(self, claimed: Claimed, outcome: Outcome, receipt: Receipt | None, reason: str, /, *, now: datetime) -> None:
        """Write the fate of the appeal: on its way, with the marketplace, or decided."""
        fate = Fate(
            outcome=outcome.value,
            ruling=receipt.ruling if receipt else "",
            said=receipt.said if receipt else "",
            reason=reason,
        )
        appeal_outcomes.settle(claimed.desk_id, claimed.payload["appeal"], claimed.id, fate, now)
