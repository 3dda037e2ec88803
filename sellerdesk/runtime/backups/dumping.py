"""The database as a logical dump: rows and definitions, never the files of a server, so that another major version reads it."""

import contextlib
import os
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from typing import Any

import psycopg2
from psycopg2 import extensions, sql

from sellerdesk.runtime import binaries, children
from sellerdesk.runtime.failures import Failure


BLOCK = 1 << 18
# What the application's role may do is written once, in the migration that made the two roles.
_GRANTS = "sellerdesk.migrations.0002_roles"


@contextmanager
def snapshot(url: str) -> Iterator[tuple[Any, str]]:
    """A connection that sees the database at one moment, and the name under which `pg_dump` sees the same."""
    with connected(url) as connection:
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("SET idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT pg_export_snapshot()")
            yield connection, str(cursor.fetchone()[0])


def connected(url: str) -> Any:
    """For a `with` block, which closes it. Refused with Failure."""
    try:
        return closing(psycopg2.connect(url, connect_timeout=10, application_name="sellerdesk-backup"))
    except psycopg2.Error as error:
        raise Failure(f"The database cannot be reached: {str(error).strip()}", "Check DATABASE_URL and that the server runs.") from error


def counts(connection: Any) -> dict[str, int]:
    """How many rows each table has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1")
        tables = [row[0] for row in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", table)))
            found[table] = int(cursor.fetchone()[0])
    return found


def migrations(connection: Any) -> list[list[str]]:
    """The applied migrations, as (app, name); none in an empty database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations')")
        if cursor.fetchone()[0] is None:
            return []
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        return [list(row) for row in cursor.fetchall()]


def size(connection: Any) -> int:
    """Bytes of the database on the server's disk."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def version(connection: Any) -> str:
    """The server's version, as it names itself."""
    return str(connection.info.parameter_status("server_version"))


def dump(url: str, snapshot_name: str) -> Iterator[bytes]:
    """The dump in `pg_dump`'s custom form, in blocks. Refused with Failure when it does not come to its end."""
    arguments = ["--format=custom", "--compress=1", f"--snapshot={snapshot_name}", "--lock-wait-timeout=60s"]
    with tempfile.TemporaryFile() as said:
        process = _begin("pg_dump", arguments, url, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said)
        assert process.stdout is not None
        try:
            while block := process.stdout.read(BLOCK):
                yield block
            if process.wait() != 0:
                raise Failure(f"The database could not be dumped:\n{_last(said)}", "Nothing was written. Mend the cause and try again.")
        finally:
            _end(process)


def load(url: str, content: Iterable[bytes]) -> None:
    """Fills an empty database from a dump, all of it or nothing. Refused with Failure."""
    arguments = ["--format=custom", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    with tempfile.TemporaryFile() as said:
        process = _begin("pg_restore", arguments, url, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said)
        assert process.stdin is not None
        try:
            try:
                for block in content:
                    process.stdin.write(block)
                process.stdin.close()
            except BrokenPipeError:
                # It has ended before us and says why.
                pass
            if process.wait() != 0:
                raise Failure(f"The database could not be filled:\n{_last(said)}", "The database is as empty as it was.")
        finally:
            _end(process)


def settle(url: str) -> None:
    """What a dump does not carry over: who may do what, and what the planner knows."""
    with connected(url) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(import_module(_GRANTS).GRANT)
            cursor.execute("ANALYZE")


def _begin(name: str, arguments: list[str], url: str, **streams: Any) -> "subprocess.Popen[bytes]":
    """The program of the newest PostgreSQL at hand. A password goes by the environment: a command line is everybody's to read.

    Where our own connection is encrypted, the program's is as well: everything that the desk holds goes that way.
    """
    with connected(url) as connection:
        is_encrypted = bool(connection.info.ssl_in_use)
    parts = extensions.parse_dsn(url)
    if is_encrypted and parts.get("sslmode", "prefer") in {"allow", "prefer"}:
        parts["sslmode"] = "require"
    password = parts.pop("password", None)
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith("PG")} | {"LC_MESSAGES": "C"}
    if password is not None:
        surroundings["PGPASSWORD"] = password
    surroundings["PGOPTIONS"] = "-c statement_timeout=0 -c idle_in_transaction_session_timeout=0"
    command = [binaries.client_program(name, tls=is_encrypted), *arguments, "--no-password", f"--dbname={extensions.make_dsn(**parts)}"]
    return subprocess.Popen(command, env=surroundings, cwd="/", start_new_session=True, preexec_fn=children.tied(signal.SIGTERM), **streams)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.kill()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            # What it did not read any more is nobody's.
            with contextlib.suppress(BrokenPipeError):
                stream.close()
    process.wait()


def _last(said: Any) -> str:
    said.seek(0)
    lines = said.read().decode(errors="replace").splitlines()[-8:]
    return "\n".join(f"    {line}" for line in lines)
