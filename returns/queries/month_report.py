"""A month's report: its figures and those of the month before, the weeks up to it, why, and the products most often not kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from returns.domain import charting, periods, ranges
from returns.domain.behind import Part
from returns.domain.charting import Control, Paretoed
from returns.domain.definitions import COHORT, HITS, Measure, Tally
from returns.domain.periods import Period
from returns.domain.ranges import Range
from returns.domain.spans import weeks
from returns.queries import figure_tables, figures
from returns.queries.figures import Keyed, Scope
from sellerdesk.domain.days import shift_months
from sellerdesk.shops import ShopFacts


WORST: Final = 10
"""Products of the month's report."""
TREND_MONTHS: Final = 3
MOST_OF: Final[tuple[Measure, Measure]] = ("refused", "claimed")


@dataclass(frozen=True, slots=True)
class Row:
    """One key of a table, and what is usual for as many lines, by measure."""

    line: Keyed
    ranges: Mapping[str, Range]


@dataclass(frozen=True, slots=True)
class Report:
    """The month by its first day; `trend` are the days of the charts."""

    month: date
    earlier: date
    later: date | None
    scope: Scope
    is_running: bool
    total: Tally
    before: Tally
    trend: Period
    charts: Sequence[tuple[Measure, Control]]
    causes: Sequence[tuple[str, Sequence[Paretoed]]]
    worst: Sequence[tuple[Measure, Sequence[Row]]]


def read(shop: ShopFacts, given: str, now: datetime) -> Report:
    """The report of a month such as 2026-03; of the last whole one where that is none."""
    today = date.fromordinal(shop.day(now))
    month = periods.month(given, today=today)
    earlier, later, scope = shift_months(month, -1), shift_months(month, 1), Scope(shop, periods.month_period(month))
    trend = Scope(shop, Period("days", shift_months(month, 1 - TREND_MONTHS), scope.period.last))
    months = figures.months(trend)
    total = months.get(month, Tally())
    worst = {measure: figure_tables.lines(scope, "product", order=measure, size=WORST)[0] for measure in MOST_OF}
    return Report(
        month=month, earlier=earlier, later=later if later <= today else None, scope=scope, is_running=scope.period.last >= today,
        total=total, before=months.get(earlier, Tally()), trend=trend.period, charts=charts(trend, Part(), *MOST_OF),
        causes=causes(scope, None),
        worst=[
            (measure, [Row(one, usual(one.tally, total)) for one in keyed if one.tally.count(HITS[measure])])
            for measure, keyed in worst.items()
        ],
    )  # fmt: skip


def charts(scope: Scope, part: Part, *measures: Measure) -> list[tuple[Measure, Control]]:
    """The control charts of measures by weeks."""
    found = figures.weeks(scope, part)
    spans = [(week, found.get(week, Tally())) for week in weeks(scope.period.first, scope.period.last)]
    return [
        (measure, charting.control([(week, tally.count(HITS[measure]), tally.of(measure)) for week, tally in spans]))
        for measure in measures
    ]


def causes(scope: Scope, product: int | None) -> list[tuple[str, list[Paretoed]]]:
    """Why lines were refused, and why they were claimed, most frequent first."""
    keyed = figures.by(scope, "reason", product=product)[0]
    return [(which, charting.paretoed({one.key: one.tally.count(which) for one in keyed})) for which in ("refused", "claimed")]


def usual(tally: Tally, total: Tally) -> dict[str, Range]:
    """What is usual for as many lines as a part has, by measure."""
    return {measure: ranges.beside(tally.count(HITS[measure]), tally.of(measure), total.quotient(measure)) for measure in COHORT}
