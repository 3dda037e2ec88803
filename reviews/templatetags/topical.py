"""Topics in words. No queries, no rules."""

from collections.abc import Mapping, Sequence

from django import template

from sellerdesk.templatetags.complained import topic


register = template.Library()
register.filter(topic)


@register.filter
def topics_of(review_id: int, known: Mapping[int, Sequence[str]] | None) -> Sequence[str]:
    """The topics of one review of a list."""
    return (known or {}).get(review_id, ())


@register.filter
def number_of(numbers: Mapping[str, int], key: str) -> int:
    """How many complaints of a topic there are; none is 0."""
    return numbers.get(key, 0)
