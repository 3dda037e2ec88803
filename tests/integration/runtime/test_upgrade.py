"""A database of the state before, with a year's data in it, is brought forward: the same reports, valid constraints. Long."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from sellerdesk.runtime import migrations
from sellerdesk.runtime.failures import Failure
from sellerdesk.runtime.stores import Urls
from tests.integration.runtime.driving import ROOT, Up, surroundings
from tests.integration.runtime.losing import everything, filled, servers, shell


pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]
BEFORE = {"sellerdesk": "0005_orders_under_way"}
"""The state to go back to; of any other app the one before its last migration."""
BACK = f"""
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
known = MigrationLoader(connection).disk_migrations
for app in ("returns", "chat", "reviews", "ratings", "sellerdesk"):
    names = sorted(name for label, name in known if label == app)
    call_command("migrate", app, {BEFORE!r}.get(app, names[-2] if len(names) > 1 else names[-1]), verbosity=0)
"""
OWNER = {"SELLERDESK_AS_OWNER": "1"}


def asked(urls: Urls, statement: str) -> list[Any]:
    with closing(psycopg2.connect(urls.owner)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return [row[0] for row in cursor.fetchall()] if cursor.description else []


TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
APPLIED = "SELECT count(*) FROM django_migrations"


def test_data_of_the_state_before_is_brought_forward(state: Path) -> None:
    folder = filled(state / "upgraded")
    before = everything(folder)
    assert {row[2] for row in before["constraints"]} == {"True"}, "every constraint is valid"
    shell(folder, BACK, **OWNER)

    with servers(folder) as urls:
        ours = surroundings(folder, PYTHONPATH=str(ROOT))
        missing = sorted({row[0] for row in before["columns"]} - set(asked(urls, TABLES)))
        old = asked(urls, APPLIED)[0]
        assert missing, "something was taken back"

        # What is in the way of the first new table lets its migration fail, which then leaves nothing behind.
        asked(urls, f"CREATE TABLE {missing[0]} (in_the_way int)")
        with pytest.raises(Failure, match=rf"The migration failed(.|\n)*{missing[0]}"):
            migrations.run(urls, around=ours)
        assert asked(urls, f"SELECT column_name FROM information_schema.columns WHERE table_name = '{missing[0]}'") == ["in_the_way"]
        asked(urls, f"DROP TABLE {missing[0]}")
        left = asked(urls, APPLIED)[0] - old

        told: list[str] = []
        with ThreadPoolExecutor(2) as pool:
            runs = list(pool.map(lambda _: migrations.run(urls, around=ours, tell=told.append), range(2)))
        done = sorted(run["migrations"] for run in runs)
        assert done[0] == 0, "one of two at once finds nothing left"
        assert done[1] == len(told) == asked(urls, APPLIED)[0] - old - left > 0
    assert everything(folder) == before

    shell(folder, BACK, **OWNER)
    up = Up(folder).ready()
    try:
        assert up.said.count("  migrated ") == done[1] + left
        assert "migrated sellerdesk." in up.said
    finally:
        assert up.end() == 0
    after = everything(folder)
    # The first sign-in of `up` is an entry of its own.
    assert after["reports"] == before["reports"]
    assert (after["constraints"], after["columns"], after["indexes"]) == (before["constraints"], before["columns"], before["indexes"])
