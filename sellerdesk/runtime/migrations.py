"""Brings the database up to the code, as its owner and one process at a time; refuses one that would not see text."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2

from sellerdesk.runtime import children
from sellerdesk.runtime.failures import Failure
from sellerdesk.runtime.stores import Urls


# Any number, as long as every process of every SellerDesk takes the same.
TURN = 7_355_608
APPLIED = re.compile(r"\s*Applying (\S+?)\.\.\. OK")


def pending() -> int:
    """How many migrations the database lacks. Needs Django set up; costs one query when there are none."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        # The very first migrations stopped half-way: the application may not read their table yet.
        return 1


def applied(urls: Urls) -> int:
    """How many migrations the database has, asked without Django."""
    with _connected(urls) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations')")
        if cursor.fetchone()[0] is None:
            return 0
        try:
            cursor.execute("SELECT count(*) FROM django_migrations")
        except psycopg2.errors.InsufficientPrivilege:
            return 0
        return int(cursor.fetchone()[0])


def run(urls: Urls, *options: str, around: Mapping[str, str] = os.environ, tell: Callable[[str], None] | None = None) -> dict[str, Any]:
    """Migrates in a process of its own, as the owner; with `--up` does what else `up` needs, see `main`.

    `around` are the variables it starts from; `tell` hears of each migration as it is done. Returns what it did.
    Refused with Failure that carries what the migration said.
    """
    surroundings = dict(around)
    urls.put(surroundings)
    surroundings |= {"SELLERDESK_AS_OWNER": "1", "SELLERDESK_STATEMENT_TIMEOUT": "0", "SELLERDESK_LOCK_TIMEOUT": "60"}
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "sellerdesk.runtime.migrations", *options],
        env=surroundings, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        # Ctrl-C at the terminal must not cut a migration in two.
        start_new_session=True, preexec_fn=children.tied(signal.SIGTERM),
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    with process:
        said = []
        # All it says comes here; its answer is one short line, so it never waits for us with that.
        for line in process.stderr:
            said.append(line.rstrip())
            if tell is not None and (done := APPLIED.match(line)):
                tell(f"migrated {done[1]}")
        answer = process.stdout.read()
    if process.returncode != 0:
        last = "\n".join(f"    {line}" for line in said[-15:])
        raise Failure(
            f"The migration failed:\n{last}", "The database is as it was before the failing step. Mend the cause and start again."
        )
    did: dict[str, Any] = json.loads(answer)
    return did


def refuse_blind_text(urls: Urls) -> None:
    """Trigram search takes letters from the database's ctype; without UTF-8 it finds no Cyrillic and no Chinese, silently.

    Also the first thing to notice a server that cannot be reached. Refused with Failure.
    """
    with _connected(urls) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT datctype, pg_encoding_to_char(encoding), datname FROM pg_database WHERE datname = current_database()")
        ctype, encoding, name = cursor.fetchone()
    if encoding != "UTF8" or not re.search(r"utf-?8$", ctype, re.IGNORECASE):
        raise Failure(
            f"The database {name} has encoding {encoding} and ctype {ctype}: search would not see Cyrillic or Chinese text.",
            "Make it anew with ENCODING 'UTF8' and LC_CTYPE 'C.UTF-8' (or another UTF-8 locale), TEMPLATE template0.",
        )


def _connected(urls: Urls) -> Any:
    """For a `with` block, which closes it. Refused with Failure."""
    try:
        return closing(psycopg2.connect(urls.database, connect_timeout=10))
    except psycopg2.Error as error:
        raise Failure(f"The database cannot be reached: {str(error).strip()}", "Check DATABASE_URL and that the server runs.") from error


def main(options: list[str]) -> dict[str, Any]:
    """The process that `run` starts: one turn at a time on one database, the second finds nothing left to do.

    With `--up` it also collects the static files and makes the first sign-in, so that `up` boots Django once.
    """
    import django
    from django.core.management import call_command
    from django.db import connection

    from sellerdesk.runtime import assets, signin

    django.setup()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [TURN])
    did: dict[str, Any] = {"migrations": pending()}
    if did["migrations"]:
        call_command("migrate", verbosity=1, interactive=False, stdout=sys.stderr)
    if "--up" in options:
        root = Path(__file__).resolve().parent.parent.parent
        did["static"] = assets.collect(root, Path(os.environ["SELLERDESK_STATE"]))
        did["first"] = signin.first()
    return did


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sellerdesk.settings")
    print(json.dumps(main(sys.argv[1:])))
