"""What is listed, as a table for spreadsheets: sent as it is read, so that memory stays flat however long the list is."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from itertools import islice

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reviews.domain import filters
from reviews.domain.filters import Filter
from reviews.queries.exporting import PAGE, Told, told
from reviews.queries.finding import Places
from reviews.views.entering import places
from sellerdesk import topic_words
from sellerdesk.domain import permissions
from sellerdesk.domain.topics.keys import TOPICS
from sellerdesk.tables import MARK, written
from sellerdesk.web import shell
from sellerdesk.web.fragments import Request


@require_safe
@never_cache
def table(request: Request, desk: str) -> StreamingHttpResponse:
    """All reviews of the address's filter as CSV, in its order, with the columns named in the reader's language.

    Needs reviews.see; otherwise 404. Orders are told with orders.see alone, and nobody who wishes to be anonymous is named.
    """
    here, now = shell.enter(request, desk, may=permissions.REVIEWS_SEE, room="reviews"), datetime.now(UTC)
    asked = replace(filters.read(request.GET), after=None)
    whose = places(here)
    words = _Words({shop.pk: shop.name for shop in here.shops}, timezone.get_current_timezone(), orders=whose.orders)
    answer = StreamingHttpResponse(_written(whose, asked, words, now), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="reviews-{asked.view}-{timezone.localtime(now):%Y-%m-%d}.csv"'
    return answer


class _Words:
    """Everything that is said in the reader's language and time zone, said before the first row: later nobody knows who reads."""

    def __init__(self, shops: Mapping[int, str], zone: tzinfo, *, orders: bool) -> None:
        self._orders, self._shops, self._zone = orders, shops, zone
        self._topics = {topic: topic_words.name(topic) for topic in TOPICS}
        self._verdicts = {-1: _("bad"), 0: _("neutral"), 1: _("good")}
        names = [
            pgettext("time", "Given"), _("Shop"), _("Stars"), _("Verdict"), _("Product"), _("Article"), _("Buyer"),
            pgettext("review", "Title"), _("Text"), _("Liked"), _("Disliked"), _("Photos"), _("Follow-up"), pgettext("time", "Changed"),
            pgettext("time", "Deleted"), pgettext("time", "Answered"), _("An answer is due"), _("Labels"), _("Topics"),
        ]  # fmt: skip
        self.head = [*names, _("Order")] if orders else names

    def row(self, one: Told) -> list[str]:
        cells = [
            self._at(one.at), self._shops.get(one.shop_id, ""), "" if one.stars is None else str(one.stars), self._verdicts[one.verdict],
            one.product, one.article, one.buyer, one.title, one.text, one.pros, one.cons, str(one.photos), self._at(one.followed_at),
            self._at(one.changed_at), self._at(one.deleted_at), self._at(one.answered_at), self._at(one.due_at), "; ".join(one.tags),
            "; ".join(self._topics.get(topic, topic) for topic in one.topics),
        ]  # fmt: skip
        return [*cells, one.order] if self._orders else cells

    def _at(self, moment: datetime | None) -> str:
        return "" if moment is None else f"{moment.astimezone(self._zone):%Y-%m-%d %H:%M}"


def _written(whose: Places, asked: Filter, words: _Words, now: datetime) -> Iterator[str]:
    yield MARK + written([words.head])
    rows = told(whose, asked, now=now)
    while part := list(islice(rows, PAGE)):
        yield written(words.row(one) for one in part)
