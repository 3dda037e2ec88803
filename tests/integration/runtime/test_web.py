"""The real web process: unfinished uploads, open streams, kept connections."""

import contextlib
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx
import pytest
from django.db import connection

from sellerdesk.runtime.live import Live


def _open(live: Live, request: bytes) -> socket.socket:
    parts = urlsplit(live.url)
    assert parts.hostname is not None
    raw = socket.create_connection((parts.hostname, parts.port or 0), timeout=10)
    raw.sendall(request)
    return raw


@contextlib.contextmanager
def _many(live: Live, count: int, request: bytes) -> Iterator[list[socket.socket]]:
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(contextlib.closing(_open(live, request))) for _ in range(count)]


UNFINISHED = b"POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{"


def test_page_answers_while_eight_uploads_are_unfinished(web_process: Live) -> None:
    with _many(web_process, 8, UNFINISHED):
        started = time.monotonic()
        answers = [httpx.get(f"{web_process.url}/healthz", timeout=5) for _ in range(3)]
        took = time.monotonic() - started

    assert [answer.status_code < 500 for answer in answers] == [True] * 3
    assert took < 3


def test_too_many_unfinished_uploads_are_told_when_to_come_back(start_web: Callable[..., Live]) -> None:
    live = start_web()

    with _many(live, 64, UNFINISHED):
        time.sleep(0.5)
        refused = httpx.post(f"{live.url}/healthz", content=b"x" * 10, timeout=5)
        page = httpx.get(f"{live.url}/healthz", timeout=5)

    assert (refused.status_code, refused.headers["retry-after"], refused.json()["code"]) == (503, "5", "busy")
    assert page.status_code < 500


def test_body_past_the_limit_is_refused_with_a_problem(start_web: Callable[..., Live]) -> None:
    live = start_web(SELLERDESK_BODY_LIMIT="1000")

    refused = httpx.post(f"{live.url}/healthz", content=b"x" * 1001, timeout=5)

    assert (refused.status_code, refused.headers["content-type"]) == (413, "application/problem+json")
    assert refused.json()["code"] == "body_too_large"


@pytest.mark.parametrize("request_line", [b"GET /healthz?\xff HTTP/1.1", b"GET /\xff HTTP/1.1"])
def test_bytes_that_no_address_may_hold_are_refused(web_process: Live, request_line: bytes) -> None:
    with contextlib.closing(_open(web_process, request_line + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n")) as raw:
        answer = raw.recv(200)

    assert answer.split(b" ")[1][:1] == b"4"
    assert "Traceback" not in web_process.said


def test_stop_with_open_streams_is_quick_and_quiet(start_web: Callable[..., Live]) -> None:
    live = start_web(SELLERDESK_STREAMS="/events/=tests.integration.runtime.streams.app")

    with _many(live, 20, b"GET /events/desk HTTP/1.1\r\nHost: localhost\r\n\r\n") as streams:
        opened = [stream.recv(1000) for stream in streams]
        started = time.monotonic()
        status = live.stop()
        took = time.monotonic() - started

    assert all(b"200 OK" in piece for piece in opened)
    assert status == 0
    assert took < 2
    assert live.said == ""


def test_stop_with_unfinished_uploads_is_quick(start_web: Callable[..., Live]) -> None:
    live = start_web()

    with _many(live, 8, UNFINISHED):
        time.sleep(0.2)
        started = time.monotonic()
        status = live.stop()

    assert status == 0
    assert time.monotonic() - started < 3


@pytest.mark.django_db(transaction=True)
def test_database_connections_are_kept_and_bounded_by_the_threads(start_web: Callable[..., Live]) -> None:
    live = start_web(SELLERDESK_PROCESS="sellerdesk-reuse")

    def ask(_number: int) -> int:
        return httpx.get(f"{live.url}/readyz", timeout=20).status_code

    with ThreadPoolExecutor(16) as pool:
        answers = set(pool.map(ask, range(48)))
    first = _backends("sellerdesk-reuse")
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(ask, range(48)))
    second = _backends("sellerdesk-reuse")

    assert answers == {200}, live.said
    assert 1 <= len(first) <= 8
    assert len(second) <= 8
    assert first <= second


def _backends(process: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE application_name = %s", [process])
        return {row[0] for row in cursor.fetchall()}
