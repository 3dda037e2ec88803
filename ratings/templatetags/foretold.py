"""How a forecast is said and drawn: no queries, no rules."""

from datetime import date
from fractions import Fraction

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext

from ratings.domain.forecast import Z80, Z95, Habit, Step, digits
from ratings.domain.forecast_crossing import Crossing
from ratings.domain.forecast_drawing import DRAWN_DAYS, Ahead
from ratings.domain.forecast_reach import Hold, Reach
from sellerdesk import wording


register = template.Library()
_BAND_DRESS = ("g-band", "g-band")


def _number(value: float | Fraction, places: int) -> str:
    return wording.number(digits(value, places), places)


def _on(day: int) -> str:
    return wording.whole_day(date.fromordinal(day))


def _chance(probability: float) -> str:
    """In whole percent; what is nearly sure is not said to be so."""
    return wording.percent(digits(min(max(probability, 0.01), 0.99) * 100, 0), 0)


@register.filter
def estimate(value: float | Fraction, places: int = 2) -> str:
    """An estimate in the reader's digits."""
    return _number(value, places)


@register.filter
def low80(step: Step) -> float:
    """The lower end of the 80 % interval."""
    return step.interval(Z80)[0]


@register.filter
def high80(step: Step) -> float:
    """Its upper end."""
    return step.interval(Z80)[1]


@register.filter
def low95(step: Step) -> float:
    """The lower end of the 95 % interval."""
    return step.interval(Z95)[0]


@register.filter
def high95(step: Step) -> float:
    """Its upper end."""
    return step.interval(Z95)[1]


@register.simple_tag
def crossing_said(found: list[Crossing]) -> str:
    """The day on which a threshold is crossed, with its probability; the likeliest of several."""
    if not found:
        days = DRAWN_DAYS
        words = ngettext(
            "No threshold has one chance in ten to be crossed in the next %(days)s day.",
            "No threshold has one chance in ten to be crossed in the next %(days)s days.",
            days,
        )
        return words % {"days": days}
    one = found[0]
    named = {
        "threshold": _number(one.threshold, 2),
        "day": _on(one.day),
        "chance": _chance(one.probability),
        "later": _chance(one.at_end),
        "days": DRAWN_DAYS,
    }
    if one.falls and one.is_likely:
        return _("Probably below %(threshold)s on %(day)s (%(chance)s); in %(days)s days with %(later)s.") % named
    if one.falls:
        return _("May fall below %(threshold)s: a chance of %(chance)s on %(day)s.") % named
    if one.is_likely:
        return _("Probably at %(threshold)s again on %(day)s (%(chance)s); in %(days)s days with %(later)s.") % named
    return _("May reach %(threshold)s: a chance of %(chance)s on %(day)s.") % named


@register.simple_tag
def expected_said(step: Step) -> str:
    """What is expected on a day, and how far it may be off."""
    low, high = step.interval(Z80)
    lowest, highest = step.interval(Z95)
    return _("%(day)s: %(mean)s expected; between %(low)s and %(high)s with 80%%, between %(lowest)s and %(highest)s with 95%%.") % {
        "day": _on(step.day),
        "mean": _number(step.mean, 2),
        "low": _number(low, 2),
        "high": _number(high, 2),
        "lowest": _number(lowest, 2),
        "highest": _number(highest, 2),
    }


@register.simple_tag
def habit_said(usual: Habit) -> str:
    """What the forecast reckons with."""
    return _("Reckoned with %(pace)s new marks a day averaging %(mean)s, as of late; what leaves is known.") % {
        "pace": _number(usual.pace, 1),
        "mean": _number(usual.mean, 2),
    }


@register.filter
def reached_on(day: int | None) -> str:
    """A day, or that it is farther than half a year."""
    return _("not within six months") if day is None else _on(day)


@register.filter
def needed(one: Reach) -> str:
    """Five-star marks needed now, or that none suffice."""
    return _("out of reach") if one.needed is None else wording.number(one.needed)


@register.simple_tag
def hold_said(one: Hold, usual: Habit) -> str:
    """What new marks must average so that a threshold is held, or reached, by a day."""
    named = {"threshold": _number(one.threshold, 2), "day": _on(one.until), "usual": _number(usual.mean, 2)}
    if one.mean is None or one.is_out_of_reach:
        return _("%(threshold)s on %(day)s is out of reach: five stars each would not do at your usual pace.") % named
    if one.is_safe:
        return _("%(threshold)s holds through %(day)s whatever comes at your usual pace.") % named
    named["mean"] = _number(one.mean, 2)
    return _("%(threshold)s through %(day)s: new marks must average %(mean)s; now they average %(usual)s.") % named


@register.simple_tag
def drawn_ahead(ahead: Ahead) -> SafeString:
    """The forecast's lines, laid over the big chart."""
    parts = [format_html('<path class="{}" d="{}"/>', dress, path) for dress, path in zip(_BAND_DRESS, ahead.bands, strict=True)]
    parts.append(format_html('<path class="g-line g-fc" d="{}"/>', ahead.path))
    return format_html(
        '<svg class="plot plot--over" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        SafeString("".join(parts)),
    )
