"""Both stores as one: the private ones, or those that DATABASE_URL and REDIS_URL name."""

import os
from collections.abc import Callable, MutableMapping
from dataclasses import asdict, dataclass

from sellerdesk.runtime.backups import swapping
from sellerdesk.runtime.paths import Places
from sellerdesk.runtime.postgres import APP, OWNER, Postgres
from sellerdesk.runtime.valkey import Valkey


@dataclass(frozen=True, slots=True)
class Urls:
    """How the processes reach the stores. `database` is the application's role, `owner` the one that migrates."""

    database: str
    owner: str
    redis: str

    def put(self, environment: MutableMapping[str, str]) -> None:
        """Writes the variables that settings read."""
        environment.update(DATABASE_URL=self.database, DATABASE_OWNER_URL=self.owner, REDIS_URL=self.redis)

    def as_dict(self) -> dict[str, str]:
        """For running.json."""
        return asdict(self)


def _quiet(_line: str) -> None:
    """Says nothing."""


class Stores:
    """Starts what is not given, in the order Postgres, Valkey; stops it in reverse."""

    def __init__(self, places: Places, *, throwaway: bool = False, say: Callable[[str], None] = _quiet) -> None:
        self.given_database = os.environ.get("DATABASE_URL", "")
        self.given_redis = os.environ.get("REDIS_URL", "")
        self.postgres = None if self.given_database else Postgres(places, throwaway=throwaway)
        self.valkey = None if self.given_redis else Valkey(places, throwaway=throwaway)
        self.places = places
        self.say = say

    def start(self) -> Urls:
        """Both ready; what was started is stopped again if the other fails. Refused with Failure."""
        try:
            if swapping.is_ready(self.places):
                swapping.finish(self.places)
                self.say("a restore that was interrupted is now in its place")
            elif swapping.staging(self.places).exists():
                # Keys and rows in clear lie there. Whoever starts the stores holds the lock, so nobody is restoring.
                swapping.clear(self.places)
                self.say("a restore was interrupted before it changed anything; what it left is removed. Run it again where it is wanted")
            if self.postgres is not None:
                if self.postgres.make():
                    self.say("database made")
                self.postgres.start()
            if self.valkey is not None:
                self.valkey.start()
        except BaseException:
            self.stop()
            raise
        return self.urls()

    def urls(self) -> Urls:
        """The addresses, known before the start."""
        database = self.given_database or (self.postgres.url(APP) if self.postgres else "")
        owner = os.environ.get("DATABASE_OWNER_URL", "") or self.given_database or (self.postgres.url(OWNER) if self.postgres else "")
        return Urls(database=database, owner=owner, redis=self.given_redis or (self.valkey.url if self.valkey else ""))

    def stop(self) -> None:
        """Ends what was started."""
        if self.valkey is not None:
            self.valkey.stop()
        if self.postgres is not None:
            self.postgres.stop()
