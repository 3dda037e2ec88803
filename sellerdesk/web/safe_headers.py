"""The headers of `runtime.headers` on every answer of Django: pages, files, errors."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from sellerdesk.runtime import headers


class SafeHeaders:
    """Adds what the answer, as the other middleware left it, does not say itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, complete."""
        answer = self.get_response(request)
        told = {name.lower() for name in answer.headers}
        for name, value in headers.missing(told, tls=settings.TLS, subdomains=settings.SECURE_HSTS_INCLUDE_SUBDOMAINS):
            answer[name] = value
        return answer
