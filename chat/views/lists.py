"""The list of conversations: tabs, filters, search, pages that go on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from chat.domain import filters, showing
from chat.domain.filters import Filter, Tab
from chat.domain.waiting import lapsed
from chat.queries import counting, listing, people, searching
from chat.queries.finding import Places
from chat.queries.rows import Row
from chat.views.entering import answer, enter, places, query
from sellerdesk.access import Here
from sellerdesk.web import shell
from sellerdesk.web.fragments import Request, is_part


TABS: dict[Tab, Promise] = {"waiting": _("Waiting"), "unread": _("Unread"), "mine": _("Mine"), "all": _("All"), "done": _("Done")}


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the list with what its shop says of it. `text` is a found message's, else the row's own is shown."""

    row: Row
    market: str
    shop: str
    href: str
    part: str
    lapsed: bool
    text: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The shown conversations about one article."""

    name: str
    rows: Sequence[Shown]


@require_safe
@never_cache
def chats(request: Request, desk: str) -> HttpResponse:
    """The list of conversations; in part for htmx. Needs chats.see; otherwise 404."""
    here, asked, now = enter(request, desk), filters.read(request.GET), datetime.now(UTC)
    whose = places(request, here)
    if is_part(request) and request.htmx.target == "older":
        return answer(request, "chat/older.html", rows_context(here, whose, asked, now))
    context = list_context(here, whose, asked, now, upto=request.GET.get("upto", ""))
    if is_part(request):
        address = f"{reverse('chats', args=[here.desk.slug])}?{query(here, asked)}" if request.htmx else ""
        return answer(request, "chat/list.html", context, address=address)
    know_unread(request, context)
    return answer(request, "chat/page.html", context | {"view": "list"})


@require_safe
@never_cache
def choices(request: Request, desk: str) -> HttpResponse:
    """What the list can be narrowed to: articles and people, asked for when the filters are opened. Needs chats.see; otherwise 404."""
    here, asked = enter(request, desk), filters.read(request.GET)
    whose = places(request, here)
    context = {"asked": asked, "products": counting.products(whose, asked.product), "people": people.answering(here.desk.pk, None)}
    return answer(request, "chat/choices.html", context)


def know_unread(request: Request, context: dict[str, Any]) -> None:
    """The tabs have counted what is unread already."""
    unread = context["counts"].tabs["unread"]
    shell.knows(request, "chats", unread.number + unread.more)


def list_context(here: Here, whose: Places, asked: Filter, now: datetime, *, upto: str = "") -> dict[str, Any]:
    """The list with its tabs."""
    tabs = counting.counts(whose, now=now)
    context = {
        "tabs": [(key, label, tabs.tabs[key], query(here, replace(asked, tab=key, after=None))) for key, label in TABS.items()],
        "counts": tabs,
        "ungrouped": query(here, replace(asked, grouped=not asked.grouped, after=None)),
        "cleared": query(here, Filter(tab=asked.tab, grouped=asked.grouped)),
        "everywhere": query(here, Filter(tab="all")),
        "here_query": query(here, replace(asked, after=None)),
    }
    return context | rows_context(here, whose, asked, now, upto=upto)


def rows_context(here: Here, whose: Places, asked: Filter, now: datetime, *, upto: str = "") -> dict[str, Any]:
    """The rows of one page of the list, and how it goes on."""
    show = _Show(here, query(here, replace(asked, after=None)), now)
    if asked.words:
        found = searching.search(whose, asked, now=now)
        shown = [show.hit(hit) for hit in found.hits]
        return {
            "asked": asked,
            "now": now,
            "shown": shown,
            "found": found,
            "finder": showing.finder(found.patterns),
            "older": "",
            "live": "",
        }
    page = listing.page(whose, asked, now=now, upto=filters.cursor(upto))
    shown = [show.row(one.row, one.part) for one in page.rows]
    last = page.next or filters.cursor(upto)
    return {
        "asked": asked,
        "now": now,
        "shown": shown,
        "groups": _grouped(shown) if asked.grouped else [],
        "turn_begins": next((one.row.id for one in shown if one.part == "t"), 0) if asked.tab == "waiting" and _is_new(asked) else 0,
        "older": query(here, asked, after=page.next) if page.next else "",
        "live": query(here, replace(asked, after=None), upto=last.text() if last else ""),
    }


def _is_new(asked: Filter) -> bool:
    """Whether the second part of the list has no heading above it yet."""
    return asked.after is None or asked.after.part == "w"


def _grouped(shown: Sequence[Shown]) -> list[Group]:
    """By article, in the order of the first row of each."""
    firsts: dict[int | None, int] = {}
    for place, one in enumerate(shown):
        firsts.setdefault(one.row.product_id, place)
    ordered = sorted(shown, key=lambda one: firsts[one.row.product_id])
    return [Group(rows[0].row.product, rows) for _, found in groupby(ordered, key=lambda one: one.row.product_id) if (rows := list(found))]


class _Show:
    """Puts rows together: reversing each row's address would cost more than its query."""

    def __init__(self, here: Here, asked: str, now: datetime) -> None:
        self._shops = {shop.pk: shop for shop in here.shops}
        self._at, self._query, self._now = reverse("chats", args=[here.desk.slug]), asked, now

    def row(self, row: Row, part: str, *, message: int | None = None, text: str = "") -> Shown:
        shop = self._shops[row.shop_id]
        at = f"&at={message}" if message is not None else ""
        href = f"{self._at}{row.id}/?{self._query}{at}".rstrip("?")
        old = row.waiting_since is not None and row.due_at is None and lapsed(row.waiting_since, self._now)
        return Shown(row, shop.rules, shop.name, href, part, old, text)

    def hit(self, hit: searching.Hit) -> Shown:
        return self.row(hit.row, "t", message=hit.match.message_id, text=hit.text)
