"""`/metrics` in Prometheus' text form: for this machine alone, or for whoever holds the token."""

import hmac
import ipaddress
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import accumulate

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sellerdesk import env, gauges
from sellerdesk.stream.app import application as stream
from sellerdesk.web import measured


PREFIX = "sellerdesk_"
TYPE = "text/plain; version=0.0.4; charset=utf-8"
TOKEN = "SELLERDESK_METRICS_TOKEN"  # noqa: S105 - the name of the variable
_FORWARDED = ("HTTP_X_FORWARDED_", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")
"""How the headers begin by which a proxy is known."""


@login_not_required
@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Every figure. From elsewhere and without the token: 404."""
    if not (_holds_token(request) or _is_from_here(request)):
        raise Http404
    return HttpResponse("".join(f"{line}\n" for line in _lines(datetime.now(UTC))), content_type=TYPE)


def _holds_token(request: HttpRequest) -> bool:
    token = env.text(TOKEN, "")
    kind, _space, given = request.headers.get("Authorization", "").partition(" ")
    return bool(token) and kind == "Bearer" and hmac.compare_digest(given.encode(), token.encode())


def _is_from_here(request: HttpRequest) -> bool:
    """From a loopback address and not through a proxy: behind one, everybody seems to come from this machine.

    An installation that was told of its proxy believes no address: not every proxy says that it is one.
    """
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None) or any(name.startswith(_FORWARDED) for name in request.META):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _lines(now: datetime) -> Iterator[str]:
    for one in gauges.measure(now):
        yield from _head(one.gauge.name, one.gauge.help, "counter" if one.gauge.counts else "gauge")
        for labels, value in one.values:
            yield _sample(one.gauge.name, labels, value)
    yield from _head("stream_clients", "Open streams of this process.", "gauge")
    yield _sample("stream_clients", {}, len(stream.hub.clients))
    yield from _head("request_seconds", "How long requests took in this process, by route and status.", "histogram")
    for route, status, times in measured.times():
        yield from _histogram({"route": route, "status": str(status)}, times)


def _histogram(labels: Mapping[str, str], times: measured.Times) -> Iterator[str]:
    counts = list(accumulate(times.buckets))
    for end, count in zip([*map(str, measured.BUCKETS), "+Inf"], counts, strict=True):
        yield _sample("request_seconds_bucket", {**labels, "le": end}, count)
    yield _sample("request_seconds_sum", labels, round(times.seconds, 6))
    yield _sample("request_seconds_count", labels, counts[-1])


def _head(name: str, help_: str, kind: str) -> Iterator[str]:
    yield f"# HELP {PREFIX}{name} {_escaped(help_)}"
    yield f"# TYPE {PREFIX}{name} {kind}"


def _sample(name: str, labels: Mapping[str, str], value: float) -> str:
    told = ",".join(f'{key}="{_escaped(one, quoted=True)}"' for key, one in labels.items())
    return f"{PREFIX}{name}{{{told}}} {value!r}" if told else f"{PREFIX}{name} {value!r}"


def _escaped(text: str, *, quoted: bool = False) -> str:
    text = text.replace("\\", r"\\").replace("\n", r"\n")
    return text.replace('"', r"\"") if quoted else text
