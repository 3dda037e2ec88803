"""Why buyers refuse and return: the figures, the rows behind them, the month's report, and all of it as files."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from returns.domain import behind, telling
from returns.domain.dimensions import PAIRS
from returns.queries import figure_rows, figure_tables, figures
from returns.queries.figure_rows import Claim, Line
from returns.views import figures_page
from returns.views.figures_page import Asked
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.tables import MARK, written
from sellerdesk.web import shell


ROOM = "returns"

LINE_COLUMNS = (
    *("placed_at", "order", "line", "product", "courier", "warehouse", "region", "refused", "stage", "refused_reason", "bought"),
    *("claimed", "claim_reason", "refunded"),
)
CLAIM_COLUMNS = ("day", "claim", "asked_at", "order", "product", "wants", "reason", "first_reason", "money", "seconds", "refund")


@require_safe
@never_cache
def page(request: HttpRequest, desk: str) -> HttpResponse:
    """The figures of the chosen shop, or of the first. Needs figures.see; otherwise 404.

    `period`, or days by `from` and `to`; `product` narrows; `measure` is what the chart shows. What cannot be read is said and left at
    the usual.
    """
    here, asked = _enter(request, desk)
    return render(request, "returns/figures/page.html", figures_page.page(here, asked) if asked else {"shop": None})


@require_safe
@never_cache
def by(request: HttpRequest, desk: str) -> HttpResponse:
    """The figures by one dimension (`by`), those first of which `measure` counts most, from the `after`-th on. Needs figures.see."""
    here, asked = _enter(request, desk)
    after = min(behind.whole(request.GET.get("after", "")) or 0, figures.FURTHEST)
    return render(request, "returns/figures/by.html", figures_page.table(here, asked, after) if asked else {"shop": None})


@require_safe
@never_cache
def rows(request: HttpRequest, desk: str) -> HttpResponse:
    """The order lines or claims behind one figure (`which`). Needs figures.see; otherwise 404, also for no such figure."""
    here, asked = _of_shop(request, desk)
    return render(request, "returns/figures/rows.html", figures_page.rows_page(here, asked, request.GET))


@require_safe
@never_cache
def rows_csv(request: HttpRequest, desk: str) -> HttpResponse:
    """The same as CSV, at most 10,000 of them. Needs figures.see; otherwise 404. Order numbers only with orders.see."""
    here, asked = _of_shop(request, desk)
    which = behind.read(request.GET, asked.scope.period)
    if which is None:
        raise NotVisible
    found = figure_rows.page(asked.scope.shop, which, size=figure_rows.MOST)
    orders = here.may(permissions.ORDERS_SEE)
    columns = LINE_COLUMNS if which.which in behind.OF_LINES else CLAIM_COLUMNS
    return _file(asked, which.which, [columns, *(_cells(row, orders=orders) for row in found.rows)])


@require_safe
@never_cache
def table(request: HttpRequest, desk: str) -> HttpResponse:
    """The figures as CSV, `by` product, reason, stage, warehouse, region, courier or week. Needs figures.see; otherwise 404.

    Of one `product` by reason, stage or week. The columns have the names of the API in every language, since programs read them.
    Refused with 422: period_malformed, by_unknown.
    """
    _here, asked = _of_shop(request, desk)
    if asked.scope.period.fault:
        raise Refusal("period_malformed", _("These days cannot be told."), _("Use days such as 2026-03-31, at most 731 of them, in order."))
    told = next((one for one in figure_tables.TABLES if one == request.GET.get("by", "product")), None)
    if told is None or (asked.product is not None and told not in {*PAIRS, "week"}):
        raise Refusal("by_unknown", _("The figures are not told so."), ", ".join(figure_tables.TABLES))
    head = figure_tables.columns(told)
    found, _more = figure_tables.rows(asked.scope, told, product=asked.product)
    return _file(asked, told, [head, *(["" if row[name] is None else str(row[name]) for name in head] for row in found)])


@require_safe
@never_cache
def report(request: HttpRequest, desk: str) -> HttpResponse:
    """A month (`month` 2026-03, the last whole one unless given) as a page to print. Needs figures.see; otherwise 404."""
    here = shell.enter(request, desk, may=permissions.FIGURES_SEE, room=ROOM)
    now = datetime.now(UTC)
    context = figures_page.report(here, here.shown[0], request.GET.get("month", ""), now) if here.shown else {"shop": None}
    return render(request, "returns/figures/report.html", context)


def _enter(request: HttpRequest, desk: str) -> tuple[Here, Asked | None]:
    here = shell.enter(request, desk, may=permissions.FIGURES_SEE, room=ROOM)
    return here, figures_page.read(here, request.GET, datetime.now(UTC))


def _of_shop(request: HttpRequest, desk: str) -> tuple[Here, Asked]:
    here, asked = _enter(request, desk)
    if asked is None:
        raise NotVisible
    return here, asked


def _file(asked: Asked, what: str, cells: Iterable[Sequence[str]]) -> HttpResponse:
    period = asked.scope.period
    answer = HttpResponse(MARK + written(cells), content_type="text/csv; charset=utf-8")
    name = f"returns-{asked.place.slug}-{what}-{period.first}-{period.last}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _yes(value: object) -> str:
    return "yes" if value else "no"


def _cells(row: Line | Claim, *, orders: bool) -> Sequence[str]:
    if isinstance(row, Line):
        return (
            *(row.at.isoformat(), row.order if orders else "", row.line if orders else "", row.product, row.courier, row.warehouse),
            *(row.region, _yes(row.refused), row.stage, row.refused_reason, _yes(row.bought), _yes(row.claim_id is not None)),
            *(row.claim_reason, _yes(row.refunded)),
        )
    return (
        *(str(row.day), row.number, row.at.isoformat(), row.order if orders else "", row.product, row.wants, row.reason),
        *(row.first_reason, row.money, "" if row.seconds is None else str(row.seconds)),
        "" if row.refund_minor is None else f"{telling.amount(row.refund_minor, row.refund_currency)} {row.refund_currency}",
    )
