"""A buyer's words with what they spoke for marked in them. No queries, no rules."""

from collections.abc import Iterable, Sequence

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _

from reviews.domain.lengths import split
from reviews.domain.marking import TONE, Piece, Spoken, pieces, within
from sellerdesk import topic_words, wording


register = template.Library()


@register.simple_tag
def marked(text: str, spoken: Iterable[Spoken] | str = ()) -> tuple[SafeString, SafeString]:
    """A long text as its beginning and the rest, lines kept. Every sign is escaped; what it is about is said to screen readers, too."""
    places = [] if isinstance(spoken, str) else list(spoken)
    beginning, rest = split(text)
    return _html(beginning, within(places, 0, len(beginning))), _html(rest, within(places, len(beginning), len(text)))


def _html(text: str, spoken: Sequence[Spoken]) -> SafeString:
    return format_html_join("", "{}", ((_piece(piece),) for piece in pieces(text, spoken)))


def _piece(piece: Piece) -> SafeString:
    words = linebreaksbr(piece.text)
    if not piece.whys:
        return words
    said = wording.listed(_("sounds negative") if why == TONE else topic_words.name(why) for why in piece.whys)
    look = " ".join(dict.fromkeys("tone" if why == TONE else "topic" for why in piece.whys))
    aloud = format_html('<span class="sr-only" lang="{}"> ({})</span>', get_language() or "", said)
    return format_html('<mark class="spoken" data-why="{}" title="{}">{}{}</mark>', look, said, words, aloud)
