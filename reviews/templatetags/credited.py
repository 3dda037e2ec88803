"""The figures of the credit page in words, and the links that open them. No queries, no rules."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from reviews.domain.account import Asked, Rung
from reviews.domain.credit import Cell
from sellerdesk import wording
from sellerdesk.domain.rules import RuleProfile
from sellerdesk.web.rule_words import span


register = template.Library()
_OVERS = {
    "7": gettext_lazy("Last 7 days"),
    "30": gettext_lazy("Last 30 days"),
    "180": gettext_lazy("Last 180 days"),
    "older": gettext_lazy("Older"),
    "total": gettext_lazy("Total"),
}
_CAUSES = {
    "new_good": gettext_lazy("New good reviews"),
    "default_good": gettext_lazy("Default good reviews"),
    "new_neutral": gettext_lazy("New neutral reviews"),
    "new_bad": gettext_lazy("New bad reviews"),
    "new_same_item": gettext_lazy("New, not scored: same item"),
    "new_month_cap": gettext_lazy("New, not scored: past the month’s limit"),
    "changed": gettext_lazy("Changed to good"),
    "deleted_by_buyer": gettext_lazy("Deleted by the buyer"),
    "deleted_by_marketplace": gettext_lazy("Deleted by the marketplace"),
    "default_withdrawn": gettext_lazy("Default good withdrawn"),
    "struck": gettext_lazy("Trades struck"),
    "released": gettext_lazy("Scored after all"),
    "displaced": gettext_lazy("No longer scored"),
    "shifted": gettext_lazy("Not scored for another reason"),
}
_CAUSE_RULES = {
    "default_good": gettext_lazy("One side gave good, the other stayed silent."),
    "default_withdrawn": gettext_lazy("The good review that caused it was deleted."),
    "released": gettext_lazy("A review that stood before it is gone or is of another kind now."),
    "displaced": gettext_lazy("A review of the same buyer took its place."),
    "changed": gettext_lazy("By the buyer, from neutral or bad."),
    "struck": gettext_lazy("The marketplace took the trade out."),
}
_STANDING = {
    "good": gettext_lazy("Good reviews"),
    "neutral": gettext_lazy("Neutral reviews"),
    "bad": gettext_lazy("Bad reviews"),
    "scored": gettext_lazy("Scored reviews"),
    "same_item": gettext_lazy("Not scored: same item"),
    "month_cap": gettext_lazy("Not scored: past the month’s limit"),
    "pending": gettext_lazy("Not yet in effect"),
}
_CELLS = {
    Cell.NONE: gettext_lazy("not there"),
    Cell.GOOD: gettext_lazy("good"),
    Cell.NEUTRAL: gettext_lazy("neutral"),
    Cell.BAD: gettext_lazy("bad"),
    Cell.SAME_ITEM: gettext_lazy("not scored: same item"),
    Cell.MONTH_CAP: gettext_lazy("not scored: past the month’s limit"),
}
_PLUS, _MINUS = "+", "\N{MINUS SIGN}"


@register.filter
def over_name(over: str) -> str:
    """Which days a row of the split is over."""
    return str(_OVERS[over])


@register.filter
def cause_name(cause: str) -> str:
    """What moved the credit."""
    return str(_CAUSES[cause])


@register.filter
def cause_rule(cause: str) -> str:
    """The rule behind it, where its name does not say it all."""
    return str(_CAUSE_RULES.get(cause, ""))


@register.filter
def cell_name(cell: Cell) -> str:
    """Where a line stands."""
    return str(_CELLS[cell])


@register.filter
def asked_name(asked: Asked) -> str:
    """What the rows of a list are."""
    return str(_CAUSES[asked.which]) if asked.is_cause else str(_STANDING[asked.which])


@register.filter
def asked_days(asked: Asked) -> str:
    """Over which days they are."""
    if asked.is_cause:
        return _("This month, by the shop’s own days")
    if asked.which == "pending":
        return _("By when they take effect")
    if asked.over == "start":
        return _("As it was before this month")
    if asked.over == "total":
        return _("All that stand now")
    return _("%(days)s, by when they took effect") % {"days": _OVERS[asked.over]}


@register.filter
def signed(value: int) -> str:
    """+3, −2, or 0."""
    if not value:
        return "0"
    return f"{_PLUS if value > 0 else _MINUS}{wording.number(abs(value))}"


@register.filter
def plain(value: int) -> str:
    """A count or score, with a true minus sign."""
    return f"{_MINUS}{wording.number(-value)}" if value < 0 else wording.number(value)


@register.filter
def rung_range(rung: Rung) -> str:
    """The scores of a level."""
    if rung.first is None:
        return _("below %(score)s") % {"score": wording.number((rung.last or 0) + 1)}
    if rung.last is None:
        return _("%(score)s and more") % {"score": wording.number(rung.first)}
    return _("%(first)s to %(last)s") % {"first": wording.number(rung.first), "last": wording.number(rung.last)}


@register.filter
def rung_missing(rung: Rung) -> str:
    """How far the next level is."""
    if rung.missing is None:
        return _("The highest level.")
    said = ngettext("%(points)s point to level %(level)s", "%(points)s points to level %(level)s", rung.missing)
    return said % {"points": wording.number(rung.missing), "level": rung.level + 1}


@register.filter
def same_item_rule(rules: RuleProfile) -> str:
    """Rulebook 16 with the profile's own number."""
    if rules.same_item_gap is None:
        return _("Off on this marketplace.")
    return _("Of a buyer’s good reviews of one item, or of the bad ones, one in %(span)s scores.") % {"span": span(rules.same_item_gap)}


@register.filter
def month_cap_rule(rules: RuleProfile) -> str:
    """Rulebook 17 with the profile's own number."""
    most = rules.goods_per_buyer_month
    if most is None:
        return _("Off on this marketplace.")
    said = ngettext(
        "The first %(most)s good review of a buyer in a month scores.", "The first %(most)s good reviews of a buyer in a month score.", most
    )
    return said % {"most": most}


@register.filter
def pending_rule(rules: RuleProfile) -> str:
    """Rulebook 11 with the profile's own numbers."""
    if not rules.waits_for_both_sides:
        return _("A review takes effect at once, unless its own date is still to come.")
    delay, window = span(rules.both_sides_delay), span(rules.review_window or timedelta())
    return _("%(delay)s after both sides have reviewed, or %(window)s after the trade was completed.") % {"delay": delay, "window": window}


@register.simple_tag(takes_context=True)
def opened_credit(context: Context, number: int, which: str, over: str = "") -> SafeString | str:
    """A count that leads to its rows; nought leads nowhere."""
    said = format_html('<data value="{}">{}</data>', number, wording.number(number))
    if not number:
        return said
    more: dict[str, Any] = {"which": which, **({"over": over} if over else {})}
    return format_html('<a class="row-link" href="{}&amp;{}">{}</a>', context["rows_at"], urlencode(more), said)
