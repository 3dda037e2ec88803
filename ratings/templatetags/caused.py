"""How groups of orders and their pull are said: no queries, no rules."""

from fractions import Fraction

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, pgettext

from ratings.domain.causes import Pull
from ratings.domain.forecast import digits
from sellerdesk import order_traits, wording
from sellerdesk.templatetags.parts import icon


register = template.Library()


@register.filter
def cause_kind(kind: str) -> str:
    """What a kind of group is called."""
    own = {"courier": _("Courier"), "shipping": _("Handed over"), "on_the_way": _("On its way"), "product": _("Product")}
    return own.get(kind) or str(order_traits.label_of(kind) or kind)


@register.simple_tag
def cause_name(kind: str, code: str, title: str = "") -> str:
    """What a group is called."""
    own = {
        ("shipping", "late"): _("later than promised"),
        ("shipping", "in_time"): pgettext("parcel", "in time"),
        ("on_the_way", "to_3_days"): _("up to 3 days"),
        ("on_the_way", "to_7_days"): _("4 to 7 days"),
        ("on_the_way", "to_14_days"): _("8 to 14 days"),
        ("on_the_way", "over_14_days"): _("over 14 days"),
        ("product", "several"): _("orders of several products"),
        ("claim", "none"): _("no claim"),
        ("claim", "untold"): _("no reason told"),
        ("refusal", "none"): _("not refused"),
    }
    return own.get((kind, code)) or title or str(order_traits.code_of(kind, code) or code)


@register.simple_tag
def pulled(one: Pull) -> SafeString:
    """By how much a group moves the mean, with an arrow and a word."""
    sign, word = ("arrow-down", pgettext("rating", "down")) if one.by < 0 else ("arrow-up", pgettext("rating", "up"))
    size = wording.number(digits(max(one.by, -one.by), 4), 4)
    return format_html('<span class="delta">{}<span class="sr-only">{} </span>{}</span>', icon(sign), word, size)


@register.filter
def signed(value: float | Fraction) -> str:
    """A bound of a pull, with its sign."""
    shown = digits(-value if value < 0 else value, 4)
    return ("−" if value < 0 and shown.strip("0.") else "") + wording.number(shown, 4)
