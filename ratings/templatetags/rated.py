"""How ratings are said and drawn: no queries, no rules."""

from datetime import date
from fractions import Fraction
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext, pgettext

from ratings.domain.figures import Comparison, Figure, shown
from ratings.domain.headline import Headline, Kind, State
from sellerdesk import wording
from sellerdesk.domain.rules import RuleProfile
from sellerdesk.templatetags.parts import icon


register = template.Library()
SMALL_DIGITS = 2


@register.filter
def dimension(name: str) -> str:
    """What a dimension is called."""
    return {
        "described": _("As described"),
        "service": _("Service"),
        "dispatch": _("Dispatch"),
        "logistics": pgettext("rating", "Delivery"),
    }[name]


@register.filter
def window_name(kind: str) -> str:
    """What a window is called."""
    return {"6_months": _("6 months"), "180_days": _("180 days")}[kind]


@register.filter
def mean(value: Fraction | None, places: int = 4) -> str:
    """A mean, rounded half up; a dash where there is none."""
    return "–" if value is None else wording.number(shown(value, places), places)


@register.filter
def figure(value: Fraction | None) -> SafeString | str:
    """Two decimals large, the third and fourth small."""
    said = mean(value)
    return said if value is None else format_html("{}<small>{}</small>", said[:-SMALL_DIGITS], said[-SMALL_DIGITS:])


@register.filter
def share(count: int, whole: int) -> str:
    """How much of the whole, in percent with one decimal."""
    return wording.percent(shown(Fraction(100 * count, whole), 1), 1)


@register.filter
def width(count: int, whole: int) -> str:
    """The same as the length of a bar."""
    return shown(Fraction(100 * count, whole), 1)


@register.filter
def at(value: float) -> str:
    """A position in a drawing: a point for the decimals in every language, as style sheets want it."""
    return f"{value:.2f}"


@register.filter
def of_ordinal(day: int) -> date:
    """The day of an ordinal."""
    return date.fromordinal(day)


@register.filter
def axis(value: float) -> str:
    """A number on an axis of means."""
    return wording.number(f"{value:.2f}", 2)


@register.simple_tag
def standing(state: str, dress: str = "") -> SafeString | str:
    """The badge of a dimension: what its mean means for the shop."""
    tone, sign, words = {
        State.OPEN: ("ok", "check", _("Events open")),
        State.NO_EVENTS: ("late", "x", _("No events")),
        State.DEMOTED: ("late", "arrow-down", _("Search demoted")),
        State.NONE: ("", "minus", _("No marks")),
    }[State(state)]
    classes = " ".join(part for part in ("badge", f"badge--{tone}" if tone else "", dress) if part)
    return format_html('<span class="{}">{}{}</span>', classes, icon(sign), words)


@register.filter
def level_name(place: int, threshold: Fraction) -> str:
    """The name on a threshold's line: `place` 0 is the highest."""
    said = mean(threshold, 2)
    return (_("%(threshold)s official events"), _("%(threshold)s search demotion"))[place] % {"threshold": said}


@register.simple_tag
def headline(told: Headline) -> str:
    """The sentence that a page of ratings begins with."""
    if told.kind is Kind.PENDING:
        words = ngettext("%(count)s rating waits to count", "%(count)s ratings wait to count", told.pending)
        return words % {"count": wording.number(told.pending)}
    if told.kind is Kind.GONE:
        return _("No ratings in the window")
    if told.kind is Kind.NEVER:
        return _("No ratings yet")
    named = {"threshold": mean(told.threshold, 2), "below": told.below, "rated": told.rated}
    if told.kind is Kind.ALL_OPEN:
        return _all_open(told.rated) % named
    named |= {"dimension": dimension(told.dimension), "mean": mean(told.mean)}
    return _below(told) % named


def _all_open(rated: int) -> str:
    if rated == 1:
        return _("The one rating with marks reaches %(threshold)s")
    if rated == 4:
        return _("All four ratings reach %(threshold)s")
    return ngettext("%(rated)s rating has marks and reaches %(threshold)s", "All %(rated)s ratings with marks reach %(threshold)s", rated)


def _below(told: Headline) -> str:
    if told.kind is Kind.ONE_BELOW and told.by_a_hair:
        if told.state is State.DEMOTED:
            return _("%(dimension)s: less than 0.0001 below %(threshold)s, listings rank lower in search")
        return _("%(dimension)s: less than 0.0001 below %(threshold)s, no official events")
    if told.kind is Kind.ONE_BELOW:
        if told.state is State.DEMOTED:
            return _("%(dimension)s %(mean)s: below %(threshold)s, listings rank lower in search")
        return _("%(dimension)s %(mean)s: below %(threshold)s, no official events")
    if told.state is State.DEMOTED:
        return ngettext(
            "%(below)s rating is below %(threshold)s: listings rank lower in search",
            "%(below)s ratings are below %(threshold)s: listings rank lower in search",
            told.below,
        )
    return ngettext(
        "%(below)s rating is below %(threshold)s: no official events",
        "%(below)s ratings are below %(threshold)s: no official events",
        told.below,
    )


@register.filter
def why(reason: str) -> str:
    """Why ratings do not count."""
    return {
        "pending": _("Given, not in effect yet"),
        "month_cap": _("Past what one buyer may give in a month"),
        "voided": _("The marketplace struck the trade"),
    }[reason]


@register.filter
def on_day(reason: str) -> str:
    """What the day of a row of ratings that do not count says."""
    return {
        "pending": _("Begin to count"),
        "month_cap": _("Given, past what one buyer may give in a month"),
        "voided": _("Given, the trade was struck"),
    }[reason]


@register.simple_tag
def rule(reason: str, rules: RuleProfile) -> str:
    """The rule of the marketplace that leaves them out, with its numbers."""
    if reason == "voided":
        return _("What hangs on a struck trade never counts")
    if reason == "month_cap":
        if rules.ratings_per_buyer_month is None:
            return _("This marketplace counts all of them")
        cap = rules.ratings_per_buyer_month
        said = ngettext("The first %(count)s of a buyer in a month counts", "The first %(count)s of a buyer in a month count", cap)
        return said % {"count": cap}
    if rules.waits_for_both_sides and rules.review_window is not None:
        minutes, days = rules.both_sides_delay.seconds // 60, rules.review_window.days
        return _("Counts %(minutes)s min after both sides have reviewed, else %(days)s days after the trade") % {
            "minutes": minutes,
            "days": days,
        }
    return _("Counts at once")


@register.filter
def formula(one: Figure) -> str:
    """(5 × 2,204 + 4 × 131 + …) ÷ 2,603, the marks written out."""
    parts = " + ".join(f"{stars} × {wording.number(count)}" for stars, count in sorted(enumerate(one.stars, start=1), reverse=True))
    return f"({parts}) ÷ {wording.number(one.count)}"


@register.simple_tag
def moved(delta: Fraction | None, days: int) -> SafeString | str:
    """How far a mean moved, with an arrow and a word: colours of trends mean the opposite in China."""
    if delta is None:
        return ""
    size = mean(abs(delta))
    since = ngettext("%(size)s in %(days)s day", "%(size)s in %(days)s days", days) % {"size": size, "days": days}
    if not delta:
        return format_html('<span class="delta">{}{}</span>', icon("equal"), _("unchanged"))
    sign, word = ("arrow-up", pgettext("rating", "up")) if delta > 0 else ("arrow-down", pgettext("rating", "down"))
    return format_html('<span class="delta">{}<span class="sr-only">{} </span>{}</span>', icon(sign), word, since)


@register.simple_tag
def against(found: Comparison) -> SafeString:
    """Above or below the category, as a share of the way to its edge (rulebook 8): an arrow and words, never a colour alone."""
    share_ = wording.percent(shown(found.share * 100, 1), 1)
    sign, words = {
        "above": ("arrow-up", _("%(share)s above category")),
        "below": ("arrow-down", _("%(share)s below category")),
        "level": ("equal", _("level with category")),
    }[found.side]
    return format_html('<span class="delta">{}{}</span>', icon(sign), words % {"share": share_})


@register.simple_tag
def drawn(trend: Any) -> SafeString:
    """The lines of the big chart, stretched; every word stands on top of it as HTML."""
    parts = [format_html('<path class="g-grid" d="M0 {}H100"/>', at(y)) for y, _value in trend.ticks]
    for dress, level in zip(("g-46", "g-44"), trend.levels, strict=True):
        parts.append(format_html('<path class="{}" d="M0 {}H100"/>', dress, at(level.y)))
    if trend.category_y is not None:
        parts.append(format_html('<path class="g-cat" d="M0 {}H100"/>', at(trend.category_y)))
    parts += [format_html('<path class="g-line" d="{}"/>', path) for path in trend.paths]
    if trend.last is not None:
        parts += [format_html('<path class="{}" d="M{} {}h.01"/>', dress, *map(at, trend.last)) for dress in ("g-dot", "g-dot g-dot--in")]
    return format_html(
        '<svg class="plot" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">{}</svg>', SafeString("".join(parts))
    )


@register.simple_tag
def sparkline(spark: Any, name: str) -> SafeString:
    """The small line of a dimension."""
    parts = [format_html('<path class="g-area" d="{}"/>', path) for path in spark.areas]
    if spark.threshold_y is not None:
        parts.insert(0, format_html('<path class="g-46 g-thin" d="M0 {}H100"/>', at(spark.threshold_y)))
    parts += [format_html('<path class="g-line g-thin" d="{}"/>', path) for path in spark.paths]
    if spark.last is not None:
        parts.append(format_html('<path class="g-dot g-dot--s" d="M{} {}h.01"/>', *map(at, spark.last)))
    return format_html(
        '<svg class="spark" viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        _("%(dimension)s over the last half year") % {"dimension": dimension(name)},
        SafeString("".join(parts)),
    )
