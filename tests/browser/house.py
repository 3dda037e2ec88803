"""A house that stands for the whole session: its own database with committed rows, its own web process, its own workers."""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg2
import redis
from django.conf import settings
from django.db import connections
from django.db.utils import load_backend
from psycopg2 import sql
from pytest_django import DjangoDbBlocker

from sellerdesk import env
from sellerdesk.models import Membership
from sellerdesk.runtime import live, migrations, ready_made
from sellerdesk.runtime.postgres import APP, OWNER
from sellerdesk.runtime.stores import Urls
from tests.factories.kernel import PASSWORD, Cast, make_cast, make_token


NAME = "sellerdesk_house"
REDIS_NUMBER = 1

COMINGS = ("signed_in", "signed_out", "password_refused")


@dataclass(slots=True)
class House:
    """Where it answers and who lives there: `cast` and everybody in it sign in with `password`."""

    urls: Urls
    environment: dict[str, str]
    blocker: DjangoDbBlocker
    logs: Path
    first: tuple[str, str]
    url: str = ""
    password: str = PASSWORD
    token: str = ""
    cast: Cast = field(init=False)
    processes: list[live.Live] = field(default_factory=list)

    def open(self) -> None:
        """The cast moves in and the web process starts."""
        with self.entered():
            self.cast = make_cast()
            for person in (self.cast.alice, self.cast.bob, self.cast.carol):
                person.set_password(PASSWORD)
                person.save()
            self.token = make_token(self.cast.desk, "feed.load")[1]
        # Journeys take longer than anybody may wait before a dangerous step is asked for once more.
        self.processes.append(live.web({**self.environment, "SELLERDESK_SURE_SECONDS": "86400"}, self.logs / "web.log"))
        self.url = self.processes[0].url

    def close(self) -> None:
        """Every process is asked to end and must."""
        for process in reversed(self.processes):
            process.stop()

    def start_worker(self) -> live.Live:
        """A real worker for both queues; ended with the house."""
        self.processes.append(live.worker(self.environment, {"queue": "now,bulk"}, self.logs / f"worker-{len(self.processes)}.log"))
        return self.processes[-1]

    @property
    def complaints(self) -> list[str]:
        """What the web process has written, but for what was asked and is not there, and for who came and went."""
        lines = [json.loads(line) if line.startswith("{") else {"event": line} for line in self.processes[0].said.splitlines()]
        return [line["event"] for line in lines if not _is_expected(line)]

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Inside, this process's own queries go to the house's database and are committed."""
        kept, permitted = connections["default"], os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
        configuration = {**kept.settings_dict, **env.database(self.urls.database)}
        connections["default"] = load_backend(configuration["ENGINE"]).DatabaseWrapper(configuration, "default")
        # Playwright keeps an event loop on this thread. It stands still while we are here, so Django's warning is not for us.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        try:
            with self.blocker.unblock():
                yield
        finally:
            connections["default"].close()
            connections["default"] = kept
            if permitted is None:
                del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]

    def load(self, records: Iterable[dict[str, Any]], *, shop: str = "", token: str = "") -> dict[str, Any]:
        """Facts through the door: the feed's address in the API, for the cast's shop unless another and its token are given."""
        answer = httpx.post(
            f"{self.url}/api/v1/shops/{shop or self.cast.shop.slug}/feed/",
            json={"records": list(records)},
            headers={"Authorization": f"Bearer {token or self.token}"},
            timeout=60,
        )
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def forget_throttles(self) -> None:
        """All tests come from one address; without this the door would soon ask them to wait."""
        with redis.Redis.from_url(self.urls.redis) as client:
            client.flushdb()


@contextmanager
def standing(folder: Path, blocker: DjangoDbBlocker) -> Iterator[House]:
    """The house, as `up` makes it: an empty database, migrated by its owner, hashed static files, a first sign-in."""
    owner = os.environ["DATABASE_URL"]
    with _database(owner) as url:
        urls = Urls(database=_for_the_application(url), owner=url, redis=_redis_of_its_own(os.environ["REDIS_URL"]))
        variables = {
            # Facts that a test puts in by itself must carry the pseudonyms that the house would give.
            "SECRET_KEY": settings.SECRET_KEY,
            "PSEUDONYM_KEY": settings.PSEUDONYM_KEY,
            "SELLERDESK_STATE": str(folder / "state"),
            "SELLERDESK_STATIC_MANIFEST": "1",
            "SELLERDESK_PROCESS": "sellerdesk-house",
            "PYTHONPATH": str(settings.BASE_DIR),
            "TZ": "UTC",
            # Everybody signs in once for all journeys.
            "SELLERDESK_SURE_SECONDS": "86400",
        }
        environment = {**os.environ, **variables}
        urls.put(environment)
        (folder / "state").mkdir()
        house = House(urls, environment, blocker, folder, migrations.run(urls, "--up", around=environment)["first"])
        try:
            house.open()
            yield house
        finally:
            house.close()


@contextmanager
def _database(server: str) -> Iterator[str]:
    """An empty database on this server, gone afterwards."""
    _administer(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)")
    _administer(server, f"CREATE DATABASE {{}} TEMPLATE {ready_made.pattern('template1')}")
    parts = urlsplit(server)
    try:
        yield urlunsplit((parts.scheme, parts.netloc, f"/{NAME}", parts.query, ""))
    finally:
        _administer(server, "DROP DATABASE {} WITH (FORCE)")


def _administer(server: str, statement: str) -> None:
    connection = psycopg2.connect(server)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(sql.Identifier(NAME)))
    finally:
        connection.close()


def _for_the_application(url: str) -> str:
    """The private server has a role that may not do what only the owner may; journeys run as that one, as `up` does."""
    return url.replace(f"//{OWNER}@", f"//{APP}@")


def _redis_of_its_own(url: str) -> str:
    """Another numbered database of the same server: emptying one leaves the other alone."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db={REDIS_NUMBER}"
    return urlunsplit((parts.scheme, parts.netloc, f"/{REDIS_NUMBER}", parts.query, ""))


def leave(house: House, slug: str) -> None:
    """Nobody belongs to a desk of one module any more: of who has two, the others' sign-in would lead elsewhere."""
    with house.entered():
        Membership.objects.filter(desk__slug=slug).delete()


def _is_expected(line: dict[str, Any]) -> bool:
    return line["event"] in COMINGS or (line.get("level") == "warning" and line.get("logger") == "django.request")
