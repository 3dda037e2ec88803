"""Writing only what one has read: each thing that can be changed has an ETag, and a write names the one it stands on.

    class HoursView(Versioned, ApiView):
        def get(self, request, shop):
            return told(shown(place))
        def put(self, request, shop):
            with unchanged(request, lambda: shown(place), lock=lambda: hold(place)):
                command(...)
            return told(shown(place))

The ETag is strong: a digest of the representation itself, so that it changes exactly when what the reader saw does.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from sellerdesk import commands


WRITES = frozenset({"PUT", "PATCH", "DELETE"})
"""The methods that need If-Match at a versioned thing. A POST there is an action that judges the present state by itself."""


class Changed(APIException):
    """412: it is not any more what the caller has read. `tag` is that of what it is now."""

    status_code = 412
    default_code = "changed"
    default_detail = _("It has changed since you read it. Read it again, then send what you want of that.")

    def __init__(self, tag: str) -> None:
        super().__init__()
        self.tag = tag


class Unconditional(APIException):
    """428: a write that does not say on what it stands."""

    status_code = 428
    default_code = "if_match_missing"
    default_detail = _("Send If-Match with the ETag of what you have read, or * to write over whatever is there.")


class Versioned:
    """Marks a view whose GET answers with an ETag and whose PUT, PATCH and DELETE need If-Match. Its description follows from it."""

    versioned = WRITES


def tag(shown: Any) -> str:
    """The strong ETag of a representation."""
    return f'"{hashlib.sha256(JSONRenderer().render(shown)).hexdigest()[:32]}"'


def told(shown: Any, *, status: int = 200, **headers: str) -> Response:
    """An answer with a representation and its ETag."""
    return Response(shown, status=status, headers={"ETag": tag(shown), **headers})


@contextmanager
def unchanged(request: Request, shown: Callable[[], Any], *, lock: Callable[[], Any] | None = None) -> Iterator[None]:
    """Let the command inside run only if the thing is still what If-Match names; asked in the command's own transaction.

    `shown` gives the present representation, `lock` takes first what the command would lock: nobody gets in between.
    Refused: 428 if_match_missing, 412 changed.
    """
    named = request.headers.get("If-Match")
    if named is None:
        raise Unconditional
    wanted = parse_etags(named)

    def ask() -> None:
        if lock is not None:
            lock()
        now = tag(shown())
        if "*" not in wanted and now not in wanted:
            raise Changed(now)

    with commands.only_if(ask):
        yield
