"""The review, question or answer that a command is about, for who may see its shop."""

from collections.abc import Collection

from reviews.domain.answering import About
from reviews.domain.facts import BUYER
from reviews.models import OwnAnswer, Question, Review
from sellerdesk import shops
from sellerdesk.errors import NotVisible
from sellerdesk.shops import ShopFacts


def subject_of(review_id: int) -> str:
    """What work items, leases and lanes about a review are about."""
    return f"review:{review_id}"


def review(desk_id: int, shop_ids: Collection[int], review_id: int) -> Review:
    """A buyer's review, locked until the command ends: everything that is written about one queues here. Else NotVisible."""
    found = Review.objects.select_for_update(no_key=True).filter(desk_id=desk_id, shop_id__in=shop_ids, pk=review_id, author=BUYER).first()
    if found is None:
        raise NotVisible
    return found


def seen(desk_id: int, shop_ids: Collection[int], review_id: int) -> Review:
    """The review without a lock, for what concerns nobody else. Else NotVisible."""
    found = Review.objects.filter(desk_id=desk_id, shop_id__in=shop_ids, pk=review_id, author=BUYER).first()
    if found is None:
        raise NotVisible
    return found


def question(desk_id: int, shop_ids: Collection[int], question_id: int) -> Question:
    """A question, locked until the command ends, as a review is. Else NotVisible."""
    found = Question.objects.select_for_update(no_key=True).filter(desk_id=desk_id, shop_id__in=shop_ids, pk=question_id).first()
    if found is None:
        raise NotVisible
    return found


def lock(desk_id: int, shop_ids: Collection[int], about: About) -> Review | Question:
    """What an answer is about, locked until the command ends. Else NotVisible."""
    return (review if about.kind == "review" else question)(desk_id, shop_ids, about.id)


def look(desk_id: int, shop_ids: Collection[int], about: About) -> None:
    """NotVisible where it is not there, or not in these shops."""
    if about.kind == "review":
        seen(desk_id, shop_ids, about.id)
    elif not Question.objects.filter(desk_id=desk_id, shop_id__in=shop_ids, pk=about.id).exists():
        raise NotVisible


def own(desk_id: int, shop_ids: Collection[int], answer_id: int) -> OwnAnswer:
    """An answer that was written here, not locked. Else NotVisible."""
    found = OwnAnswer.objects.filter(desk_id=desk_id, shop_id__in=shop_ids, pk=answer_id).first()
    if found is None:
        raise NotVisible
    return found


def shop(shop_id: int) -> ShopFacts:
    """The rules and the clock of a shop."""
    found = shops.by_id(shop_id)
    if found is None:
        raise NotVisible
    return found
