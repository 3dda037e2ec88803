"""Fixtures that start the real processes against the test database: the web process and Celery workers.

Rows must be committed to be seen by them: use `transactional_db` (or `db` with what the processes write themselves).
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from sellerdesk.runtime import listening
from sellerdesk.runtime.supervisor import Child


START_LIMIT = 60.0


@dataclass(slots=True)
class Live:
    """A real process of a test. `url` is empty for workers."""

    child: Child
    url: str = ""

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The process itself."""
        assert self.child.process is not None
        return self.child.process

    @property
    def said(self) -> str:
        """Everything it has written so far."""
        return self.child.log.read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """Ends it as a crash would: kill -9."""
        self.process.kill()
        self.process.wait()

    def stop(self, limit: float = 20.0) -> int:
        """Asks it to end and waits; returns its exit status. After `limit` seconds it is killed and the test fails."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(limit)
        except subprocess.TimeoutExpired:
            self.kill()
            pytest.fail(f"{self.child.name} did not end in {limit} s; it said:\n{self.said}")

    def wait_for(self, words: str, limit: float = START_LIMIT) -> None:
        """Waits until its log holds `words`; fails the test with the log when it ends or takes too long."""
        end = time.monotonic() + limit
        while words not in self.said:
            if self.process.poll() is not None or time.monotonic() > end:
                pytest.fail(f"{self.child.name} never said {words!r}; it said:\n{self.said}")
            time.sleep(0.05)


@pytest.fixture(scope="session")
def live_environment(request: pytest.FixtureRequest) -> dict[str, str]:
    """The variables with which another process sees the test database and the test Redis."""
    from django.conf import settings

    request.getfixturevalue("django_db_setup")
    name = settings.DATABASES["default"]["NAME"]
    parts = urlsplit(os.environ["DATABASE_URL"])
    url = urlunsplit((parts.scheme, parts.netloc, f"/{name}", parts.query, ""))
    root = str(Path(__file__).resolve().parent.parent.parent)
    return {
        **os.environ,
        "DATABASE_URL": url,
        "DATABASE_OWNER_URL": url,
        "PYTHONPATH": root,
        "TZ": "UTC",
        "SELLERDESK_PROCESS": "sellerdesk-live",
    }


@pytest.fixture
def start_web(live_environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., Live]]:
    """`start_web(**variables)` starts a web process on a free port, waits until it answers, and ends it after the test."""
    yield from _starter(lambda number, extra: web(live_environment | extra, tmp_path / f"web-{number}.log"))


@pytest.fixture(scope="session")
def web_process(live_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """One web process for all tests that only ask it something; `web_process.url` is its address."""
    live = web(live_environment, tmp_path_factory.mktemp("web") / "web.log")
    yield live
    live.stop()


@pytest.fixture
def start_worker(live_environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., Live]]:
    """`start_worker(queue="now", tasks="module", **variables)` starts a Celery worker and waits until it is ready.

    `tasks` is a module with tasks of the test's own. Redis is emptied before and after the test.
    """
    import redis

    client = redis.Redis.from_url(os.environ["REDIS_URL"])
    client.flushall()
    yield from _starter(lambda number, extra: worker(live_environment, extra, tmp_path / f"worker-{number}.log"))
    client.flushall()
    client.close()


def _starter(start: Callable[[int, dict[str, str]], Live]) -> Iterator[Callable[..., Live]]:
    started: list[Live] = []

    def begin(**extra: str) -> Live:
        started.append(start(len(started), extra))
        return started[-1]

    yield begin
    for live in started:
        live.stop()


def web(environment: dict[str, str], log: Path) -> Live:
    """A web process on a free port that already answers; the caller stops it."""
    import http.client

    with listening.take("127.0.0.1", 0) as socket_:
        number = socket_.fileno()
        port = socket_.getsockname()[1]
        # Links in invitations and mails lead to the installation's own address, not to the one a request came to.
        told = {"SELLERDESK_URL": f"http://127.0.0.1:{port}", **environment}
        child = Child("web", [sys.executable, "-P", "-m", "sellerdesk.runtime.web", "--fd", str(number)], told, log, keep=(number,))
        child.start()
    live = Live(child, f"http://127.0.0.1:{port}")
    limit = time.monotonic() + START_LIMIT
    while time.monotonic() < limit and live.process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.05)
        else:
            return live
        finally:
            connection.close()
    pytest.fail(f"the web process does not answer; it said:\n{live.said}")


def worker(environment: dict[str, str], extra: dict[str, str], log: Path) -> Live:
    """A Celery worker that is ready; `extra` may hold `queue` and `tasks` beside variables. The caller stops it."""
    queue, tasks = extra.pop("queue", "now"), extra.pop("tasks", "")
    program = f"from sellerdesk.runtime.worker import main; {f'import {tasks}; ' if tasks else ''}main(['worker', {queue!r}])"
    child = Child(f"worker {queue}", [sys.executable, "-P", "-c", program], environment | extra, log)
    child.start()
    live = Live(child)
    live.wait_for(" ready.")
    return live
