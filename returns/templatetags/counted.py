"""How figures of refusals and claims are said and drawn: no queries, no rules."""

from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _, gettext_lazy, pgettext_lazy

from returns.domain import telling
from returns.domain.charting import Column, Control
from returns.domain.definitions import Tally, percent, seconds
from returns.domain.ranges import Range
from returns.domain.rates import Rate
from returns.templatetags.claimed import REASONS
from sellerdesk import wording
from sellerdesk.access import Here
from sellerdesk.domain import permissions


register = template.Library()
MEASURES: dict[str, Promise] = {
    "buyout": gettext_lazy("Taken by buyers"),
    "refused": pgettext_lazy("measure", "Refused"),
    "claimed": gettext_lazy("Claimed"),
    "refunded": gettext_lazy("Paid back"),
    "quality": gettext_lazy("Claimed for quality"),
    "refund_rate": gettext_lazy("Refund rate"),
    "quality_rate": gettext_lazy("Refunds for quality"),
    "dispute_rate": gettext_lazy("Disputes lost"),
    "joined_rate": gettext_lazy("Disputes"),
    "self_completion": gettext_lazy("Ended without the marketplace’s people"),
}
DEFINITIONS: dict[str, Promise] = {
    "buyout": gettext_lazy("Of the order lines placed in these days that reached a buyer or were refused: those that were not refused."),
    "refused": gettext_lazy("Of the order lines placed in these days: those that were not taken, whenever that was."),
    "claimed": gettext_lazy("Of the order lines placed in these days: those about which a claim was made, whenever that was."),
    "refunded": gettext_lazy("Of the order lines placed in these days: those for which money was paid back, whenever that was."),
    "quality": gettext_lazy("Of the order lines placed in these days: those whose first claim for money was first made for quality."),
    "refund_rate": gettext_lazy("Claims paid back in these days, whenever ordered, to order lines placed in these days (AS-10)."),
    "quality_rate": gettext_lazy(
        "First claims for money about a line, made in these days, whose first reason was quality, to order lines placed in these days."
        " A later reason, or the end of the claim, takes none out (AS-12)."
    ),
    "dispute_rate": gettext_lazy(
        "Claims for money in which the marketplace ruled for the buyer in these days, to order lines placed in these days (AS-11)."
    ),
    "joined_rate": gettext_lazy(
        "Claims for money that the marketplace joined in these days, however it ruled, to order lines placed in these days: the other"
        " way in which disputes are counted (AS-11)."
    ),
    "self_completion": gettext_lazy(
        "Of the claims for money that ended in these days: those whose last step was not taken by the marketplace’s people. What a clock"
        " ends counts as ended without them (AS-13)."
    ),
}
WHICH: dict[str, Promise] = {
    "lines": gettext_lazy("Order lines placed"),
    "bought": gettext_lazy("Order lines taken"),
    "refused": gettext_lazy("Order lines refused"),
    "claimed": gettext_lazy("Order lines claimed"),
    "refunded": gettext_lazy("Order lines paid back"),
    "quality": gettext_lazy("Order lines first claimed for quality"),
    "lost": gettext_lazy("Order lines paid back whose goods did not come back whole"),
    "whole_back": gettext_lazy("Orders sent of which nothing was kept"),
    "asked": gettext_lazy("Claims made"),
    "refunds": gettext_lazy("Claims paid back"),
    "first_quality": gettext_lazy("First claims made for quality"),
    "joined": gettext_lazy("Claims that the marketplace joined"),
    "disputes": gettext_lazy("Claims ruled for the buyer"),
    "finished": gettext_lazy("Claims that ended"),
    "self_finished": gettext_lazy("Claims that ended without the marketplace’s people"),
    "direct": gettext_lazy("Claims for a refund alone that ended"),
    "sent_back": gettext_lazy("Claims for a return that ended"),
}
DIMENSIONS: dict[str, Promise] = {
    "product": gettext_lazy("Products"),
    "reason": gettext_lazy("Reasons"),
    "stage": gettext_lazy("Stages"),
    "warehouse": gettext_lazy("Warehouses"),
    "region": gettext_lazy("Regions"),
    "courier": gettext_lazy("Couriers"),
}
STAGES: dict[str, Promise] = {
    "before_shipping": gettext_lazy("Before shipping"),
    "in_transit": gettext_lazy("On the way"),
    "at_pickup": gettext_lazy("At pick-up"),
    "expired": gettext_lazy("Storage ran out"),
    "": gettext_lazy("Stage not told"),
}
PERIODS: dict[str, Promise] = {
    "30": gettext_lazy("Last 30 days"),
    "90": gettext_lazy("Last 90 days"),
    "month": gettext_lazy("This month"),
    "last_month": gettext_lazy("Last month"),
    "year": gettext_lazy("Last 365 days"),
}
FAULTS: dict[str, Promise] = {
    "unreadable": gettext_lazy("These days could not be read. The last 30 days are shown."),
    "backwards": gettext_lazy("The first day came after the last one. They are shown the other way round."),
    "too_long": gettext_lazy("At most 731 days are shown at once: the last of those you asked for."),
}
MONEY: dict[str, Promise] = {
    "refund_minor": gettext_lazy("Paid back to buyers"),
    "shipping_minor": gettext_lazy("Shipping paid for nothing"),
    "lost_minor": gettext_lazy("Goods lost, at their price"),
}
MONEY_ROWS = {"refund_minor": "refunds", "shipping_minor": "whole_back", "lost_minor": "lost"}
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


@register.filter
def measure_name(code: str) -> str:
    """What a share is called."""
    return str(MEASURES[code])


@register.filter
def definition(code: str) -> str:
    """What is counted of what."""
    return str(DEFINITIONS[code])


@register.filter
def which_name(code: str) -> str:
    """What the rows behind a figure are."""
    return str(WHICH[code])


@register.filter
def dimension_name(code: str) -> str:
    """What figures are told by."""
    return str(DIMENSIONS[code])


@register.filter
def period_name(code: str) -> str:
    """What a period is called."""
    return str(PERIODS[code])


@register.filter
def fault(code: str) -> str:
    """What was wrong with the days that the address asked for, and what is shown instead."""
    return str(FAULTS[code])


@register.filter
def money_name(code: str) -> str:
    """A kind of cost."""
    return str(MONEY[code])


@register.filter
def money_rows(code: str) -> str:
    """Which rows an amount was added up from."""
    return MONEY_ROWS[code]


@register.filter
def amounts(tally: Tally, name: str) -> str:
    """One kind of money in every currency."""
    told = [wording.money(minor, currency) for currency, minor in telling.in_currencies(tally, name)]
    return wording.listed(told) if told else "–"


@register.simple_tag
def key_name(by: str, key: str, name: str = "") -> str:
    """A key of a dimension in words."""
    if by == "reason":
        return str(REASONS.get(key, key))
    if by == "stage":
        return str(STAGES[key])
    if by == "product":
        return name or key or _("Several products, or none named")
    return key or _("Not told")


@register.filter
def share(value: Fraction | None) -> SafeString | str:
    """A share in percent with one decimal; a dash where there is none. Programs find the digits in `value`."""
    digits = percent(value)
    return "–" if digits is None else _share(digits, get_language())


@lru_cache(maxsize=8192)
def _share(digits: str, _language: str | None) -> SafeString:
    """A page says the same shares many times, and to write one out costs more than the row around it."""
    return format_html('<data value="{}">{}</data>', digits, wording.percent(digits, 1))


@lru_cache(maxsize=8192)
def _percent(digits: str, _language: str | None) -> str:
    return wording.percent(digits, 1)


@register.filter
def interval(rate: Rate | None) -> str:
    """The 95 % interval of a share; nothing where there is none."""
    if rate is None or not rate.count:
        return ""
    low, high = percent(rate.low), percent(rate.high)
    assert low is not None
    assert high is not None
    language = get_language()
    return _("%(low)s to %(high)s") % {"low": _percent(low, language), "high": _percent(high, language)}


@register.simple_tag
def rate(tally: Tally, measure: Any) -> Rate | None:
    """A share of a tally with its interval."""
    return tally.rate(measure)


@register.simple_tag
def quotient(tally: Tally, measure: Any) -> Fraction | None:
    """A share of a tally."""
    return tally.quotient(measure)


@register.filter
def number_of(tally: Tally, name: str) -> int:
    """One count."""
    return tally.count(name)


@register.simple_tag
def mean(tally: Tally, duration: Any) -> SafeString | str:
    """How long ended claims took on average, as people say it. Programs find the seconds in `value`."""
    digits = seconds(tally.mean_seconds(duration))
    return "–" if digits is None else format_html('<data value="{}">{}</data>', digits, span(int(digits)))


def span(length: int) -> str:
    """45 s, 2 min, 3 h 10 min, 2 d 4 h: the two largest parts."""
    if length < _MINUTE:
        return _("%(seconds)s s") % {"seconds": length}
    if length < _HOUR:
        return _("%(minutes)s min") % {"minutes": length // _MINUTE}
    if length < _DAY:
        hours, rest = divmod(length // _MINUTE, 60)
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest} if rest else _("%(hours)s h") % {"hours": hours}
    days, rest = divmod(length // _HOUR, 24)
    said = wording.number(days)
    return _("%(days)s d %(hours)s h") % {"days": said, "hours": rest} if rest else _("%(days)s d") % {"days": said}


@register.filter
def at(value: float) -> str:
    """A position in a drawing: a point for the decimals in every language, as style sheets want it."""
    return f"{value:.2f}"


@register.filter
def sees_claims(here: Here) -> bool:
    """Whether the reader may read claims themselves."""
    return here.may(permissions.RETURNS_SEE)


@register.simple_tag(takes_context=True)
def opened(context: Context, number: int, which: str, **part: Any) -> SafeString | str:
    """A count that leads to its rows; nought leads nowhere. `part` narrows it: by and key, or product."""
    said = format_html('<data value="{}">{}</data>', number, wording.number(number))
    if not number:
        return said
    query = {**context["rows_query"], "which": which, **{name: str(value) for name, value in part.items()}}
    return format_html('<a class="row-link" href="{}?{}">{}</a>', context["rows_at"], urlencode(query), said)


@register.simple_tag(takes_context=True)
def of_week(context: Context, number: int, which: str, column: Column) -> SafeString | str:
    """A count of one week that leads to its rows: of those of its days that lie in the period."""
    first, last = date.fromisoformat(context["rows_query"]["from"]), date.fromisoformat(context["rows_query"]["to"])
    if "trend" in context:
        first, last = context["trend"].first, context["trend"].last
    days = {"from": str(max(first, column.begins)), "to": str(min(last, column.begins + timedelta(days=6)))}
    return opened(context, number, which, **days)


@register.simple_tag
def control(chart: Control) -> SafeString:
    """The drawing of a control chart, stretched; every word stands on top of it as HTML."""
    drawn = [format_html('<path class="g-grid" d="M0 {}H100"/>', at(y)) for y, _share in chart.ticks]
    drawn += [format_html('<path class="g-band" d="{}"/>', column.limits) for column in chart.columns if column.limits]
    drawn += [format_html('<path class="{}" d="{}"/>', column.dress, column.bar) for column in chart.columns if column.bar]
    if chart.middle is not None:
        drawn.append(format_html('<path class="g-cat" d="M0 {}H100"/>', at(chart.middle_y)))
    # Each part was made by format_html.
    return format_html(
        '<svg class="plot" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">{}</svg>', SafeString("".join(drawn))
    )


@register.simple_tag
def usual(low: float, high: float) -> str:
    """What is usual for as many."""
    return interval(Rate(0, 1, low, high))


@register.simple_tag
def beside(own: Range) -> SafeString | str:
    """Where a part lies beside its whole."""
    said = {"above": _("above"), "below": _("below"), "usual": _("usual"), "few": _("too few to say")}[own.place]
    dress = {"above": " badge--late", "below": " badge--ok"}.get(own.place)
    return said if dress is None else format_html('<span class="badge{}">{}</span>', dress, said)


@register.simple_tag(takes_context=True)
def amounts_link(context: Context, tally: Tally, name: str) -> SafeString | str:
    """An amount that leads to the rows it was added up from."""
    said = amounts(tally, name)
    if not tally.count(MONEY_ROWS[name]):
        return said
    query = urlencode({**context["rows_query"], "which": MONEY_ROWS[name]})
    return format_html('<a class="row-link" href="{}?{}">{}</a>', context["rows_at"], query, said)


@register.simple_tag(takes_context=True)
def rows_back(context: Context) -> str:
    """The query that leads from rows back to their figures."""
    return urlencode(context["rows_query"])


@register.simple_tag(takes_context=True)
def file_of(context: Context, by: str) -> str:
    """The address of a table of this page as a file; weeks are those that its chart shows."""
    query = {**context["rows_query"], "by": by}
    if by == "week" and "trend" in context:
        query |= {"from": str(context["trend"].first), "to": str(context["trend"].last)}
    return f"{context['csv_at']}?{urlencode(query)}"


@register.filter
def lasted(length: int) -> str:
    """How long a claim took."""
    return span(length)


@register.filter
def month_name(first: date) -> str:
    """October 2026."""
    return wording.month(first)
