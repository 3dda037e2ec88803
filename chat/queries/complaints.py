"""What buyers complain of in conversations: where such complaints come together, and the conversations behind it."""

from collections.abc import Sequence

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Left

from chat.domain.filters import Cursor
from chat.models import Complaint, ComplaintSignal, Message


PAGE = 50
SHOWN = 200
"""Characters of what the buyer wrote."""
_PART = "t"


def of_shop(desk_id: int, shop_ids: Sequence[int]) -> QuerySet[ComplaintSignal]:
    """All signals of these shops, with their products."""
    return ComplaintSignal.objects.filter(desk_id=desk_id, shop_id__in=shop_ids).select_related("product")


def behind(one: ComplaintSignal) -> QuerySet[Complaint]:
    """The complaints behind a signal, with their conversations: those since its first one, also where it is over."""
    return Complaint.objects.filter(
        desk_id=one.desk_id, shop_id=one.shop_id, product_id=one.product_id, topic=one.topic, at__gte=one.since
    ).select_related("thread__buyer", "thread__product")


def page(one: ComplaintSignal, after: Cursor | None) -> tuple[Sequence[Complaint], Cursor | None]:
    """The complaints behind a signal, the newest first, a page at a time, and where the next page begins.

    `words` is what the buyer wrote then, as it reads now; None where it is gone.
    """
    written = Message.objects.filter(
        desk_id=OuterRef("desk_id"), thread_id=OuterRef("thread_id"), at=OuterRef("at"), sender=Message.Sender.BUYER, removed_at=None
    ).order_by("id")
    words = Subquery(written.values(said=Left(Coalesce(F("new_text"), F("text")), SHOWN))[:1])
    rows = behind(one).annotate(words=words).order_by("-at", "-id")
    if after is not None:
        rows = rows.filter(Q(at__lt=after.at) | Q(at=after.at, id__lt=after.id))
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    return shown, Cursor(_PART, shown[-1].at, shown[-1].pk) if len(found) > PAGE else None
