"""The review and the answer that a command is about, for who may see their shop."""

from collections.abc import Collection

from django.db.models import QuerySet

from reviews.domain.facts import BUYER
from reviews.models import OwnAnswer, Review
from sellerdesk import writing
from sellerdesk.shops import ShopFacts


def subject_of(review_id: int) -> str:
    """What work items, leases and lanes about a review are about."""
    return f"review:{review_id}"


def review(desk_id: int, shop_ids: Collection[int], review_id: int) -> Review:
    """A buyer's review, locked until the command ends: everything that is written about one queues here. Else NotVisible."""
    return writing.locked(_reviews(desk_id, shop_ids, review_id))


def seen(desk_id: int, shop_ids: Collection[int], review_id: int) -> Review:
    """The review without a lock, for what concerns nobody else. Else NotVisible."""
    return writing.seen(_reviews(desk_id, shop_ids, review_id))


def own(desk_id: int, shop_ids: Collection[int], answer_id: int) -> OwnAnswer:
    """An answer that was written here, not locked. Else NotVisible."""
    return writing.seen(OwnAnswer.objects.filter(desk_id=desk_id, shop_id__in=shop_ids, pk=answer_id))


def shop(shop_id: int) -> ShopFacts:
    """The rules and the clock of a shop."""
    return writing.shop(shop_id)


def _reviews(desk_id: int, shop_ids: Collection[int], review_id: int) -> QuerySet[Review]:
    return Review.objects.filter(desk_id=desk_id, shop_id__in=shop_ids, pk=review_id, author=BUYER)
