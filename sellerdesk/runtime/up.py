"""`./desk up`: the whole desk in front of the person who started it, until Ctrl-C."""

import argparse
import contextlib
import http.client
import os
import signal
import socket
import ssl
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

from sellerdesk.runtime import demo, keyfiles, listening, locks, migrations, stamps
from sellerdesk.runtime.failures import Failure, last_lines
from sellerdesk.runtime.paths import Places
from sellerdesk.runtime.stores import Stores, Urls
from sellerdesk.runtime.supervisor import Child, Store, Supervisor


ROOT = Path(__file__).resolve().parent.parent.parent
READY_LIMIT = 60.0
ROUND = 0.2


class Stop:
    """Ctrl-C, SIGTERM and a closed terminal ask to end; a second time, at once."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.times = 0
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, self._catch)

    def _catch(self, _signal: int, _frame: FrameType | None) -> None:
        self.times += 1
        self.asked.set()

    def in_a_hurry(self) -> bool:
        """Whether it was asked more than once."""
        return self.times > 1


def say(line: str) -> None:
    """One line of progress."""
    print(f"  {line}", flush=True)


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    """Shows a step and how long it took."""
    started = time.monotonic()
    yield
    say(f"{what} ({time.monotonic() - started:.1f} s)")


def main(options: argparse.Namespace, places: Places) -> int:
    """Runs until asked to end; returns 0 after a clean end. Refused with Failure."""
    stop = Stop()
    listening.prepare_transport(options, os.environ)
    # The address comes first: a taken port is said at once, and not after a minute of preparation.
    with locks.front(places, say), listening.take(options.host, options.port) as socket_:
        with step("stores"):
            stores = Stores(places, say=say)
            urls = stores.start()
        try:
            return _run(options, places, socket_, stores, urls, stop)
        finally:
            stores.stop()
            say("stopped")


def _run(options: argparse.Namespace, places: Places, socket_: socket.socket, stores: Stores, urls: Urls, stop: Stop) -> int:
    urls.put(os.environ)
    _prepare(places, urls)
    address = f"{'https' if options.tls_cert else 'http'}://{_shown(options.host)}:{socket_.getsockname()[1]}"
    # Mails lead there, unless somebody says how the desk is reached from outside.
    os.environ.setdefault("SELLERDESK_URL", address)
    locks.announce(places, "up", urls, address)
    if options.demo:
        with step("demo desk"):
            demo.fill(say, stop.asked.is_set)
    supervisor = Supervisor(say)
    supervisor.stores = _private(stores)
    web = _child("web", ["sellerdesk.runtime.web", "--fd", str(socket_.fileno()), *_tls(options)], places, keep=(socket_.fileno(),))
    supervisor.children = [web]
    try:
        with step("web"):
            web.start()
            _wait_for_page(web, socket_, options, stop)
        if not stop.asked.is_set():
            supervisor.children += _workers(places)
            for child in supervisor.children[1:]:
                child.start()
            for warning in keyfiles.open_to_others(places.state):
                say(warning)
            say(f"logs are in {places.logs}")
            print(f"\nSellerDesk is ready: {address}\nCtrl-C ends it.\n", flush=True)
        while not stop.asked.wait(ROUND):
            supervisor.look()
    finally:
        say("stopping")
        supervisor.stop(stop.in_a_hurry)
    return 0


def _prepare(places: Places, urls: Urls) -> None:
    """Migrations, static files and the first sign-in, where the code or the database changed.

    Otherwise Django is never booted in this process or for it: a warm start is two queries.
    """
    migrations.refuse_blind_text(urls)
    stamp, code = places.state / "up.stamp", stamps.of_code(ROOT)
    if stamps.fresh(stamp, code=code, applied=migrations.applied(urls)) and (places.state / "static" / "staticfiles.json").exists():
        return
    started = time.monotonic()
    # The many migrations of a new database are no news to anybody, but that it takes a while is.
    if not (old := migrations.applied(urls)):
        say("making the tables, which takes up to a minute or two this first time")
    did = migrations.run(urls, "--up", tell=say if old else None)
    say(f"{done(did)} ({time.monotonic() - started:.1f} s)")
    stamps.write(stamp, code=code, applied=migrations.applied(urls))
    if did["first"]:
        # At once: should anything fail from here on, nobody could ask for it again.
        email, password = did["first"]
        print(f"\nFirst sign-in, shown this once: {email}  {password}\n", flush=True)


def done(did: Mapping[str, Any]) -> str:
    """What was prepared, without what was not."""
    parts = [f"{did['migrations']} migrations"] if did["migrations"] else []
    return ", ".join([*parts, *(["static files"] if did["static"] else [])]) or "nothing to migrate"


def _private(stores: Stores) -> list[Store]:
    found = []
    if (postgres := stores.postgres) is not None:
        found.append(Store("PostgreSQL", lambda: postgres.process, postgres.start))
    if (valkey := stores.valkey) is not None:
        found.append(Store("Valkey", lambda: valkey.process, valkey.start))
    return found


def _child(name: str, module: list[str], places: Places, *, keep: tuple[int, ...] = (), **extra: str) -> Child:
    environment = {**os.environ, "SELLERDESK_PROCESS": f"sellerdesk-{name}", "TZ": "UTC", **extra}
    return Child(name, [sys.executable, "-P", "-m", *module], environment, places.logs / f"{name}.log", keep=keep)


def _workers(places: Places) -> list[Child]:
    """`bulk` may let one statement run for long: it rebuilds figures and moves files."""
    worker = "sellerdesk.runtime.worker"
    long_statements = os.environ.get("SELLERDESK_BULK_STATEMENT_TIMEOUT", "900")
    return [
        _child("now", [worker, "worker", "now"], places),
        _child("bulk", [worker, "worker", "bulk"], places, SELLERDESK_STATEMENT_TIMEOUT=long_statements),
        _child("beat", [worker, "beat"], places),
    ]


def _wait_for_page(web: Child, listening_: socket.socket, options: argparse.Namespace, stop: Stop) -> None:
    """Until the web process answers. The socket takes connections before that, so connecting proves nothing."""
    limit = time.monotonic() + READY_LIMIT
    while time.monotonic() < limit and not stop.asked.is_set():
        if not web.alive():
            raise Failure(f"The web process ended while starting:\n{last_lines(web.log, 12)}", f"The whole log is {web.log}.")
        if _answers(listening_.getsockname(), tls=options.tls_cert is not None):
            return
        time.sleep(0.05)
    if not stop.asked.is_set():
        raise Failure(f"The web process did not answer in {READY_LIMIT:.0f} s:\n{last_lines(web.log, 12)}", f"The whole log is {web.log}.")


def _answers(address: tuple[str, int], *, tls: bool) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address[0], address[0])  # noqa: S104 - read, not bound
    if tls:
        unverified = ssl._create_unverified_context()  # noqa: S323 - ourselves, by number: the certificate names the host that others use
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(host, address[1], timeout=5, context=unverified)
    else:
        connection = http.client.HTTPConnection(host, address[1], timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _tls(options: argparse.Namespace) -> list[str]:
    return ["--tls-cert", str(options.tls_cert.absolute()), "--tls-key", str(options.tls_key.absolute())] if options.tls_cert else []
