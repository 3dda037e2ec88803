"""How answers are told apart in templates: no queries, no rules."""

from datetime import datetime

from django import template

from reviews.domain.answering import leaves_at
from reviews.queries.begun import OwnAnswer
from reviews.queries.reading import Review
from sellerdesk.domain.scripts import lang_of


register = template.Library()


@register.filter
def can_go_back(own: OwnAnswer, now: datetime) -> bool:
    """Whether an answer still waits for its first moment, or for a person's hand."""
    return own.state == "by_hand" or (own.state == "queued" and leaves_at(own.written_at) > now)


@register.filter
def spoken(review: Review) -> str:
    """The language of a review by its letters: ru, zh or nothing."""
    return lang_of(review.text or review.pros or review.cons or review.title)
