"""How moves of ratings are said: no queries, no rules."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ratings.domain import digits
from ratings.domain.alerts import AHEAD, BELOW, FELL, Alert
from ratings.domain.digits import Net
from ratings.domain.leaving import Leaving
from ratings.domain.splitting import Part, Reason
from ratings.templatetags.rated import at, dimension, mean
from sellerdesk import wording
from sellerdesk.domain.days import WindowKind, window_first


register = template.Library()
MINUS = "\N{MINUS SIGN}"


@register.filter
def causes(reasons: Sequence[Reason]) -> str:
    """Why marks came or went; several causes that are told together."""
    words = {
        Reason.NEW: _("New marks"),
        Reason.EFFECTIVE: _("Newly in effect"),
        Reason.LEFT: _("Left the window"),
        Reason.STRUCK: _("Struck"),
        Reason.CAP: _("Monthly cap"),
        Reason.RESTATED: _("Told late"),
    }
    return " · ".join(words[reason] for reason in reasons)


@register.simple_tag
def day_rows(days: Sequence[Any]) -> SafeString:
    """The rows of all days, the latest first: a year of them, so they are written out here and not by a loop of a template."""
    return SafeString("".join(map(_day_row, reversed(days))))


def _day_row(day: Any) -> str:
    # Days and numbers are our own words; what somebody wrote is escaped.
    notes = format_html_join("; ", "<bdi>{}</bdi>", ((note.text,) for note in day.notes)) if day.notes else ""
    return (
        f'<tr data-day="{day.day.isoformat()}" data-x="{at(day.x)}"><td>{wording.whole_day(day.day)}</td>'
        f'<td class="r num">{mean(day.figure.mean)}</td><td class="r num">{wording.number(day.figure.count)}</td><td>{notes}</td></tr>'
    )


@register.simple_tag
def leaving_rows(rows: Sequence[Leaving]) -> SafeString:
    """The rows of what leaves, day by day: up to 90 of our own days and numbers, written out here as those of all days are."""
    return SafeString("".join(map(_leaving_row, rows)))


def _leaving_row(row: Leaving) -> str:
    days = dict.fromkeys((row.first, row.last))
    named = " – ".join(f'<span class="nowrap">{wording.day(date.fromordinal(day))}</span>' for day in days)
    return (
        f'<tr><td>{named}</td><td class="r num">{wording.number(row.marks.count)}</td>'
        f'<td class="r num">{mean(row.marks.mean, 2)}</td><td class="r num">{mean(row.then.mean)}</td></tr>'
    )


@register.filter
def signed(value: int) -> str:
    """A number with its sign."""
    return _with_sign(wording.number(abs(value)), value)


@register.filter
def signed_mean(value: Fraction | None, places: int = digits.PART_DECIMALS) -> str:
    """By how much a mean moved, with its sign; a dash where there is none."""
    if value is None:
        return "–"
    said = digits.decimal(value, places) or ""
    return _with_sign(wording.number(said.lstrip("-"), places), value)


def _with_sign(said: str, value: int | Fraction) -> str:
    return f"+{said}" if value > 0 else f"{MINUS}{said}" if value < 0 else said


@register.filter
def fraction(value: Fraction | None) -> str:
    """A fraction as it is."""
    said = digits.exact(value)
    return "–" if said is None else said.replace("-", MINUS)


@register.filter
def net(part: Part) -> Net:
    """What may be told of the marks of a part."""
    return digits.net(part)


@register.filter
def begins(kind: WindowKind, today: date) -> date:
    """The first day of a window that ends today."""
    return date.fromordinal(window_first(today.toordinal(), kind))


@register.filter
def alert(one: Alert) -> str:
    """What has become so."""
    named = {"dimension": dimension(one.dimension), "threshold": mean(one.threshold, 2)}
    if one.what == BELOW:
        return _("%(dimension)s is below %(threshold)s") % named
    if one.what == AHEAD:
        return _("%(dimension)s will probably fall below %(threshold)s") % named
    if one.what == FELL:
        return _("%(dimension)s fell by 0.05 or more within 7 days") % named
    return _("%(dimension)s: the category is above the shop") % named
