"""Bodies of requests: JSON that can be read, and written again, without running out of stack."""

from collections.abc import Iterator, Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from sellerdesk.domain.nesting import is_deeper


DEEPEST = 150
"""Levels of a whole body; what its parts allow is less."""


class BoundedJSONParser(JSONParser):
    """JSON of at most DEEPEST levels; deeper nesting is refused like any other broken body (400)."""

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        """The body as Python values."""
        try:
            value: Any = super().parse(stream, media_type, parser_context)
        except RecursionError:
            value = None
        else:
            if not is_deeper(value, DEEPEST):
                return _sound(value, takes_odd_text=getattr((parser_context or {}).get("view"), "takes_odd_text", False))
        raise ParseError(_("The body is nested too deep."))


def _sound(value: Any, *, takes_odd_text: bool) -> Any:
    """The body, if every text in it can be kept. Refused with 400: NUL, and half a character of UTF-16."""
    if not takes_odd_text and any(map(is_odd, texts(value))):
        raise ParseError(_("A text holds a character that cannot be kept (NUL, or half of one)."))
    return value


def texts(value: Any) -> Iterator[str]:
    """All texts of a body, names of fields too."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text:
                yield text
            case dict() as fields:
                waiting += [*fields.keys(), *fields.values()]
            case list() as items:
                waiting += items


def is_odd(text: str) -> bool:
    """Whether a text holds what cannot be kept: NUL, or half a character of UTF-16."""
    return "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text)
