"""What the list of claims shows, as a table for spreadsheets: sent as it is read, so that memory stays flat however long it is."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from itertools import islice

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from returns.domain import filters
from returns.domain.filters import Filter
from returns.queries.searching import Places
from returns.queries.telling import PAGE, Told, told
from returns.templatetags import claimed
from sellerdesk.domain import money, permissions
from sellerdesk.tables import MARK, written
from sellerdesk.web import shell
from sellerdesk.web.fragments import Request


@require_safe
@never_cache
def table(request: Request, desk: str) -> StreamingHttpResponse:
    """All claims of the address's filter as CSV, in its order, with the columns named in the reader's language.

    Needs returns.see; otherwise 404. Orders are told with orders.see alone.
    """
    here, now = shell.enter(request, desk, may=permissions.RETURNS_SEE, room="returns"), datetime.now(UTC)
    asked = replace(filters.read(request.GET), after=None)
    places = Places(here.desk.pk, here.shop_ids, orders=here.may(permissions.ORDERS_SEE))
    words = _Words({shop.pk: shop.name for shop in here.shops}, timezone.get_current_timezone(), orders=places.orders)
    answer = StreamingHttpResponse(_written(places, asked, words, now), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="claims-{asked.view}-{timezone.localtime(now):%Y-%m-%d}.csv"'
    return answer


class _Words:
    """Everything that is said in the reader's language and time zone, said before the first row: later nobody knows who reads."""

    def __init__(self, shops: Mapping[int, str], zone: tzinfo, *, orders: bool) -> None:
        self._orders, self._shops, self._zone = orders, shops, zone
        self._reasons, self._wants = claimed.reasons(), {code: str(word) for code, word in claimed.WANTS.items()}
        # No code is on two axes.
        self._axes = {code: str(word) for axis in (claimed.MONEY, claimed.GOODS, claimed.TALK) for code, word in axis.items()}
        names = [
            _("Opened"), _("Shop"), _("Claim"), _("Wanted"), _("Reason"), _("First reason"), _("Marketplace’s reason"),
            _("In the buyer’s words"), _("Amount"), _("Currency"), _("Money"), _("Goods"), _("Talk"), _("Due"), _("Last moved"),
            _("Product"), _("Article"), _("Buyer"), _("Photos"), _("Findings"),
        ]  # fmt: skip
        self.head = [*names, _("Order")] if orders else names

    def row(self, one: Told) -> list[str]:
        amount = "" if one.amount_minor is None else money.plain(one.amount_minor, one.amount_currency)
        cells = [
            self._at(one.at), self._shops.get(one.shop_id, ""), one.outside_id, self._wants[one.wants], self._reason(one.reason),
            self._reason(one.first_reason), one.told_reason, one.reason_text, amount, one.amount_currency, self._axes[one.money],
            self._axes[one.goods], self._axes[one.talk], self._at(one.due_at), self._at(one.moved_at), one.product, one.article, one.buyer,
            str(one.photos), str(one.findings),
        ]  # fmt: skip
        return [*cells, one.order] if self._orders else cells

    def _reason(self, code: str) -> str:
        return self._reasons.get(code, code)

    def _at(self, moment: datetime | None) -> str:
        return "" if moment is None else f"{moment.astimezone(self._zone):%Y-%m-%d %H:%M}"


def _written(places: Places, asked: Filter, words: _Words, now: datetime) -> Iterator[str]:
    yield MARK + written([words.head])
    rows = told(places, asked, now=now)
    while part := list(islice(rows, PAGE)):
        yield written(words.row(one) for one in part)
