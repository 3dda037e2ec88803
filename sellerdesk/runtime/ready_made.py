"""A cluster whose tables are made already: made once for a whole run of tests, and copied wherever a fresh one is needed.

Making all tables takes a quarter of a minute, copying them a fraction of a second.
"""

import os
import subprocess

from sellerdesk.runtime import migrations
from sellerdesk.runtime.paths import Places
from sellerdesk.runtime.postgres import DATABASE, Postgres
from sellerdesk.runtime.stores import Stores


CLUSTER = "TESTS_CLUSTER"
"""The variable that names the directory of its data, for the processes of the run."""


def make(stores: Stores) -> None:
    """Makes all tables in the stores' own database and stops it for good: from then on it is the one to be copied."""
    assert stores.postgres is not None
    migrations.run(stores.urls())
    stores.postgres.stop()
    os.environ[CLUSTER] = str(stores.postgres.footing.data)


def there() -> bool:
    """Whether this run has one: a single file of tests makes what it needs by itself."""
    return CLUSTER in os.environ


def take(places: Places) -> None:
    """A state directory begins with a copy, where there is one; called before its first start."""
    if not there():
        return
    data = Postgres(places, throwaway=True).footing.data
    # Whoever the server runs as owns its files, and must own the copy.
    subprocess.run(["cp", "-a", "--", os.environ[CLUSTER], str(data)], check=True)


def pattern(fresh: str) -> str:
    """The database that a new one is made from on a server of this run; `fresh` where its tables are still to be made."""
    return DATABASE if there() else fresh
