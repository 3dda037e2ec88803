"""Ratings of buyers in templates: no queries, no rules."""

from datetime import timedelta

from django import template
from django.utils.translation import gettext, gettext_lazy

from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.domain.rules import PROFILES, RuleProfile


register = template.Library()
_STATES = {
    "queued": (gettext_lazy("being sent"), "send"),
    "sending": (gettext_lazy("being sent"), "send"),
    "moderated": (gettext_lazy("under moderation"), "eye"),
    "sent": (gettext_lazy("sent"), "check"),
    "unknown": (gettext_lazy("unknown whether it arrived; being checked"), "help"),
    "by_hand": (gettext_lazy("waits to be carried over by hand"), "copy"),
}
_TONES = {1: "badge--ok", 0: "badge--soon", -1: "badge--late"}


@register.filter
def rates_buyers(here: Here) -> bool:
    """Whether one of the shops shown rates its buyers, and the reader may see its orders."""
    return here.may(permissions.ORDERS_SEE) and any(PROFILES[shop.rules].rates_buyers for shop in here.shown)


@register.filter
def rating_state(state: str) -> str:
    """What became of a rating that was given here."""
    return str(_STATES[state][0]) if state in _STATES else gettext("Not sent")


@register.filter
def rating_icon(state: str) -> str:
    """The pictogram beside it."""
    return _STATES[state][1] if state in _STATES else "stop"


@register.filter
def rating_tone(verdict: int) -> str:
    """The dress of a verdict's badge."""
    return _TONES[verdict]


@register.filter
def window_days(rules: RuleProfile) -> int:
    """How many days both sides may review an order; 0 without a window."""
    return (rules.review_window or timedelta(0)) // timedelta(days=1)


@register.filter
def delay_minutes(rules: RuleProfile) -> int:
    """How many minutes after the later review both count."""
    return rules.both_sides_delay // timedelta(minutes=1)
