"""The state of a delivery in templates: a pictogram and words, the same everywhere."""

from datetime import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sellerdesk.delivery import wording
from sellerdesk.delivery.queries import Delivery
from sellerdesk.templatetags.parts import icon


register = template.Library()
_INK = {"late": " late strong", "soon": " soon"}


@register.simple_tag
def delivery_state(delivery: Delivery | None, now: datetime, *, more: bool = True) -> SafeString | str:
    """A delivery's state for the bubble of a message; nothing where there is no delivery. `more` adds why or when."""
    if delivery is None:
        return ""
    said = wording.said(delivery, now=now)
    tail = format_html(" <span>{}</span>", said.more) if more and said.more else ""
    return format_html(
        '<span class="delivery-state{}" data-delivery="{}" data-state="{}">{}<span>{}</span>{}</span>',
        SafeString(_INK.get(said.tone, "")), delivery.id, said.key, icon(said.icon, "icon--s"), said.label, tail,
    )  # fmt: skip
