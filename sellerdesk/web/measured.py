"""How long requests take, counted in this process for programs that watch."""

import threading
import time
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.http.response import HttpResponseBase


BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds, the upper ends."""
NOWHERE = "none"
"""Addresses that lead nowhere, and static files: their paths are anybody's to invent, so they are no labels."""


@dataclass(slots=True)
class Times:
    """The requests of one route with one status: how many ended within each bucket, beyond the last too, and seconds in all."""

    buckets: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))
    seconds: float = 0.0


_lock = threading.Lock()
_times: dict[tuple[str, int], Times] = {}


class Timed:
    """Times every request by the name of its route."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The same answer."""
        began = time.perf_counter()
        response = self.get_response(request)
        found = request.resolver_match
        took(found.view_name or NOWHERE if found is not None else NOWHERE, response.status_code, time.perf_counter() - began)
        return response


def took(route: str, status: int, seconds: float) -> None:
    """One request ended."""
    with _lock:
        times = _times.setdefault((route, status), Times())
        times.buckets[bisect_left(BUCKETS, seconds)] += 1
        times.seconds += seconds


def times() -> list[tuple[str, int, Times]]:
    """A copy of what was counted, by route and status."""
    with _lock:
        return [(route, status, Times(list(one.buckets), one.seconds)) for (route, status), one in sorted(_times.items())]
