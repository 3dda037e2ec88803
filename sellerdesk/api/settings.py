"""What the settings of a shop have in common for programs: read with an ETag, written with If-Match, one writer at a time."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import access, writing
from sellerdesk.api.versions import told, unchanged
from sellerdesk.models import Shop


def hold(shop: Shop) -> Callable[[], Shop]:
    """Locks the shop's row until the command ends: two who write one of its settings queue here."""
    return lambda: writing.locked(Shop.objects.filter(desk_id=shop.desk_id, pk=shop.pk))


def put(
    request: Request, shop: Shop, shown: Callable[[Shop], Any], command: Callable[..., Any], *, lock: Callable[[], Any] | None = None,
    **wanted: Any,
) -> Response:  # fmt: skip
    """Write a setting of the shop, if it is what If-Match names, and tell what it is now. Refused: 428 if_match_missing, 412 changed.

    The command is told whose setting it is, who acts, when, and what is `wanted`. It begins with the same lock: the shop's row, or
    `lock` where it takes another one before.
    """
    with unchanged(request, lambda: shown(shop), lock=lock or hold(shop)):
        command(desk_id=shop.desk_id, shop_ids=[shop.pk], shop_id=shop.pk, actor=access.actor(request), now=timezone.now(), **wanted)
    return told(shown(shop))
