"""What is owed to a marketplace for an answer."""

from datetime import datetime

from reviews.domain.answering import About
from reviews.models import OwnAnswer
from sellerdesk import outbox


KIND = "review.answer"


def owe(answer: OwnAnswer, leaves: datetime, now: datetime) -> int:
    """Owe an answer; returns the delivery's id. Inside a command. What is about one thing leaves in the order of writing."""
    owed = outbox.enqueue(
        answer.desk_id, KIND, str(answer.client_key), {"answer": answer.pk}, now=now, shop_id=answer.shop_id,
        lane=answer.about.subject(), not_before=leaves,
    )  # fmt: skip
    if owed is None:
        raise ValueError(f"The delivery of answer {answer.pk} is owed already.")
    return owed


def put_away_failed(desk_id: int, about: About, now: datetime) -> None:
    """Another answer takes the place of refused ones: they are not sent again, and nobody needs to look at them.

    Before what they are about is locked, as who settles a delivery does.
    """
    refused = OwnAnswer.objects.filter(desk_id=desk_id, **about.column(), state=OwnAnswer.State.REFUSED, outbound__isnull=False)
    outbox.put_away(desk_id, refused.values_list("outbound", flat=True), now=now)
