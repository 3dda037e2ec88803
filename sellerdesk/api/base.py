"""The base of every API view."""

from typing import Any

from django.http import HttpResponse
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from sellerdesk.api import questions
from sellerdesk.api.authentication import HasToken, TokenAuthentication
from sellerdesk.api.throttling import TokenThrottle
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.errors import NotVisible


class ApiView(APIView):
    """A view for programs. Each asks `access` for the shop or desk with the permission it needs.

    Before a view is called, its path and query were compared with its own description (`questions`). Every answer says what is left
    of the token's rate, and one with an ETag is not sent again to whoever has it already (`If-None-Match`: 304).
    """

    authentication_classes = (TokenAuthentication,)
    permission_classes = (HasToken,)
    throttle_classes: tuple[type[BaseThrottle], ...] = (TokenThrottle,)
    tells_secret = False
    """Whether its answers to POST tell a secret once: what is kept of them for a request that is sent twice is sealed."""
    takes_odd_text = False
    """Whether bodies may hold what no text of ours does (NUL, half a character): the view then judges that itself."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Token, rate, then what was asked. 404 for a number that no id can be, 400 for a query that the view does not know."""
        super().initial(request, *args, **kwargs)
        if any(isinstance(value, int) and value > LARGEST_ID for value in kwargs.values()):
            raise NotVisible
        questions.check(self, request)

    def get_throttles(self) -> list[BaseThrottle]:
        """The same ones for the whole request: the answer tells of them."""
        found: list[BaseThrottle] | None = getattr(self, "_asked_throttles", None)
        if found is None:
            found = self._asked_throttles = super().get_throttles()
        return found

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """The answer with what is left of the rate; without its body where the caller has it."""
        final: Any = super().finalize_response(request, response, *args, **kwargs)
        tag = final.headers.get("ETag")
        if tag and request.method in {"GET", "HEAD"} and final.status_code == 200 and _has(request, tag):
            final = HttpResponse(status=304, headers={"ETag": tag, "Vary": final.headers.get("Vary", "Accept")})
            del final["Content-Type"]
        for throttle in self.get_throttles():
            if isinstance(throttle, TokenThrottle):
                for name, value in throttle.headers().items():
                    final[name] = value
        return final


def _has(request: Request, tag: str) -> bool:
    """Whether the caller has this representation: compared weakly, as RFC 9110 asks for reading."""
    told = [one.removeprefix("W/") for one in parse_etags(request.headers.get("If-None-Match", ""))]
    return "*" in told or tag in told
