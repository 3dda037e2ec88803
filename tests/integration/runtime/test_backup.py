"""A desk is lost and comes back: reports, audit chain, files, keys, rights. Long: real servers are made and filled."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sellerdesk.runtime.stores import Urls
from tests.integration.runtime.driving import Up, gone
from tests.integration.runtime.losing import WORD, desk, everything, filled, servers, shell


pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]
DRAFT = "attachments/half.new"


@dataclass(frozen=True)
class Lost:
    """A desk that is gone: its backup, and what it was."""

    backup: Path
    everything: dict[str, Any]


@pytest.fixture(scope="module")
def lost(state: Path) -> Lost:
    """Filled, backed up while it runs, and lost."""
    folder = filled(state / "lost")
    up = Up(folder).ready()
    try:
        running = desk(folder, "backup", str(state / "running.backup"))
    finally:
        assert up.end() == 0
    assert running.returncode == 0, running.stderr
    found = everything(folder)
    made = desk(folder, "backup", str(state / "desk.backup"))
    assert made.returncode == 0, made.stderr
    assert "rows" in made.stdout
    assert shell(folder, "from sellerdesk import backups; print(backups.last().file)").strip() == "desk.backup"
    del found["files"][DRAFT]
    shutil.rmtree(folder)
    return Lost(state / "desk.backup", found)


@pytest.fixture
def given(state: Path) -> Iterator[Urls]:
    """A server as somebody else would run it, with an empty database."""
    with servers(state / "server") as urls:
        yield urls


def test_the_desk_comes_back_as_it_was(lost: Lost, state: Path) -> None:
    folder = state / "again"

    done = desk(folder, "restore", str(lost.backup))

    assert done.returncode == 0, done.stderr
    assert everything(folder, again=True) == lost.everything
    assert not (folder / "restoring").exists()
    assert gone(folder)

    again = desk(folder, "restore", str(lost.backup))
    assert again.returncode == 1
    assert "is not empty" in again.stderr
    (folder / "valkey" / "stale").write_text("of the old desk")
    replaced = desk(folder, "restore", str(lost.backup), "--replace")
    assert replaced.returncode == 0, replaced.stderr
    (before,) = folder.glob("before-*")
    assert {"postgres", "files", "valkey", "seal_key", "secret_key", "pseudonym_key"} == {path.name for path in before.iterdir()}
    assert everything(folder) == lost.everything
    assert not (folder / "valkey" / "stale").exists()


def test_nothing_readable_lies_in_the_file_and_it_is_no_copy_of_the_servers_directory(lost: Lost) -> None:
    content = lost.backup.read_bytes()

    assert lost.backup.stat().st_mode & 0o777 == 0o600
    for word in (b"PGDMP", b"sellerdesk_auditentry", b"PG_VERSION", b"pg_wal", b"harbor"):
        assert word not in content


def test_what_is_wrong_is_said_and_nothing_is_left(lost: Lost, state: Path) -> None:
    folder = state / "refused"
    cut = state / "cut.backup"
    cut.write_bytes(lost.backup.read_bytes()[:-1000])
    altered = state / "altered.backup"
    content = bytearray(lost.backup.read_bytes())
    content[len(content) // 2] ^= 1
    altered.write_bytes(content)

    for file, word, said in (
        (cut, WORD, "cut"),
        (altered, WORD, "altered"),
        (lost.backup, "another set of words", "This passphrase does not open"),
        (state / "nowhere", WORD, "No such file"),
    ):
        done = desk(folder, "restore", str(file), word=word)
        assert (done.returncode, said in done.stderr, "Traceback" in done.stderr) == (1, True, False), done.stderr
        assert not (folder / "postgres").exists()
        assert not (folder / "secret_key").exists()

    assert desk(folder, "backup", "--verify", str(state / "running.backup")).returncode == 0
    assert desk(folder, "backup", "--verify", str(altered)).returncode == 1
    nothing = desk(folder, "backup", str(state / "nothing.backup"))
    assert (nothing.returncode, "nothing to back up" in nothing.stderr) == (1, True)
    assert not (state / "nothing.backup").exists()


def test_from_the_private_server_to_a_given_one(lost: Lost, state: Path, given: Urls) -> None:
    folder = state / "moved"
    stores = {"DATABASE_URL": given.database, "DATABASE_OWNER_URL": given.owner, "REDIS_URL": given.redis}

    other = desk(folder, "restore", str(lost.backup), SEAL_KEY="another", **stores)
    assert (other.returncode, "SEAL_KEY of the environment" in other.stderr) == (1, True)
    done = desk(folder, "restore", str(lost.backup), **stores)

    assert done.returncode == 0, done.stderr
    assert everything(folder, again=False, **stores) == lost.everything
    assert not (folder / "postgres").exists()
    full = desk(folder, "restore", str(lost.backup), "--replace", **stores)
    assert (full.returncode, "The given database is not empty" in full.stderr) == (1, True)


def test_an_older_backup_is_brought_forward_and_a_newer_one_refused(lost: Lost, state: Path) -> None:
    folder = state / "older"
    assert desk(folder, "restore", str(lost.backup)).returncode == 0
    owner = {"SELLERDESK_AS_OWNER": "1"}
    shell(folder, "from django.core.management import call_command as c; c('migrate', 'sellerdesk', '0005', verbosity=0)", **owner)
    # Without migrating first: a backup is what one makes before an upgrade.
    older = desk(folder, "backup", str(state / "older.backup"))
    assert older.returncode == 0, older.stderr
    newer = "from django.db.migrations.recorder import MigrationRecorder as R; from django.db import connection as c"
    shell(folder, f"{newer}; R(c).record_applied('sellerdesk', '9999_later')", **owner)
    assert desk(folder, "backup", str(state / "newer.backup")).returncode == 0

    forward = desk(state / "forward", "restore", str(state / "older.backup"))
    refused = desk(state / "never", "restore", str(state / "newer.backup"))

    assert forward.returncode == 0, forward.stderr
    assert "from an older version" in forward.stderr
    assert everything(state / "forward") == lost.everything
    assert (refused.returncode, "sellerdesk.9999_later" in refused.stderr) == (1, True)
    assert not (state / "never" / "postgres").exists()
