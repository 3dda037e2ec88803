"""What the pages of figures show, put together from queries and rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from returns.domain import behind, periods, telling
from returns.domain.behind import Part
from returns.domain.definitions import COHORT, MEASURES, Measure
from returns.domain.dimensions import OF_ALL, PAIRS, TOLD_BY, By
from returns.queries import figure_rows, figure_tables, figures, month_report
from returns.queries.figures import Scope
from returns.queries.month_report import Row, usual
from sellerdesk import shops
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible
from sellerdesk.models import Shop


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page of figures is asked for."""

    scope: Scope
    product: int | None
    product_name: str
    by: By
    measure: Measure
    place: Shop

    @property
    def part(self) -> Part:
        """The whole shop or the product."""
        return Part(self.product)


def read(here: Here, told: Mapping[str, str], now: datetime) -> Asked | None:
    """What an address asks for; None where the desk shows no shop. An unknown product is NotVisible."""
    if not here.shown:
        return None
    place = here.shown[0]
    shop = shops.facts(place)
    today = date.fromordinal(shop.day(now))
    asked = periods.period(told.get("period", ""), told.get("from", ""), told.get("to", ""), today=today)
    product = behind.whole(told.get("product", ""))
    name = figures.product_name(shop, product) if product is not None else ""
    if name is None:
        raise NotVisible
    by: By = next((by for by in TOLD_BY if by == told.get("by")), "product")
    if product is not None and by not in PAIRS:
        by = "reason"
    measure: Measure = next((one for one in COHORT if one == told.get("measure")), "refused")
    return Asked(Scope(shop, asked), product, name, by, measure, place)


def page(here: Here, asked: Asked) -> dict[str, Any]:
    """The context of the page of figures."""
    total = figures.total(asked.scope, asked.part)
    return {
        **frame(here, asked),
        "total": total,
        "charts": month_report.charts(asked.scope, asked.part, asked.measure),
        "causes": month_report.causes(asked.scope, asked.product),
        "stages": figure_tables.lines(asked.scope, "stage", product=asked.product, whole=total)[0],
    }


def table(here: Here, asked: Asked, after: int) -> dict[str, Any]:
    """The context of the page of one dimension, from its `after`-th key on."""
    total = figures.total(asked.scope, asked.part)
    keyed, more = figure_tables.lines(asked.scope, asked.by, product=asked.product, order=asked.measure, size=figures.PAGE, after=after)
    return {
        **frame(here, asked),
        "total": total,
        "rows": [Row(one, usual(one.tally, total)) for one in keyed],
        "is_cause": asked.by in OF_ALL,
        "after": after + figures.PAGE if more else 0,
        "is_first": not after,
    }


def rows_page(here: Here, asked: Asked, told: Mapping[str, str]) -> dict[str, Any]:
    """The context of the rows behind a figure. NotVisible for no such figure."""
    which = behind.read(told, asked.scope.period)
    if which is None:
        raise NotVisible
    found = figure_rows.page(asked.scope.shop, which)
    own = figures.product_name(asked.scope.shop, which.part.product) if which.part.product is not None else ""
    return {
        **frame(here, asked),
        "behind": which,
        "product_name": own or "",
        "of_lines": which.which in behind.OF_LINES,
        "page": found,
        "after": found.next.text() if found.next else "",
        "csv_query": urlencode({"shop": asked.place.slug} | behind.written(behind.later(which, None))),
        "most_in_file": figure_rows.MOST,
        "is_cut": found.count > figure_rows.MOST,
        "sees_orders": here.may(permissions.ORDERS_SEE),
        "sees_claims": here.may(permissions.RETURNS_SEE),
    }


def report(here: Here, place: Shop, given: str, now: datetime) -> dict[str, Any]:
    """The context of a month's report: its figures, the months up to it, and the products most often not kept."""
    found = month_report.read(shops.facts(place), given, now)
    asked = Asked(found.scope, None, "", "product", "refused", place)
    parts = ("month", "earlier", "later", "is_running", "total", "before", "charts", "trend", "causes", "worst")
    return {**frame(here, asked), **{name: getattr(found, name) for name in parts}, "all_measures": MEASURES, "now": now}


def frame(here: Here, asked: Asked) -> dict[str, Any]:
    """What all these pages know: what was asked, and where their links lead."""
    slug, period = here.desk.slug, asked.scope.period
    days = {"from": str(period.first), "to": str(period.last)} if period.kind == "days" else {"period": period.kind}
    shop = {"shop": asked.place.slug}
    product = {} if asked.product is None else {"product": str(asked.product)}
    return {
        "asked": asked,
        "shop": asked.place,
        "period": period,
        "choices": periods.CHOICES,
        "measures": COHORT,
        "dimensions": [by for by in TOLD_BY if asked.product is None or by in PAIRS],
        "query": shop | days | product,
        "rows_query": shop | {"from": str(period.first), "to": str(period.last)} | product,
        "is_behind": figures.is_behind(asked.scope.shop),
        "figures_at": reverse("returns_figures", args=[slug]),
        "table_at": reverse("returns_figures_by", args=[slug]),
        "rows_at": reverse("returns_figures_rows", args=[slug]),
        "csv_at": reverse("returns_figures_csv", args=[slug]),
        "claims_at": reverse("claims", args=[slug]),
        "money_names": tuple(telling.MONEY),
    }
