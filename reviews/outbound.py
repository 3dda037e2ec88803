"""Answers on their way out: what lies between the outbox, the marketplace's port and this room's ledger."""

from datetime import datetime

from reviews.services import delivering
from reviews.services.delivering import Fate
from reviews.services.owing import KIND
from sellerdesk.marketplaces.ports import AnswerOut, Parcel, Receipt
from sellerdesk.outbox import Claimed, Outcome


class AnswerCarrier:
    """Carries public answers to reviews and follow-ups; it knows nothing of drafts."""

    kind = KIND

    def parcel(self, claimed: Claimed, /) -> Parcel | None:
        """The answer as it is now; None where it must not be sent any more."""
        answer = delivering.leaving(claimed.desk_id, claimed.payload["answer"], claimed.id)
        if answer is None:
            return None
        return AnswerOut(
            about="follow_up" if answer.follow_up else "review",
            subject=answer.follow_up or answer.review,
            review=answer.review,
            text=answer.text,
            key=answer.key,
            written_at=answer.written_at,
            edits=answer.edit,
        )

    def settled(self, claimed: Claimed, outcome: Outcome, receipt: Receipt | None, reason: str, /, *, now: datetime) -> None:
        """Write the fate of the answer, and have the review wait again where it was refused."""
        is_moderated = receipt is not None and receipt.fate == "moderated"
        fate = Fate(
            outcome="moderated" if is_moderated else outcome.value,
            reason=reason,
            outside_id=receipt.outside_id if receipt else "",
            at=receipt.at if receipt else None,
        )
        delivering.settle(claimed.desk_id, claimed.payload["answer"], claimed.id, fate, now)
