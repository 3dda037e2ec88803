"""Lists by cursor: a stable order, an opaque cursor, no page numbers that shift under the reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request


DEFAULT_LIMIT = 50
MOST = 500
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """Some rows, and the cursor of the next ones; None at the end."""

    items: list[M]
    next: str | None


def page(request: Request, rows: QuerySet[M], *, keys: Sequence[str]) -> Page[M]:
    """The page of `rows` that ?cursor= and ?limit= ask for, ordered by `keys` ("-name" for falling).

    The keys together are unique and never null, so that no row is shown twice or left out. Refused with 400: limit, cursor.
    """
    limit = whole(request, "limit", DEFAULT_LIMIT, least=1, most=MOST)
    salt = f"cursor:{request.path}:{','.join(keys)}"
    if cursor := request.query_params.get("cursor"):
        rows = rows.filter(_beyond(keys, _read(cursor, salt, len(keys))))
    found = list(rows.order_by(*keys)[: limit + 1])
    if len(found) <= limit:
        return Page(found, None)
    last = found[limit - 1]
    values = [_plain(getattr(last, key.lstrip("-"))) for key in keys]
    return Page(found[:limit], signing.dumps(values, salt=salt, compress=True))


def whole(request: Request, name: str, default: int, *, least: int, most: int) -> int:
    """A whole number of the query. Refused with 400 when it is none, or outside the bounds."""
    text = request.query_params.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 20 and least <= int(text) <= most):
        sentence = _("A whole number from %(least)s to %(most)s is needed.") % {"least": least, "most": most}
        raise ValidationError({name: [sentence]}, code="out_of_range")
    return int(text)


def _read(cursor: str, salt: str, count: int) -> list[Any]:
    try:
        values = signing.loads(cursor, salt=salt)
    except signing.BadSignature:
        values = None
    if not isinstance(values, list) or len(values) != count:
        raise ValidationError({"cursor": [_("This cursor is not one of this list.")]}, code="invalid")
    return values


def _beyond(keys: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows after the given one: (a, b) > (x, y) spelt out, since each key may fall or rise."""
    beyond = Q(pk__in=[])
    equal = Q()
    for key, value in zip(keys, values, strict=True):
        name, comparison = key.lstrip("-"), "lt" if key.startswith("-") else "gt"
        beyond |= equal & Q(**{f"{name}__{comparison}": value})
        equal &= Q(**{name: value})
    return beyond


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
