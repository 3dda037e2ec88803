"""What buyers complain of, in words. No queries, no rules."""

from django import template

from sellerdesk import topic_words
from sellerdesk.models import Product


register = template.Library()


@register.filter
def topic(key: str) -> str:
    """What a topic is called."""
    return topic_words.name(key)


@register.filter
def product_name(product: Product) -> str:
    """What a product is called: its title, or what the shop or the marketplace numbers it by."""
    return product.title or product.article or product.outside_id
