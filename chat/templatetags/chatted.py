"""What was said, as it may be shown: escaped, with honest links and visible signs. No queries, no rules."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from urllib.parse import urlsplit

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy

from chat.domain import showing
from chat.domain.showing import Piece
from chat.queries.reading import Done, File, Message, Messages, Place
from sellerdesk import wording
from sellerdesk.domain import own_files
from sellerdesk.domain.cursors import micros
from sellerdesk.domain.scripts import lang_of
from sellerdesk.templatetags import parts


register = template.Library()
_DELIVERY = {
    "queued": (gettext_lazy("being sent"), ""),
    "sending": (gettext_lazy("being sent"), ""),
    "moderated": (gettext_lazy("under moderation"), ""),
    "refused": (gettext_lazy("not sent"), "late"),
    "unknown": (gettext_lazy("being checked whether it arrived"), "soon"),
    "by_hand": (gettext_lazy("to be carried over by hand"), "soon"),
    "cancelled": (gettext_lazy("taken back"), ""),
}
_KILO, _MEGA = 1024, 1024 * 1024


@register.simple_tag
def words(text: str, found: "re.Pattern[str] | None" = None) -> SafeString:
    """A text with its links, its visible signs, and what was searched for marked."""
    return rendered(showing.pieces(text, found or None))


@register.simple_tag
def excerpt(text: str, found: "re.Pattern[str] | None" = None) -> SafeString:
    """The part of a text in which something was found."""
    return rendered(showing.excerpt(text, found or None))


def rendered(pieces: Iterable[Piece]) -> SafeString:
    """The pieces as HTML. A link shows the whole address that it leads to."""
    return format_html_join("", "{}", ((_piece(piece),) for piece in pieces))


def _piece(piece: Piece) -> SafeString | str:
    match piece.kind:
        case "link":
            form = '<a href="{}" target="_blank" rel="noopener noreferrer nofollow"><bdi>{}</bdi></a>'
            return format_html(form, piece.text, piece.text)
        case "found":
            return format_html("<mark>{}</mark>", piece.text)
        case "turn":
            return format_html('<span class="sign" title="{}">{}</span>', _("A sign that turns the direction of the text"), piece.text)
    return piece.text


@register.filter
def unturned(text: str) -> str:
    """A line without the signs that turn its direction."""
    return showing.unturned(text)


@register.filter
def place(value: Place) -> str:
    """A message's place, for addresses."""
    return f"{micros(value.at)}-{value.sender}-{value.id}"


@register.simple_tag
def delivery(message: Message) -> SafeString | str:
    """What became of a message that was written here."""
    if message.delivery == "sent":
        return format_html(
            '<span class="sr-only">{}</span><svg class="icon icon--s" aria-hidden="true"><use href="#i-check"/></svg>', _("Sent")
        )
    if message.delivery not in _DELIVERY:
        return ""
    said, tone = str(_DELIVERY[message.delivery][0]), _DELIVERY[message.delivery][1]
    if message.delivery == "queued" and message.not_before is not None:
        said = _("to be sent at %(moment)s") % {"moment": wording.exactly(message.not_before)}
    return format_html('<span class="badge{}" title="{}">{}</span>', f" badge--{tone}" if tone else "", message.reason, said)


@register.simple_tag
def done(what: Done) -> str:
    """What somebody did with the conversation."""
    names = {"who": what.who, "to": what.to}
    if what.what == "chat.done":
        return _("%(who)s marked the chat done.") % names
    if what.what == "chat.reopened":
        return _("%(who)s opened the chat again.") % names
    if not what.to:
        return _("%(who)s put the chat back: nobody has it.") % names
    return (_("%(who)s took the chat.") if what.who == what.to else _("%(who)s passed the chat to %(to)s.")) % names


@register.filter
def shown_at(file: File) -> str:
    """The address from which a picture is shown in place; empty for what does not lie here."""
    return file.url if own_files.is_own(file.url) and file.state == "told" else ""


@register.filter
def host(address: str) -> str:
    """Where a file lies, for an address of the web; empty for anything that is no such address."""
    try:
        found = urlsplit(address)
    except ValueError:
        return ""
    return found.hostname or "" if found.scheme == "https" else ""


@register.filter
def size(number: int | None) -> str:
    """84 KB; nothing where it is not known."""
    if number is None:
        return ""
    if number < _MEGA:
        return _("%(number)s KB") % {"number": wording.number(max(1, number // _KILO))}
    return _("%(number)s MB") % {"number": wording.number(f"{number / _MEGA:.1f}", 1)}


@register.filter
def language(part: Messages) -> str:
    """What language the buyer writes in, by the letters of the newest message that has any: ru, zh or nothing."""
    return next((found for message in reversed(part.shown) if message.is_buyers and (found := lang_of(message.text))), "")


@register.simple_tag
def initials(name: str) -> str:
    """Two letters of a name."""
    return parts.initials(name)


@register.simple_tag(takes_context=True)
def shop_and_more(context: Context, since: Place | None, seen: int | None) -> str:
    """The query of the address at which the newest part of a thread is fetched again: from its first message on."""
    return parts.shop_query(context, **{"from": place(since) if since else "", "seen": "" if seen is None else str(seen)})


@register.simple_tag
def day_name(day: date, now: datetime) -> str:
    """Today, or the day with its name; of another year with that."""
    today = now.astimezone(timezone.get_current_timezone()).date()
    if day == today:
        return _("Today")
    return wording.long_day(day) if day.year == today.year else wording.whole_day(day)
