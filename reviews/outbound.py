"""What the reviews room sends: answers, appeals, ratings of buyers. Between the outbox, a port and the room's own tables."""

from datetime import datetime

from reviews.domain.appeals import letter
from reviews.services import appeal_outcomes, delivering, rating, rating_fates
from reviews.services.appealing import DELIVERY
from reviews.services.owing import KIND
from sellerdesk import fates
from sellerdesk.delivery.sending import LEASE
from sellerdesk.marketplaces.ports import AnswerOut, AppealOut, Parcel, RatingOut, Receipt
from sellerdesk.outbox import Claimed, Outcome


class AnswerCarrier:
    """Carries public answers to reviews, follow-ups and questions; it knows nothing of drafts."""

    kind = KIND

    def parcel(self, claimed: Claimed, /) -> Parcel | None:
        """The answer as it is now; None where it must not be sent any more."""
        answer = delivering.leaving(claimed.desk_id, claimed.payload["answer"], claimed.id)
        if answer is None:
            return None
        return AnswerOut(
            about=answer.about,
            subject=answer.subject,
            review=answer.review,
            text=answer.text,
            key=answer.key,
            written_at=answer.written_at,
            edits=answer.edit,
            rejects=answer.rejects,
        )

    def settled(self, claimed: Claimed, outcome: Outcome, receipt: Receipt | None, reason: str, /, *, now: datetime) -> None:
        """Write the fate of the answer, and have what it is to wait again where it was refused."""
        delivering.settle(claimed.desk_id, claimed.payload["answer"], claimed.id, fates.of(outcome, receipt, reason), now)


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
        fate = appeal_outcomes.Fate(
            outcome=outcome.value,
            ruling=receipt.ruling if receipt else "",
            said=receipt.said if receipt else "",
            reason=reason,
        )
        appeal_outcomes.settle(claimed.desk_id, claimed.payload["appeal"], claimed.id, fate, now)


class RatingCarrier:
    """Carries the shop's reviews of its buyers, and none after its window's last instant."""

    kind = rating.KIND

    def parcel(self, claimed: Claimed, /) -> Parcel | None:
        """The rating as it is now; None where it must not be sent any more."""
        taken_at = claimed.lease_until - LEASE
        found = rating_fates.leaving(claimed.desk_id, claimed.payload["rating"], claimed.id, taken_at=taken_at)
        if found is None:
            return None
        return RatingOut(
            order=found.order, line=found.line, verdict=found.verdict, text=found.text, key=found.key, written_at=found.written_at
        )

    def settled(self, claimed: Claimed, outcome: Outcome, receipt: Receipt | None, reason: str, /, *, now: datetime) -> None:
        """Write the fate of the rating; the line waits again where it was refused."""
        rating_fates.settle(claimed.desk_id, claimed.payload["rating"], claimed.id, fates.of(outcome, receipt, reason), now)
