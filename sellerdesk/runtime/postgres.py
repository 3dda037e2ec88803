"""A private PostgreSQL: made, started, ready, stopped. It listens on a Unix socket only."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import psycopg2

from sellerdesk.runtime import binaries, footing, orphans
from sellerdesk.runtime.failures import Failure, last_lines
from sellerdesk.runtime.paths import Places


PORT = 5432
DATABASE = "sellerdesk"
OWNER = "sellerdesk_owner"
APP = "sellerdesk_app"
QUIET = {"log_min_error_statement": "panic", "log_error_verbosity": "terse"}
"""A statement that fails holds what somebody wrote, and so do the details of why: neither goes into the server's own log."""
# Crash recovery of a large cluster takes its time; a start without one takes 0.05 s.
START_LIMIT = 300.0
STOP_LIMIT = 60.0


class Postgres:
    """One private cluster. `throwaway` trades durability for speed (tests)."""

    def __init__(self, places: Places, *, throwaway: bool = False) -> None:
        self.footing = footing.choose(binaries.postgres_programs(), places, places.postgres)
        self.log = places.logs / "postgres.log"
        self.throwaway = throwaway
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, role: str) -> str:
        """How a client reaches the database as `role`."""
        return f"postgresql://{role}@/{DATABASE}?host={quote(str(self.footing.sockets))}"

    def make(self) -> bool:
        """Makes the cluster if there is none; says whether it did. A half-made one is never taken for whole."""
        data = self.footing.data
        if (data / "PG_VERSION").exists():
            self._refuse_other_version(data)
            return False
        draft = data.with_name(f"{data.name}.new")
        arguments = [
            self.footing.programs.program("initdb"),
            "--pgdata", str(draft), "--username", "postgres", "--auth", "trust",
            "--encoding", "UTF8", "--locale", _ctype(), "--no-instructions",
        ]  # fmt: skip
        if self.footing.programs.major >= 17:
            arguments += ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
        if self.throwaway:
            arguments.append("--no-sync")
        self._clear(draft)
        self._run(arguments)
        self._clear(data)
        draft.rename(data)
        return True

    def start(self) -> None:
        """Starts the server, waits until it takes connections, and makes roles and database. Refused with Failure."""
        data = self.footing.data
        orphans.clear_postgres(data, self.footing.sockets / f".s.PGSQL.{PORT}")
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.footing.sockets),
            "port": str(PORT),
            "max_connections": "120",
            "shared_buffers": "256MB",
            "work_mem": "16MB",
            "maintenance_work_mem": "128MB",
            # Loads write much at once: fewer checkpoints, and a disk without moving parts.
            "max_wal_size": "2GB",
            "random_page_cost": "1.1",
            # Pages and batches are short queries; compiling them costs more than it saves.
            "jit": "off",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "logging_collector": "off",
            **QUIET,
            # A first load fills empty tables: without early statistics its look-ups choose wrong indexes for a whole minute.
            "autovacuum_naptime": "1s",
        }
        if self.throwaway:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        arguments = [self.footing.programs.program("postgres"), "-D", str(data)]
        for name, value in settings.items():
            arguments += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                arguments,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, env=_environment(), cwd="/",
                preexec_fn=self.footing.before_exec(signal.SIGINT),
            )  # fmt: skip
        self._wait_until_ready(data)
        self._make_roles()

    def stop(self) -> None:
        """Fast shutdown: sessions end, the log is flushed."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()

    def _wait_until_ready(self, data: Path) -> None:
        """The eighth line of postmaster.pid says so; asking by connecting would fill the log with refusals."""
        assert self.process is not None
        limit = time.monotonic() + START_LIMIT
        while time.monotonic() < limit:
            if self.process.poll() is not None:
                raise Failure(f"PostgreSQL ended while starting:\n{last_lines(self.log)}", f"The whole log is {self.log}.")
            try:
                lines = (data / "postmaster.pid").read_text().splitlines()
            except OSError:
                lines = []
            if len(lines) > 7 and lines[7].strip() == "ready" and lines[0].strip() == str(self.process.pid):
                return
            time.sleep(0.01)
        self.stop()
        raise Failure(f"PostgreSQL was not ready after {START_LIMIT:.0f} s:\n{last_lines(self.log)}", f"The whole log is {self.log}.")

    def _make_roles(self) -> None:
        """Two roles: the owner migrates, the application runs. Tests make databases, so their owner may."""
        connection = psycopg2.connect(dbname="postgres", user="postgres", host=str(self.footing.sockets), port=PORT)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT rolname FROM pg_roles WHERE rolname IN (%s, %s)", [OWNER, APP])
                there = {row[0] for row in cursor.fetchall()}
                if OWNER not in there:
                    cursor.execute(f"CREATE ROLE {OWNER} LOGIN {'CREATEDB' if self.throwaway else 'NOCREATEDB'}")
                if APP not in there:
                    cursor.execute(f"CREATE ROLE {APP} LOGIN")
                    # The owner may step into the application's shoes, never the other way round.
                    cursor.execute(f"GRANT {APP} TO {OWNER}")
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
        finally:
            connection.close()

    def _refuse_other_version(self, data: Path) -> None:
        made_by = (data / "PG_VERSION").read_text().strip()
        if made_by != str(self.footing.programs.major):
            raise Failure(
                f"The data in {data} was made by PostgreSQL {made_by}, and version {self.footing.programs.major} was found.",
                f"Install PostgreSQL {made_by}, or restore a backup into a new SELLERDESK_STATE.",
            )

    def _run(self, arguments: list[str]) -> None:
        with self.log.open("ab") as log:
            done = subprocess.run(
                arguments,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=_environment(), cwd="/", check=False,
                preexec_fn=self.footing.before_exec(signal.SIGTERM),
            )  # fmt: skip
        if done.returncode != 0:
            raise Failure(f"{Path(arguments[0]).name} failed:\n{last_lines(self.log)}", f"The whole log is {self.log}.")

    def _clear(self, directory: Path) -> None:
        """Removes an empty or half-made cluster; a whole one (PG_VERSION at its top, past initdb) is never passed here."""
        if directory.exists():
            subprocess.run(["rm", "-rf", "--", str(directory)], check=True)


def _ctype() -> str:
    """Trigram search reads the database's ctype: with a plain C one it sees no Cyrillic and no Chinese at all."""
    return "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"


def _environment() -> dict[str, str]:
    """No PG* variable of the caller may change what our server does."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"TZ": "UTC", "LC_MESSAGES": "C"}
