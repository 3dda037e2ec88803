"""What the settings of a shop have in common for programs: read with an ETag, written with If-Match, one writer at a time."""

from collections.abc import Callable
from typing import Any

from rest_framework.request import Request

from sellerdesk import writing
from sellerdesk.api.versions import unchanged
from sellerdesk.models import Shop


def hold(shop: Shop) -> Callable[[], Shop]:
    """Locks the shop's row until the command ends: two who write one of its settings queue here."""
    return lambda: writing.locked(Shop.objects.filter(desk_id=shop.desk_id, pk=shop.pk))


def put(request: Request, shop: Shop, shown: Callable[[], Any], write: Callable[[], Any], *, lock: Callable[[], Any] | None = None) -> None:
    """Write a setting of the shop, if it is what If-Match names. Refused: 428 if_match_missing, 412 changed.

    The command begins with the same lock: the shop's row, or `lock` where it takes another one before.
    """
    with unchanged(request, shown, lock=lock or hold(shop)):
        write()
