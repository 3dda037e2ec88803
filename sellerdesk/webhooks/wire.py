"""The way to a receiver: the address that was checked is the one that is called, no redirect is followed, all has an end.

A name is resolved once, every address it has must lie in the open Internet, and the connection goes to the first of them; Host and
the certificate's name stay those of the URL. In-house receivers are named by the installation (`WEBHOOK_ORIGINS`), by their whole origin.
"""

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpcore
from django.conf import settings
from django.utils.translation import gettext_noop

from sellerdesk.domain import addresses
from sellerdesk.errors import Permanent, Transient


SECONDS = 10.0
"""For everything together: name, connection, request and answer."""
LARGEST = 64 * 1024
"""Of an answer so much is taken off the wire; the connection is closed then."""
KEPT = 500
UNREACHABLE = gettext_noop("The receiver cannot be reached.")
SILENT = gettext_noop("The receiver did not answer in 10 seconds.")
GARBAGE = gettext_noop("The receiver answered with something that is no HTTP.")
INSIDE = gettext_noop("This address leads to a place inside a network, which nothing is sent to.")
MALFORMED = gettext_noop("This is no address that anything is sent to.")
Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver said: its code, the beginning of its words, and when it wants to be asked again."""

    status: int
    text: str
    milliseconds: int
    headers: Mapping[str, str]


class Inside(Exception):
    """A name leads to an address that nothing is sent to."""


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, as this machine finds them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_kind, address in found))


def in_house(place: addresses.Place) -> bool:
    """Whether the installation names this very origin as one of its own."""
    return place.origin in {known.origin for url in settings.WEBHOOK_ORIGINS if (known := addresses.place_of(url)) is not None}


def may_call(url: str) -> addresses.Place | None:
    """Where an address leads, if anything may be sent there as far as its text tells: https at 443 or 8443, or in-house."""
    place = addresses.place_of(url)
    if place is None or in_house(place):
        return place
    spelt_out = ":" in place.host or place.host.replace(".", "").isdigit()
    is_open = not spelt_out or addresses.is_open(place.host)
    return place if place.scheme == "https" and place.port in addresses.PORTS and is_open else None


def post(url: str, headers: Mapping[str, str], body: bytes, *, find: Resolve | None = None) -> Answer:
    """Send once. Permanent for an address that nothing is sent to, Transient where no answer came in time."""
    place = may_call(url)
    if place is None:
        raise Permanent(MALFORMED)
    begun = time.monotonic()
    backend = _Checked(find or resolve, ends=begun + SECONDS, inside=in_house(place))
    try:
        with httpcore.ConnectionPool(ssl_context=_trust(), network_backend=backend, max_connections=1) as pool:
            named = [(b"Host", place.origin.partition("://")[2].encode()), *((k.encode(), v.encode()) for k, v in headers.items())]
            with pool.stream("POST", url, headers=[*named, (b"Content-Length", str(len(body)).encode())], content=body) as response:
                text = _beginning(response)
                told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
    except Inside:
        raise Transient(INSIDE) from None
    except (httpcore.TimeoutException, TimeoutError):
        raise Transient(SILENT) from None
    except httpcore.ProtocolError:
        raise Transient(GARBAGE) from None
    except (httpcore.NetworkError, OSError, UnicodeError):
        raise Transient(UNREACHABLE) from None
    return Answer(response.status, text, round((time.monotonic() - begun) * 1000), told)


def _beginning(response: httpcore.Response) -> str:
    """The first characters of an answer that can be shown; what is behind is not read."""
    taken = b""
    for part in response.iter_stream():
        taken += part
        if len(taken) >= KEPT * 4:
            break
    text = taken.decode(errors="replace")
    return "".join(sign if sign.isprintable() else " " for sign in text)[:KEPT].strip()


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


class _Checked(httpcore.NetworkBackend):
    """Connects to the very address that was checked, and lets nothing go on beyond a moment."""

    def __init__(self, find: Resolve, *, ends: float, inside: bool) -> None:
        self._find, self._ends, self._inside = find, ends, inside
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        """A connection to the first address of a name, if all of them are open."""
        found = _in_time(lambda: self._find(host.strip("[]"), port), self._ends)
        if not found or not (self._inside or all(map(addresses.is_open, found))):
            raise Inside
        left = _left(self._ends)
        return _Ending(self._plain.connect_tcp(found[0], port, left, local_address, socket_options), self._ends)


class _Ending(httpcore.NetworkStream):
    """A stream whose every step has only what is left of the time, and that gives up after so many bytes."""

    def __init__(self, stream: httpcore.NetworkStream, ends: float) -> None:
        self._stream, self._ends, self._taken = stream, ends, 0

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes."""
        if self._taken > LARGEST:
            raise httpcore.RemoteProtocolError("The answer is too large.")
        part = self._stream.read(max_bytes, _left(self._ends))
        self._taken += len(part)
        return part

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send these bytes."""
        self._stream.write(buffer, _left(self._ends))

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:  # fmt: skip
        """The same stream under TLS, with the name of the URL."""
        return _Ending(self._stream.start_tls(ssl_context, server_hostname, _left(self._ends)), self._ends)

    def get_extra_info(self, info: str) -> Any:
        """What the socket tells of itself."""
        return self._stream.get_extra_info(info)


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left


def _in_time(find: Callable[[], list[str]], ends: float) -> list[str]:
    """The system's own look-up takes no time limit, so it is waited for from outside; a thread that hangs ends by itself."""
    answers: queue.SimpleQueue[list[str] | BaseException] = queue.SimpleQueue()

    def look() -> None:
        try:
            answers.put(find())
        except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
            answers.put(error)

    threading.Thread(target=look, daemon=True, name="webhook-name").start()
    try:
        found = answers.get(timeout=_left(ends))
    except queue.Empty:
        raise httpcore.ConnectTimeout from None
    if isinstance(found, BaseException):
        raise found
    return found
