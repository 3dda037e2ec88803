"""How figures of answers are said and drawn: no queries, no rules."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext

from chat.domain import telling
from chat.domain.charts import Chart
from chat.domain.figures import ELSEWHERE, NOBODY, Round
from chat.domain.headline import Headline, Kind
from sellerdesk import wording
from sellerdesk.domain.rounding import shown


register = template.Library()
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


@register.filter
def share(value: Fraction | None) -> SafeString | str:
    """A share in percent with one decimal; a dash where there is none. Programs find the digits in `value`."""
    digits = telling.percent(value)
    return "–" if digits is None else format_html('<data value="{}">{}</data>', digits, wording.percent(digits, telling.PERCENT_DECIMALS))


@register.filter
def took(value: Fraction | None) -> SafeString | str:
    """A time as people say it; a dash where there is none. Programs find the seconds in `value`."""
    digits = telling.seconds(value)
    return "–" if digits is None else format_html('<data value="{}">{}</data>', digits, span(int(digits)))


@register.filter
def average(value: Fraction | None) -> SafeString | str:
    """A mean mark with two decimals."""
    digits = None if value is None else shown(value, telling.AVERAGE_DECIMALS)
    return "–" if digits is None else format_html('<data value="{}">{}</data>', digits, wording.number(digits, telling.AVERAGE_DECIMALS))


@register.filter
def lasted(value: timedelta | None) -> str:
    """How long one round took, in whole seconds."""
    return "–" if value is None else span(value // timedelta(seconds=1))


def span(seconds: int) -> str:
    """45 s, 2 min 5 s, 3 h 10 min, 2 d 4 h: the two largest parts."""
    if seconds < _MINUTE:
        return _("%(seconds)s s") % {"seconds": seconds}
    if seconds < _HOUR:
        minutes, rest = divmod(seconds, _MINUTE)
        return (
            _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": rest}
            if rest
            else _("%(minutes)s min") % {"minutes": minutes}
        )
    if seconds < _DAY:
        hours, rest = divmod(seconds // _MINUTE, _MINUTE)
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest} if rest else _("%(hours)s h") % {"hours": hours}
    days, rest = divmod(seconds // _HOUR, 24)
    said = wording.number(days)
    return _("%(days)s d %(hours)s h") % {"days": said, "hours": rest} if rest else _("%(days)s d") % {"days": said}


@register.filter
def within(target: timedelta | None) -> str:
    """How long an answer may take, as a part of a sentence. None: each shop has its own time."""
    if target is None:
        return _("in time")
    if target == timedelta(hours=1):
        return _("within the hour")
    return _("within %(span)s") % {"span": span(int(target.total_seconds()))}


@register.simple_tag
def headline(told: Headline, target: timedelta | None, *, mine: bool = False) -> str:
    """The answer of the page."""
    if told.kind is Kind.NOTHING:
        return _("You answered nothing in these days") if mine else _("Nobody asked anything in these days")
    if told.kind is Kind.RUNNING:
        return _("Nothing is late: everything that was asked still has time")
    if told.kind is Kind.ALL:
        said = ngettext("%(rounds)s round was answered %(within)s", "All %(rounds)s rounds were answered %(within)s", told.rounds)
        return said % {"rounds": wording.number(told.rounds), "within": within(target)}
    said = ngettext("%(share)s answered %(within)s, %(late)s was not", "%(share)s answered %(within)s, %(late)s were not", told.late)
    return said % {"share": wording.percent(told.share, told.decimals), "within": within(target), "late": wording.number(told.late)}


@register.filter
def period_name(kind: str) -> str:
    """What a period is called."""
    return {"today": _("Today"), "7": _("Last 7 days"), "30": _("Last 30 days"), "month": _("This month"), "days": _("These days")}[kind]


@register.filter
def fault(code: str) -> str:
    """What was wrong with the days that the address asked for, and what is shown instead."""
    return {
        "unreadable": _("These days could not be read. The last 30 days are shown."),
        "backwards": _("The first day came after the last one. They are shown the other way round."),
        "too_long": _("At most 366 days are shown at once: the last of those you asked for."),
    }[code]


@register.filter
def which_name(which: str) -> str:
    """What the rounds of a list are."""
    return {
        "all": _("All rounds"),
        "answered": _("Answered by a person"),
        "unanswered": _("Not answered by a person"),
        "done": _("Marked as done without an answer"),
        "in_time": _("Answered in time"),
        "late": _("Not answered in time"),
        "running": _("Not answered, still in time"),
        "daytime": _("Began 08:00–23:00"),
        "within_3": _("Answered within 3 minutes, 08:00–23:00"),
        "over_3": _("Not answered within 3 minutes, 08:00–23:00"),
        "capped": _("Began 08:00–23:00, in the mean of at most 10 minutes each"),
        "automatic": _("With an automatic answer"),
        "buyers": _("Buyers who asked, once a day"),
        "buyers_answered": _("Buyers answered on the day they asked"),
        "buyers_unanswered": _("Buyers not answered on the day they asked"),
    }[which]


@register.filter
def agent_name(agent: int, names: dict[int, str]) -> str:
    """Who answered."""
    if agent == ELSEWHERE:
        return _("On the marketplace")
    return _("Nobody yet") if agent == NOBODY else names.get(agent, _("Somebody who left"))


@register.filter
def weekday_name(number: int) -> str:
    """Mon to Sun of 1 to 7."""
    return wording.weekday(date(2024, 1, number))


@register.filter
def answerer(one: Round, names: dict[int, str]) -> str:
    """Who answered a round; nothing where nobody did."""
    return "" if one.who == NOBODY else agent_name(one.who, names)


@register.filter
def at(value: float) -> str:
    """A position in a drawing: a point for the decimals in every language, as style sheets want it."""
    return f"{value:.2f}"


@register.filter
def of_ordinal(day: int) -> date:
    """The day of an ordinal."""
    return date.fromordinal(day)


@register.simple_tag(takes_context=True)
def rounds_link(context: Context, which: str, **changes: Any) -> str:
    """The address of the rounds behind a figure of this page; `changes` narrow it (agent, sale, shop, hour, weekday, day)."""
    query = {**context["query"]}
    if (day := changes.pop("day", None)) is not None:
        query = {name: value for name, value in query.items() if name != "period"} | {"from": str(day), "to": str(day)}
    words = {ELSEWHERE: "elsewhere", NOBODY: "nobody"}
    if "agent" in changes:
        changes["agent"] = words.get(changes["agent"], changes["agent"])
    query |= {name: str(value) for name, value in changes.items()} | {"which": which}
    return f"{context['rounds_at']}?{urlencode(query)}"


@register.simple_tag(takes_context=True)
def marks_link(context: Context, agent: str, **changes: Any) -> str:
    """The address of the marks behind the satisfaction with an agent; `good` narrows it to those of 4 and 5."""
    query = {name: value for name, value in context["query"].items() if name != "agent"} | {"of": agent, **changes}
    return f"{context['figures_at']}marks/?{urlencode(query)}"


@register.simple_tag(takes_context=True)
def opened(context: Context, number: int, which: str, **changes: Any) -> SafeString | str:
    """A count that leads to its rounds; nought leads nowhere."""
    said = format_html('<data value="{}">{}</data>', number, wording.number(number))
    if not number:
        return said
    return format_html('<a class="row-link" href="{}">{}</a>', rounds_link(context, which, **changes), said)


@register.simple_tag
def bars(chart: Chart) -> SafeString:
    """The drawing of the days, stretched; every word stands on top of it as HTML."""
    grid = "".join(format_html('<path class="g-grid" d="M0 {}H100"/>', at(y)) for y, _value in chart.ticks)
    drawn = "".join(format_html('<path class="{}" d="{}"/>', bar.dress, bar.path) for bar in chart.bars)
    return format_html(
        '<svg class="plot" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">{}</svg>', SafeString(grid + drawn)
    )
