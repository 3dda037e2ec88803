"""How answers are told apart in templates: no queries, no rules."""

from datetime import datetime

from django import template

from reviews.queries.begun import OwnAnswer


register = template.Library()


@register.filter
def can_go_back(own: OwnAnswer, now: datetime) -> bool:
    """Whether an answer still waits for its first moment, or for a person's hand."""
    return own.state == "by_hand" or (own.leaves_at is not None and own.leaves_at > now)
