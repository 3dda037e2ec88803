"""What the settings of a shop have in common for programs: read with an ETag, written with If-Match, one writer at a time."""

from collections.abc import Callable
from typing import Any, TypeVar

from rest_framework import serializers
from rest_framework.request import Request

from sellerdesk import writing
from sellerdesk.api.versions import unchanged
from sellerdesk.models import Shop


S = TypeVar("S", bound=serializers.Serializer[Any])


def body(request: Request, kind: type[S]) -> Any:
    """What was sent, as that serializer reads it. Refused with 400: each wrong field by name."""
    told = kind(data=request.data)
    told.is_valid(raise_exception=True)
    return told.validated_data


def hold(shop: Shop) -> Callable[[], Shop]:
    """Locks the shop's row until the command ends: two who write one of its settings queue here."""
    return lambda: writing.locked(Shop.objects.filter(desk_id=shop.desk_id, pk=shop.pk))


def put(request: Request, shop: Shop, shown: Callable[[], Any], write: Callable[[], Any]) -> None:
    """Write a setting of the shop, if it is what If-Match names. Refused: 428 if_match_missing, 412 changed."""
    with unchanged(request, shown, lock=hold(shop)):
        write()
