"""How answers are told apart in templates: no queries, no rules."""

from datetime import datetime

from django import template

from reviews.domain.answering import leaves_at
from reviews.queries.begun import OwnAnswer


register = template.Library()


@register.filter
def can_go_back(own: OwnAnswer, now: datetime) -> bool:
    """Whether an answer still waits for its first moment, or for a person's hand."""
    return own.state == "by_hand" or (own.state == "queued" and leaves_at(own.written_at) > now)
