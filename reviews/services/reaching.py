"""The review, question or answer that a command is about, for who may see its shop."""

from collections.abc import Collection

from django.db.models import QuerySet

from reviews.domain.answering import About
from reviews.domain.facts import BUYER
from reviews.models import OwnAnswer, Question, Review
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


def question(desk_id: int, shop_ids: Collection[int], question_id: int) -> Question:
    """A question, locked until the command ends, as a review is. Else NotVisible."""
    return writing.locked(_questions(desk_id, shop_ids, question_id))


def lock(desk_id: int, shop_ids: Collection[int], about: About) -> Review | Question:
    """What an answer is about, locked until the command ends. Else NotVisible."""
    return (review if about.kind == "review" else question)(desk_id, shop_ids, about.id)


def look(desk_id: int, shop_ids: Collection[int], about: About) -> None:
    """NotVisible where it is not there, or not in these shops."""
    if about.kind == "review":
        seen(desk_id, shop_ids, about.id)
    else:
        writing.seen(_questions(desk_id, shop_ids, about.id))


def own(desk_id: int, shop_ids: Collection[int], answer_id: int) -> OwnAnswer:
    """An answer that was written here, not locked. Else NotVisible."""
    return writing.seen(OwnAnswer.objects.filter(desk_id=desk_id, shop_id__in=shop_ids, pk=answer_id))


def shop(shop_id: int) -> ShopFacts:
    """The rules and the clock of a shop."""
    return writing.shop(shop_id)


def _reviews(desk_id: int, shop_ids: Collection[int], review_id: int) -> QuerySet[Review]:
    return Review.objects.filter(desk_id=desk_id, shop_id__in=shop_ids, pk=review_id, author=BUYER)


def _questions(desk_id: int, shop_ids: Collection[int], question_id: int) -> QuerySet[Question]:
    return Question.objects.filter(desk_id=desk_id, shop_id__in=shop_ids, pk=question_id)
