"""The dots of the day line. There may be a hundred and more of them, so they are no template of their own."""

from collections.abc import Sequence
from urllib.parse import quote

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from sellerdesk.web.day_line import Mark


register = template.Library()
_MANY = SafeString(" data-many")


@register.simple_tag
def dots(marks: Sequence[Mark], base: str) -> SafeString:
    """Each dot as a link to its row; `base` is the query string of the queue's first page, to which another place is added.

    They are left out of the Tab order: the rows are all there too.
    """
    start = base if base.endswith("?") else f"{base}&"
    return format_html_join(
        "",
        '<a class="dayline__dot" style="--x:{}" href="{}#q{}" data-state="{}"{} tabindex="-1" aria-label="{}" title="{}"></a>',
        (
            (
                f"{mark.dot.x:.2f}",
                f"{start}after={quote(mark.cursor)}" if mark.cursor else "",
                mark.dot.item,
                mark.dot.state,
                _MANY if mark.dot.count > 1 else "",
                mark.words,
                mark.words,
            )
            for mark in marks
        ),
    )
