"""The one way to a marketplace by HTTP: limits of time, size and rate, and one meaning for everything that can go wrong.

nothing left us (no connection)                        Transient
it left us and no answer came, or a 5xx, of a write    Unknown: it may have arrived
the same of a question that changes nothing            Transient
429                                                    Limited, with the wait they told
401, 402, 403                                          Denied: no other request would fare better
any other 4xx                                          Permanent, with their sentence
a redirect, an address that is not listed              never followed, never asked
"""

import email.utils
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx
import structlog
from django.conf import settings

from sellerdesk.domain.pace import Limit
from sellerdesk.errors import Denied, Limited, MarketplaceError, Permanent, Transient
from sellerdesk.marketplaces import limiter, reasons
from sellerdesk.marketplaces.ports import Unknown


CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 5.0, 15.0, 30.0
LARGEST_ANSWER = 16 * 1024 * 1024
LONGEST_REASON = 300
LONGEST_TOLD_WAIT = timedelta(hours=2)
SHORTEST_TOLD_WAIT = timedelta(seconds=1)
_DENIED = frozenset({401, 402, 403})
_NOT_DONE = frozenset({408, 425})
"""They say of themselves that nothing was done."""
_NOTHING_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.ProxyError)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """A 2xx."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    def json(self) -> Any:
        """The content as JSON; Transient where it is none."""
        try:
            return httpx.Response(self.status, content=self.content).json()
        except ValueError:
            raise Transient(reasons.UNREADABLE) from None


@dataclass(frozen=True, slots=True)
class Session:
    """One shop's connection: how it is let in, and the limits of its groups of methods.

    `headers` may hold the key; they are never logged, and what they hold is taken out of every reason.
    """

    shop_id: int
    limits: Mapping[str, Limit]
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    read_seconds: float = READ_SECONDS

    def ask(self, method: str, url: str, *, group: str, writes: bool, **content: Any) -> Answer:
        """Ask once. `writes` says whether it changes anything there; `content` is httpx's own (params, json, data, files).

        Held, Limited, Denied, Transient, Permanent, Unknown: see above.
        """
        _refuse_strange(url)
        limit = self.limits[group]
        limiter.wait_for_place(self.shop_id, group, limit)
        begun = time.monotonic()
        try:
            answer = self._exchange(method, url, content)
            self._judge(answer, writes=writes)
        except Limited as error:
            limiter.hold(self.shop_id, group, limit, error.wait or SHORTEST_TOLD_WAIT)
            raise
        except httpx.HTTPError as error:
            raise _failure(error, writes=writes) from None
        finally:
            # The path alone: addresses may carry what buyers wrote, and headers the key.
            took = round(time.monotonic() - begun, 3)
            _log.info("marketplace_asked", method=method, path=urlsplit(url).path, shop_id=self.shop_id, seconds=took)
        return answer

    def _exchange(self, method: str, url: str, content: Mapping[str, Any]) -> Answer:
        ends = time.monotonic() + WHOLE_SECONDS
        timeout = httpx.Timeout(self.read_seconds, connect=CONNECT_SECONDS)
        with client().stream(method, url, headers=dict(self.headers), timeout=timeout, **content) as response:
            taken, parts = 0, []
            for part in response.iter_bytes():
                taken += len(part)
                if taken > LARGEST_ANSWER:
                    raise httpx.ReadError("The answer is too large.")
                if time.monotonic() > ends:
                    raise httpx.ReadTimeout("The answer takes too long.")
                parts.append(part)
            return Answer(response.status_code, response.headers, b"".join(parts))

    def _judge(self, answer: Answer, *, writes: bool) -> None:
        status = answer.status
        if 200 <= status < 300:
            return
        if status == 429:
            raise Limited(reasons.TOO_OFTEN, wait=told_wait(answer.headers, datetime.now(UTC)))
        if status in _DENIED:
            raise Denied(self._reason(answer) or reasons.NOT_LET_IN)
        if status < 400:
            raise Transient(reasons.ELSEWHERE)
        if status in _NOT_DONE:
            raise Transient(reasons.SILENT)
        if status < 500:
            raise Permanent(self._reason(answer) or reasons.NOT_TAKEN)
        if writes:
            raise Unknown(reasons.AT_FAULT)
        raise Transient(reasons.AT_FAULT, wait=told_wait(answer.headers, datetime.now(UTC)))

    def _reason(self, answer: Answer) -> str:
        """Their sentence, short, printable, and without our key."""
        said = _sentence(answer)
        for secret in self.headers.values():
            for word in secret.split():
                if len(word) >= 8:
                    said = said.replace(word, "…")
        return "".join(sign for sign in said if sign.isprintable())[:LONGEST_REASON].strip()


@cache
def client() -> httpx.Client:
    """One for the process: its connections are kept open. It follows no redirect and asks no environment for proxies or keys."""
    return httpx.Client(
        follow_redirects=False, trust_env=False, limits=httpx.Limits(max_connections=50, max_keepalive_connections=20, keepalive_expiry=20)
    )


def forget() -> None:
    """Close the connections that are kept open."""
    client().close()
    client.cache_clear()


def told_wait(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long they told us to wait: Retry-After in seconds or as a date, or X-Ratelimit-Retry; None where they did not."""
    for name in ("retry-after", "x-ratelimit-retry"):
        if (told := headers.get(name, "").strip()) and (wait := _span(told, now)) is not None:
            return min(max(wait, SHORTEST_TOLD_WAIT), LONGEST_TOLD_WAIT)
    return None


def _span(told: str, now: datetime) -> timedelta | None:
    if told.isascii() and told.replace(".", "", 1).isdigit():
        return timedelta(seconds=min(float(told), LONGEST_TOLD_WAIT.total_seconds()))
    try:
        at = email.utils.parsedate_to_datetime(told)
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)) - now


def origin(url: str) -> str:
    """Scheme, host and port of an address; empty where it is none, or where it carries a name and password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in {"https", "http"} or not parts.hostname or "@" in parts.netloc or "\\" in url:
        return ""
    usual = {"https": 443, "http": 80}[parts.scheme]
    return f"{parts.scheme}://{parts.hostname}" + (f":{port}" if port not in {None, usual} else "")


def allowed() -> Collection[str]:
    """The origins that anything is sent to."""
    return {origin(url) for url in settings.MARKETPLACE_ORIGINS}


def _refuse_strange(url: str) -> None:
    place = origin(url)
    if not place or place not in allowed():
        raise Permanent(reasons.STRANGE_ADDRESS)


def _failure(error: httpx.HTTPError, *, writes: bool) -> MarketplaceError:
    if isinstance(error, _NOTHING_LEFT):
        return Transient(reasons.UNREACHABLE)
    return Unknown(reasons.SILENT) if writes else Transient(reasons.SILENT)


def _sentence(answer: Answer) -> str:
    """What problem+json, Wildberries' own form, or a plain text say."""
    try:
        told = answer.json()
    except Transient:
        return answer.content[: LONGEST_REASON * 4].decode(errors="replace")
    if isinstance(told, Mapping):
        for name in ("detail", "errorText", "message", "title", "error"):
            if isinstance(said := told.get(name), str) and said:
                return said
    return ""
