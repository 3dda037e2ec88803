"""A house of one's own: private stores that keep their promises (fsync on, the application's own role), to be broken at will."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import redis
from celery import Celery
from django.db import connections
from django.db.utils import load_backend

from sellerdesk import env
from sellerdesk.runtime import ready_made
from sellerdesk.runtime.paths import Places
from sellerdesk.runtime.postgres import APP, OWNER, Postgres
from sellerdesk.runtime.stores import Urls
from sellerdesk.runtime.valkey import Valkey


ROOT = Path(__file__).resolve().parents[3]
FAST, IMMEDIATE = signal.SIGINT, signal.SIGQUIT
"""How Postgres ends: sessions are ended and the log is flushed, or everything is dropped as in a crash."""
STANDING_STILL = """
import importlib, sys
place, number, *words = sys.argv[1:]
import django; django.setup()
from django.core.management import execute_from_command_line
from sellerdesk.feed import loading
loading.BATCH = 30
module, name = place.split(":")
room, left = importlib.import_module(module), [int(number)]
real = getattr(room, name)
def still(*args, **kwargs):
    left[0] -= 1
    if left[0] == 0:
        print("here", flush=True)
        sys.stdin.readline()
    return real(*args, **kwargs)
setattr(room, name, still)
execute_from_command_line(["manage.py", *words])
"""


def wait(until: Callable[[], Any], what: str, limit: float = 60.0) -> None:
    """Look again and again until it is so."""
    end = time.monotonic() + limit
    while not until():
        assert time.monotonic() < end, f"it never came about: {what}"
        time.sleep(0.1)


class House:
    """Postgres and Valkey of one test module, and commands that run there in processes of their own."""

    def __init__(self, places: Places) -> None:
        ready_made.take(places)
        self.postgres = Postgres(places, throwaway=True)
        self.valkey = Valkey(places)
        self.urls = Urls(database=self.postgres.url(APP), owner=self.postgres.url(OWNER), redis=self.valkey.url)
        self.environment = {**os.environ, "PYTHONPATH": str(ROOT), "TZ": "UTC"}
        self.urls.put(self.environment)

    def open(self) -> None:
        """Both stores started, all tables made."""
        self.postgres.make()
        self.postgres.throwaway = False
        self.postgres.start()
        self.valkey.start()
        made = {**self.environment, "SELLERDESK_AS_OWNER": "1"}
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=made, check=True, timeout=250)

    def close(self) -> None:
        """Both stores stopped."""
        self.valkey.stop()
        self.postgres.stop()

    @contextmanager
    def entered(self) -> Iterator[None]:
        """This process's own queries go to this house."""
        kept = connections["default"]
        settings = {**kept.settings_dict, **env.database(self.urls.database)}
        connections["default"] = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")
        try:
            yield
        finally:
            connections["default"].close()
            connections["default"] = kept

    def restart_postgres(self, how: signal.Signals) -> None:
        """End the server in this way and start it again."""
        assert self.postgres.process is not None
        self.postgres.process.send_signal(how)
        self.postgres.process.wait(60)
        connections["default"].close()
        self.postgres.start()

    def wipe_redis(self) -> None:
        """Everything in Redis is gone: queues, caches, unacknowledged tasks."""
        with redis.Redis.from_url(self.urls.redis) as client:
            client.flushall()

    def ask(self, task: str, *, queue: str, shop_id: int) -> None:
        """Put a task into the house's queue, as a load does."""
        # Not as the current app: other tests' tasks would be sent to this house, long after it is gone.
        with Celery(broker=env.broker(self.urls.redis), set_as_current=False) as client:
            client.conf.broker_transport_options = {"socket_connect_timeout": 5}
            client.send_task(task, kwargs={"shop_id": shop_id}, queue=queue)

    def manage(self, *words: str) -> dict[str, Any]:
        """A management command in a process of its own; its answer."""
        ended = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment, capture_output=True, check=False, timeout=250
        )
        assert ended.returncode == 0, ended.stderr.decode()
        answer: dict[str, Any] = json.loads(ended.stdout)
        return answer

    def manage_until(self, place: str, number: int, words: Sequence[str], log: IO[bytes]) -> "subprocess.Popen[bytes]":
        """A management command that stands still when it calls `module:function` for this time, until it is given a line."""
        process = subprocess.Popen(
            [sys.executable, "-c", STANDING_STILL, place, str(number), *words],
            cwd=ROOT, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
        )  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == b"here\n", "it never came to that place"
        return process
