"""Findings in words: how goods came back, and what was done with them. No queries, no rules."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


register = template.Library()
CONDITIONS: dict[str, Promise] = {
    "": gettext_lazy("Photos"),
    "complete": gettext_lazy("Complete and unused"),
    "incomplete": gettext_lazy("Something was missing"),
    "damaged": gettext_lazy("Came back damaged"),
    "used": gettext_lazy("Came back used"),
    "wrong_thing": gettext_lazy("Something else was in it"),
    "empty": gettext_lazy("Nothing was in it"),
}
MOVED: dict[str, Promise] = {
    "wrong_thing": gettext_lazy("Something else came back"),
    "restocked": gettext_lazy("Put back in stock"),
    "written_off": gettext_lazy("Written off"),
    "repaired": gettext_lazy("Repaired"),
    "lost": gettext_lazy("Lost on the way back"),
    "pay_started": gettext_lazy("The payment began"),
}


@register.filter
def condition(code: str) -> str:
    """How the goods came back."""
    return str(CONDITIONS[code])


@register.filter
def goods_moved(code: str) -> str:
    """What was done with them."""
    return str(MOVED[code])
