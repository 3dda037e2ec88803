"""Bodies of requests: JSON that can be read, and written again, without running out of stack."""

from collections.abc import Mapping
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
                return value
        raise ParseError(_("The body is nested too deep."))
