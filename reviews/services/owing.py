"""What is owed to a marketplace for an answer."""

from datetime import datetime

from reviews.models import OwnAnswer
from reviews.services.reaching import subject_of
from sellerdesk import outbox, work
from sellerdesk.models import Outbound
from sellerdesk.outbox import DEAD_DELIVERY, State


KIND = "review.answer"


def owe(answer: OwnAnswer, leaves: datetime, now: datetime) -> int:
    """Owe an answer; returns the delivery's id. Inside a command. What is about one review leaves in the order of writing."""
    owed = outbox.enqueue(
        answer.desk_id, KIND, str(answer.client_key), {"answer": answer.pk}, now=now, shop_id=answer.shop_id,
        lane=subject_of(answer.review_id), not_before=leaves,
    )  # fmt: skip
    if owed is None:
        raise ValueError(f"The delivery of answer {answer.pk} is owed already.")
    return owed


def put_away_failed(desk_id: int, review_id: int, now: datetime) -> None:
    """Another answer takes the place of refused ones: they are not sent again, and nobody needs to look at them.

    Before the review is locked, as who settles a delivery does.
    """
    refused = OwnAnswer.objects.filter(desk_id=desk_id, review_id=review_id, state=OwnAnswer.State.REFUSED, outbound__isnull=False)
    owed = [pk for pk in refused.values_list("outbound", flat=True) if pk is not None]
    if not owed:
        return
    outbox.hold(desk_id, owed)
    dead = list(Outbound.objects.filter(desk_id=desk_id, pk__in=owed, state=State.DEAD).order_by("pk").values_list("pk", flat=True))
    for pk in dead:
        outbox.cancel(desk_id, pk, now=now)
    work.close_items(desk_id, DEAD_DELIVERY, [outbox.subject(pk) for pk in dead], "handled", now)
