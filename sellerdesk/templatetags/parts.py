"""The marks that pages are made of: pictograms, stars, deadlines, avatars, pictures. No queries, no rules."""

from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sellerdesk import wording
from sellerdesk.domain import deadlines, own_files
from sellerdesk.domain.scripts import lang_of
from sellerdesk.web.icons import ICONS


register = template.Library()
STARS = range(1, 6)
_MARKETS = {"wildberries": ("WB", "Wildberries"), "taobao": ("TB", "Taobao")}


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, dress: str = "") -> SafeString:
    """A pictogram by our name for it; `dress` adds classes. An unknown name is a KeyError, not a hole in the page."""
    ICONS[name]
    return format_html('<svg class="icon{}" aria-hidden="true"><use href="#i-{}"/></svg>', f" {dress}" if dress else "", name)


@register.simple_tag
def stars(number: int | None) -> SafeString | str:
    """One to five stars with their number in words; nothing where there are none."""
    if number is None:
        return ""
    drawn = format_html_join(
        "",
        '<svg viewBox="0 0 24 24"{} aria-hidden="true"><use href="#i-star"/></svg>',
        ((SafeString(' class="on"') if place <= number else "",) for place in STARS),
    )
    label = _("%(number)s of 5 stars") % {"number": number}
    return format_html('<span class="stars" role="img" aria-label="{}">{}</span>', label, drawn)


@register.simple_tag
def sla(opened_at: datetime, due_at: datetime | None, now: datetime, dress: str = "") -> SafeString:
    """The time that is left, with the pie of the time that is gone. The words are kept current by the page's script."""
    if due_at is None:
        return format_html('<span class="sla{}" data-none>{}</span>', f" {dress}" if dress else "", _("no deadline"))
    state = deadlines.urgency(opened_at, due_at, now)
    return format_html(
        '<time class="sla{}"{} style="--used:{}" datetime="{}" data-opened="{}" title="{}" data-due>{}</time>',
        f" {dress}" if dress else "",
        format_html(' data-state="{}"', state) if state else "",
        f"{deadlines.used(opened_at, due_at, now):.3f}",
        due_at.isoformat(),
        opened_at.isoformat(),
        wording.exactly(due_at),
        wording.deadline(due_at, now=now),
    )


@register.simple_tag
def market(rules: str) -> SafeString | str:
    """The marketplace's two letters; nothing where the rules belong to none."""
    if rules not in _MARKETS:
        return ""
    code, name = _MARKETS[rules]
    return format_html('<abbr class="market" title="{}">{}</abbr>', name, code)


@register.simple_tag
def avatar(name: str, dress: str = "") -> SafeString:
    """A person's initials, with the whole name in the title."""
    return format_html('<span class="avatar{}" title="{}">{}</span>', f" {dress}" if dress else "", name, initials(name))


def initials(name: str) -> str:
    """Two letters of a name or an address; a Chinese name gives its first character, never a part of a given name."""
    words = name.split("@", maxsplit=1)[0].replace(".", " ").replace("_", " ").split()
    if not words:
        return "?"
    if "\u4e00" <= words[0][0] <= "\u9fff":
        return words[0][0]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else words[0][1:2])).upper()


@register.simple_tag
def thumb(image: str, dress: str = "") -> SafeString:
    """A listing's picture. Only pictures that lie here are shown: the page may load nothing from elsewhere."""
    classes = f"thumb {dress}".strip()
    if own_files.is_own(image) or image.startswith("data:image/"):
        return format_html('<span class="{}"><img src="{}" alt="" loading="lazy"></span>', classes, image)
    return format_html('<span class="{} thumb--none">{}</span>', classes, icon("box", "icon--s"))


@register.simple_tag
def lang(text: str) -> SafeString | str:
    """The lang attribute of a buyer's text, where its letters tell."""
    found = lang_of(text)
    return format_html(' lang="{}"', found) if found else ""


@register.simple_tag(takes_context=True)
def here_link(context: Context, **changes: Any) -> str:
    """The query string of this page with some parameters changed; None or empty takes one out, and the page cursor always goes."""
    query = context["request"].GET.copy()
    query.pop("after", None)
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode() if query else "?"


@register.simple_tag(takes_context=True)
def shop_query(context: Context, **more: Any) -> str:
    """`?shop=…` where a shop is chosen, so that links to other rooms keep it; `more` are further parameters."""
    place = context.get("here")
    chosen = {"shop": place.chosen.slug} if place and place.chosen else {}
    query = {**chosen, **{name: value for name, value in more.items() if value not in (None, "")}}
    return "?" + urlencode(query) if query else ""
