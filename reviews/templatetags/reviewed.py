"""What became of a review, in words. No queries, no rules."""

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy

from reviews.domain.standing import Standing
from reviews.domain.state import State, Window
from reviews.domain.verdicts import Verdict
from sellerdesk import wording
from sellerdesk.domain import own_files
from sellerdesk.feed import sentences


register = template.Library()
SOON = 3
"""A badge says "soon" of the edit window from so many days left on."""
_VERDICTS = {Verdict.BAD: gettext_lazy("bad"), Verdict.NEUTRAL: gettext_lazy("neutral"), Verdict.GOOD: gettext_lazy("good")}
_STATUSES = {
    "placed": gettext_lazy("placed"),
    "shipped": gettext_lazy("shipped"),
    "delivered": gettext_lazy("delivered"),
    "completed": gettext_lazy("completed"),
    "refused": pgettext_lazy("order", "refused"),
    "cancelled": pgettext_lazy("order", "cancelled"),
}
_BADGES = {
    "rejected": (gettext_lazy("rejected"), ""),
    "waiting": (gettext_lazy("waits for its order"), ""),
    "struck": (gettext_lazy("trade struck"), ""),
    "deleted": (gettext_lazy("deleted"), ""),
    "changed": (gettext_lazy("changed to good"), "ok"),
    "follow_up": (gettext_lazy("follow-up"), "accent"),
    "answered": (gettext_lazy("answered"), "ok"),
    "photo": (gettext_lazy("photo"), ""),
}
_WHY = {
    "waiting": gettext_lazy("It does not count yet: its order has not come."),
    "no_order": gettext_lazy("It does not count: it names no order."),
    "struck": gettext_lazy("It does not count: the marketplace struck the trade."),
    "deleted": gettext_lazy("It counts no more: it was deleted."),
    "not_yet": gettext_lazy("It does not count yet."),
    "same_item": gettext_lazy("It does not count: the same buyer reviewed the same item shortly before, and one such review counts."),
    "month_cap": gettext_lazy("It does not count: the first good reviews of a buyer in a month count, and this is a later one."),
}
_FLAGS = {
    "bad": gettext_lazy("bad verdict"),
    "neutral": gettext_lazy("neutral verdict"),
    "low_stars": gettext_lazy("few stars"),
    "text": gettext_lazy("its text"),
    "follow_up": gettext_lazy("its follow-up"),
}


@register.filter
def order_status(status: str) -> str:
    """How far an order has come."""
    return str(_STATUSES.get(status, status))


@register.filter
def verdict(value: Verdict) -> str:
    """Good, neutral or bad."""
    return str(_VERDICTS[value])


@register.simple_tag
def badge(name: str, state: State, edit: Window | None) -> SafeString:
    """One badge of a row. A rejected or waiting review says why in its title."""
    title = sentences.sentence(state.ruling) if name in {"rejected", "waiting"} else ""
    if name == "edit" and edit is not None:
        text, tone = ngettext("%(days)s d to edit", "%(days)s d to edit", edit.left) % {"days": wording.number(edit.left)}, ""
        tone = "soon" if edit.left <= SOON else ""
    else:
        text, tone = str(_BADGES[name][0]), _BADGES[name][1]
    return _badge(text, tone, title)


@lru_cache(maxsize=256)
def _badge(text: str, tone: str, title: str) -> SafeString:
    dress = f" badge--{tone}" if tone else ""
    return format_html('<span class="badge{}"{}>{}</span>', dress, format_html(' title="{}"', title) if title else "", text)


@register.filter
def flags(reasons: Iterable[str]) -> str:
    """Why a review was flagged, all reasons in one."""
    return wording.listed(str(_FLAGS.get(reason, reason)) for reason in reasons)


@register.filter
def sentence(code: str) -> str:
    """What a ruling means."""
    return sentences.sentence(code)


@register.simple_tag
def why(standing: Standing) -> str:
    """Why a review counts, or does not."""
    if standing.why == "counts":
        points = {1: _("It counts as good: +1."), 0: _("It counts as neutral: 0."), -1: _("It counts as bad: −1.")}
        return points[standing.points or 0]
    if standing.why == "not_yet" and standing.at is not None:
        return _("It does not count yet. It does from %(moment)s.") % {"moment": wording.exactly(standing.at)}
    if standing.why in _WHY:
        return str(_WHY[standing.why])
    return _("It was rejected and does not count. %(reason)s") % {"reason": sentences.sentence(standing.why)}


@register.filter
def host(address: str) -> str:
    """Where a picture lies, for an address of the web; empty for anything that is no such address."""
    try:
        found = urlsplit(address)
    except ValueError:
        return ""
    return found.hostname or "" if found.scheme in {"http", "https"} else ""


@register.filter
def lies_here(address: str) -> bool:
    """Whether a picture is one of our own files, which the page may load; nothing from elsewhere is shown in place."""
    return own_files.is_own(address)
