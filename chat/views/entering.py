"""What every page of the chat room begins and ends with: the desk as the reader may see it, and an answer whole or in part."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from chat.domain import filters
from chat.domain.filters import Cursor, Filter
from chat.queries.finding import Places
from sellerdesk import access
from sellerdesk.access import Here
from sellerdesk.domain import permissions
from sellerdesk.web import fragments, shell


def enter(request: HttpRequest, desk: str, *, may: str = permissions.CHATS_SEE) -> Here:
    """The desk, for those who hold the permission there; otherwise NotVisible."""
    return shell.enter(request, desk, may=may, room="chats")


def places(request: HttpRequest, here: Here) -> Places:
    """Whose conversations the page is about, and who reads it."""
    return Places(here.desk.pk, here.shop_ids, access.reader(request).pk, orders=here.may(permissions.ORDERS_SEE))


def answer(request: HttpRequest, template: str, context: Mapping[str, Any], *, address: str = "") -> HttpResponse:
    """A page, or a part of one; `address` is what the browser shows for it from now on."""
    return fragments.answer(request, template, context, address=address, live=True)


def query(here: Here, asked: Filter, *, after: Cursor | None = None, upto: str = "") -> str:
    """The filter as the query of an address, with the chosen shop, without what is not asked for."""
    shop = {"shop": here.chosen.slug} if here.chosen else {}
    return urlencode(shop | filters.told(asked, after=after) | ({"upto": upto} if upto else {}))
