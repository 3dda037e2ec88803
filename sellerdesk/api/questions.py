"""What a query may hold: exactly what the operation's description names. Everything else is 400 and names the parameter.

A misspelt filter that were passed over would answer with everything, and the program would never know.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request


if TYPE_CHECKING:
    from rest_framework.views import APIView

_known: dict[tuple[type, str], dict[str, OpenApiParameter] | None] = {}
_WHOLE = re.compile(r"-?[0-9]{1,19}")
LONGEST = 2_000
"""Characters of one value."""


def check(view: "APIView", request: Request) -> None:
    """Compare the query with what the view says of itself. Refused with 400, each wrong parameter by name: unknown, repeated, invalid."""
    known = parameters(view, request.method or "GET")
    if known is None:
        return
    if wrong := wrong_of(known, ((name, [str(value) for value in values]) for name, values in request.query_params.lists())):
        raise ValidationError(wrong)


def wrong_of(known: Mapping[str, OpenApiParameter], asked: Iterable[tuple[str, list[str]]]) -> dict[str, Any]:
    """What is wrong with values by the names of these parameters: unknown, repeated, invalid; nothing where all is right."""
    found = ((name[:100], _wrong(known.get(name), values)) for name, values in asked)
    return {name: error for name, error in found if error}


def parameters(view: "APIView", method: str) -> dict[str, OpenApiParameter] | None:
    """The parameters of the query that a method's description names; None for a method that describes nothing."""
    key = (type(view), method)
    if key not in _known:
        handler = getattr(view, "get" if method == "HEAD" else method.lower(), None)
        schema: Any = getattr(handler, "kwargs", {}).get("schema")
        _known[key] = None if schema is None else _read(schema, view, method)
    return _known[key]


def _read(schema: Callable[[], Any], view: "APIView", method: str) -> dict[str, OpenApiParameter]:
    described = schema()
    described.view, described.method = view, method
    told: Sequence[Any] = described.get_override_parameters()
    return {one.name: one for one in told if isinstance(one, OpenApiParameter) and one.location == OpenApiParameter.QUERY}


def _wrong(known: OpenApiParameter | None, values: list[str]) -> Any:
    """What is wrong with one parameter, or None."""
    if known is None:
        return _said(_("There is no such parameter here."), "unknown")
    if len(values) > 1 and not known.many:
        return _said(_("Give it once."), "repeated")
    for value in values:
        if len(value) > LONGEST or not _is_text(value):
            return _said(_("This is no text that can be looked for."), "invalid")
        if known.enum and value not in {str(one) for one in known.enum}:
            return _said(_("Use one of: %(values)s.") % {"values": ", ".join(str(one) for one in known.enum)}, "invalid")
        if (read := _READERS.get(known.type)) and not read(value):
            return _said(_FORMS[known.type](), "invalid")
    return None


def _said(sentence: str, code: str) -> Any:
    return ValidationError([sentence], code=code).detail


def _is_text(value: str) -> bool:
    return "\x00" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)


def _is_whole(value: str) -> bool:
    return bool(_WHOLE.fullmatch(value)) and -(2**63) <= int(value) < 2**63


def _is_flag(value: str) -> bool:
    return value in {"true", "false"}


def _is_day(value: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)) and _can(date.fromisoformat, value)


def moment_of(value: str) -> datetime:
    """A moment with its zone, told in UTC: the database reads no zone that is off by parts of a second. ValueError, OverflowError."""
    told = datetime.fromisoformat(value)
    if told.tzinfo is None:
        raise ValueError("A moment without its zone.")
    return told.astimezone(UTC)


def _is_moment(value: str) -> bool:
    return _can(moment_of, value)


def _can(read: Callable[[str], Any], value: str) -> bool:
    try:
        read(value)
    except (ValueError, OverflowError):
        return False
    return True


_READERS: Mapping[Any, Callable[[str], bool]] = {int: _is_whole, bool: _is_flag, date: _is_day, datetime: _is_moment}
_FORMS: Mapping[Any, Callable[[], str]] = {
    int: lambda: _("A whole number is needed."),
    bool: lambda: _("Use true or false."),
    date: lambda: _("Use a day such as 2026-03-31."),
    datetime: lambda: _("Use a moment with its zone, such as 2026-03-31T09:00:00Z."),
}
